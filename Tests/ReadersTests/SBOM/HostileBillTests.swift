// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

/// What no file may do, whatever its format: crash, throw, run on, or show a password.
struct HostileBillTests {
    @Test(arguments: [
        "[", "{\"components\":[", "{\"a\":", "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"components\":[",
    ])
    func `nesting without end is a fault`(part: String) {
        let bill = BillSample.read(String(repeating: part, count: 100_000))

        #expect(bill.diagnostics.map(\.code) == ["sbom-malformed"])
    }

    @Test func `components deeper than documents may be are cut`() {
        let open = String(repeating: "{\"name\": \"a\", \"version\": \"1\", \"components\": [", count: 200)
        let close = String(repeating: "]}", count: 200)

        let bill = BillSample.read(BillSample.cycloneDX("\"components\": [\(open)\(close)]"))

        #expect(bill.items.map(\.key) == ["pkg:generic/a"])
    }

    @Test(.timeLimit(.minutes(1)))
    func `a graph of one reference in many entries costs no more than its length`() {
        let entries = Array(repeating: #"{"ref": "m", "dependsOn": ["a"]}"#, count: 50_000).joined(separator: ",")
        let main = #""metadata": {"component": {"bom-ref": "m", "name": "m"}}"#
        let component = #""components": [{"bom-ref": "a", "name": "a", "version": "1"}]"#

        let lines = BillSample.lines(BillSample.cycloneDX("\(main), \(component), \"dependencies\": [\(entries)]"))

        #expect(lines == ["dependency pkg:generic/a 1 direct"])
    }

    @Test func `a circle of relationships ends`() {
        let relations = BillSample.relationships([
            "SPDXRef-DOCUMENT DESCRIBES a", "a DEPENDS_ON b", "b DEPENDS_ON a", "c DEV_DEPENDENCY_OF a",
            "c DEPENDS_ON c",
        ])
        let packages = #""packages": [{"SPDXID": "b", "name": "b", "versionInfo": "1"}]"#

        let lines = BillSample.lines(BillSample.spdx("\(packages), \(relations)"))

        #expect(lines == ["dependency pkg:generic/b 1 direct runtime"])
    }

    private static let addresses = [
        "https://robot:hunter2@example.org/cart.git", "git+ssh://robot:hunter2@example.org/cart",
        "https%3A%2F%2Frobot%3Ahunter2%40example.org%2Fcart", "https:%2F%2Frobot:hunter2@example.org/cart",
        "pkg:generic/https://robot:hunter2@example.org/cart", "pkg:npm/cart@https://robot:hunter2@example.org/x",
        "pkg:generic/https%3A%2F%2Frobot%3Ahunter2%40example.org", "pkg:npm/https:%2F%2Frobot:hunter2@example.org/cart",
        "pkg:conan/a@1?user=https://robot:hunter2@example.org", "pkg:cocoapods/a@1#https://robot:hunter2@example.org",
        "pkg:generic/a@1?vcs_url=git%2Bhttps://robot:hunter2@example.org/a",
    ]

    @Test(arguments: addresses)
    func `no field shows a password`(address: String) {
        let types = ["library", "application", "container", "file", "operating-system"]
        let components = types.map { type in
            """
            {"type": "\(type)", "group": "URL", "name": "URL", "version": "URL", "purl": "URL",
             "hashes": [{"alg": "URL", "content": "aa"}, {"alg": "SHA-1", "content": "URL"}],
             "properties": [{"name": "exitgate:digest", "value": "URL"}]},
            {"type": "\(type)", "name": "a", "purl": "URL"}
            """
        }
        let package = """
            {"SPDXID": "a", "name": "URL", "versionInfo": "URL",
             "externalRefs": [{"referenceType": "purl", "referenceLocator": "URL"}]}
            """
        let texts = [
            BillSample.cycloneDX(
                "\"components\": [\(components.joined(separator: ", "))], \"services\": [{\"name\": \"URL\"}]"),
            BillSample.cycloneDX("\"components\": [{\"name\": \"a\"}]", version: "URL"),
            BillSample.spdx("\"packages\": [\(package)]"),
            BillSample.spdx("\"packages\": [{\"name\": \"a\"}]", version: "URL"),
        ]

        for text in texts {
            let bill = BillSample.read(text.replacing("URL", with: address))

            #expect(!bill.items.isEmpty)
            #expect(!"\(bill)".contains("hunter2"))
        }
    }
}
