// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct BillOfMaterialsTests {
    private static let component = #""components": [{"type": "library", "name": "cart", "version": "1"}]"#
    private static let package = #""packages": [{"SPDXID": "a", "name": "cart", "versionInfo": "1"}]"#

    @Test(arguments: ["1.4", "1.5", "1.6", "1.7"])
    func `versions of CycloneDX that we know are read without a word`(version: String) {
        let bill = BillSample.read(BillSample.cycloneDX(Self.component, version: version))

        #expect(bill.format == "CycloneDX \(version)")
        #expect(bill.diagnostics == [])
        #expect(bill.items.map(\.key) == ["pkg:generic/cart"])
    }

    @Test(arguments: ["SPDX-2.2", "SPDX-2.3"])
    func `versions of SPDX that we know are read without a word`(version: String) {
        let bill = BillSample.read(BillSample.spdx(Self.package, version: version))

        #expect(bill.format == "SPDX " + version.dropFirst(5))
        #expect(bill.diagnostics == [])
        #expect(bill.items.map(\.key) == ["pkg:generic/cart"])
    }

    @Test(arguments: [
        BillSample.cycloneDX(component, version: "1.3"), BillSample.cycloneDX(component, version: "9.9"),
        BillSample.spdx(package, version: "SPDX-2.1"), #"{"bomFormat": "CycloneDX", \#(component)}"#,
        #"{"format": 2, "items": [{"kind": "dependency", "key": "pkg:generic/cart"}]}"#,
    ])
    func `other versions are read with a warning`(text: String) {
        let bill = BillSample.read(text)

        #expect(bill.items.map(\.key) == ["pkg:generic/cart"])
        #expect(bill.diagnostics.map(\.code) == ["sbom-version"])
        #expect(bill.diagnostics.map(\.severity) == [.warning])
    }

    @Test(arguments: ["sbom", "predicate"])
    func `a document inside an answer or an attestation is found`(member: String) {
        let bill = BillSample.read("{\"\(member)\": \(BillSample.spdx(Self.package))}")

        #expect(bill.format == "SPDX 2.3")
        #expect(bill.items.count == 1)
    }

    @Test func `items are sorted and their evidence is the file`() {
        let names = ["c", "a", "b"].map { "{\"name\": \"\($0)\", \"version\": \"1\"}" }.joined(separator: ",")

        let items = BillSample.read(BillSample.cycloneDX("\"components\": [\(names)]")).items

        #expect(items.map(\.key) == ["pkg:generic/a", "pkg:generic/b", "pkg:generic/c"])
        #expect(items.allSatisfy { $0.evidence == "bom.json" })
    }

    @Test(arguments: [
        "{}", "[]", "7", "\"CycloneDX\"", "null", #"{"bomFormat": "Other"}"#, #"{"format": 1}"#,
        #"{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []}"#,
    ])
    func `JSON of another kind is an error`(text: String) {
        let bill = BillSample.read(text)

        #expect(bill.format == "unknown")
        #expect(bill.items == [])
        #expect(bill.diagnostics.map(\.code) == ["sbom-unknown"])
        #expect(bill.diagnostics.map(\.severity) == [.error])
    }

    @Test(arguments: ["<bom/>", "SPDXVersion: SPDX-2.3", "{", "{\"bomFormat\": \"CycloneDX\",\n x}"])
    func `what is no JSON is one error`(text: String) {
        let bill = BillSample.read(text)

        #expect(bill.items == [])
        #expect(bill.diagnostics.map(\.code) == ["sbom-malformed"])
        #expect(bill.diagnostics.map(\.severity) == [.error])
    }

    @Test func `a fault names its place`() {
        let diagnostics = BillSample.read("{\n  \"components\": [x]\n}").diagnostics

        #expect(diagnostics.map(\.line) == [2])
        #expect(diagnostics.map(\.column) == [18])
    }

    @Test(arguments: ["", " \n", "\u{FEFF}"])
    func `an empty file is an error`(text: String) {
        #expect(BillSample.read(text).diagnostics.map(\.code) == ["sbom-empty"])
    }

    @Test func `a file above the limit is not read`() {
        let bytes = [UInt8](repeating: 0x20, count: BillOfMaterials.maximumBytes + 1)

        let bill = BillOfMaterials.read(bytes, path: "bom.json")

        #expect(bill.diagnostics.map(\.message) == ["the file is larger than 64 MiB and is not read"])
    }
}
