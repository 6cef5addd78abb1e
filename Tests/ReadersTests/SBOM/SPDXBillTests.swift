// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct SPDXBillTests {
    /// What the reader says of one package.
    private static func package(_ members: String) -> [String] {
        BillSample.lines(BillSample.spdx("\"packages\": [{\"SPDXID\": \"p\", \(members)}]"))
    }

    @Test(arguments: [
        ("LIBRARY", "dependency pkg:generic/x 1"), ("FRAMEWORK", "dependency pkg:generic/x 1"),
        ("SOURCE", "dependency pkg:generic/x 1"), ("APPLICATION", "toolchain x 1"), ("CONTAINER", "image x 1 unpinned"),
        ("OPERATING-SYSTEM", "platform x 1"), ("OPERATING_SYSTEM", "platform x 1"), ("DEVICE", "platform x 1"),
        ("FIRMWARE", "platform x 1"), ("FILE", "file x 1"),
    ])
    func `a package is of the kind that its purpose says`(purpose: String, line: String) {
        let lines = Self.package("\"name\": \"x\", \"versionInfo\": \"1\", \"primaryPackagePurpose\": \"\(purpose)\"")

        #expect(lines == [line])
    }

    @Test func `package URL, version and the strongest checksum are read`() {
        let lines = Self.package(
            #"""
            "name": "cart", "versionInfo": "1.0.0", "primaryPackagePurpose": "APPLICATION",
            "checksums": [{"algorithm": "SHA1", "checksumValue": "AA"}, {"algorithm": "SHA512", "checksumValue": "BB"}],
            "externalRefs": [
              {"referenceCategory": "SECURITY", "referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:a:x"},
              {"referenceCategory": "PACKAGE_MANAGER", "referenceType": "purl",
               "referenceLocator": "pkg:npm/%40acme/cart@1.0.0"}
            ]
            """#)

        #expect(lines == ["dependency pkg:npm/%40acme/cart 1.0.0 sha512:bb"])
    }

    @Test(arguments: ["NOASSERTION", "NONE", ""])
    func `a version that nobody asserts is none`(version: String) {
        #expect(
            Self.package("\"name\": \"x\", \"versionInfo\": \"\(version)\"") == ["dependency pkg:generic/x unpinned"])
    }

    @Test func `a package without a name is left out and counted`() {
        let bill = BillSample.read(BillSample.spdx(#""packages": [{"SPDXID": "p"}, 7, {"name": "a"}]"#))

        #expect(bill.items.map(\.key) == ["pkg:generic/a"])
        #expect(bill.diagnostics.map(\.code) == ["sbom-entry"])
        #expect(bill.diagnostics.map(\.count) == [2])
    }

    /// The packages `main` and `a` to `d` with these relationships; `name` and words of each.
    private static func lines(_ relations: [String]) -> [String] {
        let packages = ["main", "a", "b", "c", "d"].map { name in
            "{\"SPDXID\": \"\(name)\", \"name\": \"\(name)\", \"versionInfo\": \"1\"}"
        }
        let members = "\"packages\": [\(packages.joined(separator: ", "))], \(BillSample.relationships(relations))"
        return BillSample.lines(BillSample.spdx(members)).map { $0.replacing("dependency pkg:generic/", with: "") }
    }

    @Test(arguments: [
        ["SPDXRef-DOCUMENT DESCRIBES main", "main DEPENDS_ON a", "a DEPENDS_ON b"],
        ["main DESCRIBED_BY SPDXRef-DOCUMENT", "a DEPENDENCY_OF main", "b DEPENDENCY_OF a"],
        ["SPDXRef-DOCUMENT DESCRIBES main", "a PREREQUISITE_FOR main", "main HAS_PREREQUISITE a"],
        ["SPDXRef-DOCUMENT DESCRIBES main", "a OPTIONAL_DEPENDENCY_OF main"],
        ["SPDXRef-DOCUMENT DESCRIBES main", "main OPTIONAL_DEPENDENCY_OF a"],
    ])
    func `what the described package depends on is direct`(relations: [String]) {
        #expect(
            Self.lines(relations) == [
                "a 1 direct", "b 1 indirect", "c 1 indirect", "d 1 indirect", "source pkg:generic/main 1",
            ])
    }

    @Test(arguments: [
        "DEV_DEPENDENCY_OF", "TEST_DEPENDENCY_OF", "BUILD_DEPENDENCY_OF", "DEV_TOOL_OF", "TEST_TOOL_OF",
        "BUILD_TOOL_OF",
    ])
    func `what only development reaches is for development`(type: String) {
        let lines = Self.lines([
            "SPDXRef-DOCUMENT DESCRIBES main", "main DEPENDS_ON a", "b \(type) main", "b DEPENDS_ON a",
            "b DEPENDS_ON c",
        ])

        #expect(
            lines == [
                "a 1 direct runtime", "b 1 direct development", "c 1 indirect development", "d 1 indirect",
                "source pkg:generic/main 1",
            ])
    }

    @Test func `the reversed relationships of an old npm are turned round`() {
        let lines = Self.lines([
            "SPDXRef-DOCUMENT DESCRIBES main", "main DEV_DEPENDENCY_OF a", "main DEPENDS_ON b",
        ])

        #expect(lines.prefix(2) == ["a 1 direct development", "b 1 direct runtime"])
    }

    @Test func `a document about several packages has no project`() {
        let lines = Self.lines([
            "SPDXRef-DOCUMENT DESCRIBES main", "SPDXRef-DOCUMENT DESCRIBES a", "main DEPENDS_ON b",
            "c TEST_DEPENDENCY_OF a",
        ])

        #expect(lines == ["a 1 runtime", "b 1 runtime", "c 1 development", "d 1", "main 1 runtime"])
    }

    @Test(arguments: [
        [], ["a DEPENDS_ON b"], ["SPDXRef-DOCUMENT DESCRIBES main", "main CONTAINS a"],
    ])
    func `without dependencies of a project nothing is known`(relations: [String]) {
        #expect(Self.lines(relations).prefix(4) == ["a 1", "b 1", "c 1", "d 1"])
    }

    @Test func `without a described package the users of tools are what runs`() {
        let lines = Self.lines([
            "main DEPENDS_ON a", "b DEV_DEPENDENCY_OF main", "b DEPENDS_ON a", "b DEPENDS_ON c",
        ])

        #expect(lines == ["a 1 runtime", "b 1 development", "c 1 development", "d 1", "main 1 runtime"])
    }

    @Test func `packages that the document names as its subject count as described`() {
        let text = BillSample.spdx(
            #""documentDescribes": ["p"], "packages": [{"SPDXID": "p", "name": "shop", "versionInfo": "2.4"}]"#)

        #expect(BillSample.lines(text) == ["source pkg:generic/shop 2.4"])
    }
}
