// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct SnapshotFileTests {
    /// Items with every kind, texts that JSON must escape, and all that may be unknown.
    private static let snapshot = ConfigurationSnapshot(
        ConfigurationItem.Kind.allCases.map { kind in
            ConfigurationItem(
                kind, "key of \(kind)", value: "a\"b\\c\n\u{1F}é\u{1F600}", digest: "sha256:00", isPinned: false,
                evidence: "x/y", isDirect: true, isDevelopment: false)
        } + [
            ConfigurationItem(.variable, "EMPTY", value: "", evidence: "environment"),
            ConfigurationItem(.variable, "", value: "true", evidence: ""),
            ConfigurationItem(.dependency, "pkg:npm/a", value: nil, isPinned: false, evidence: "package.json"),
            ConfigurationItem(.dependency, "pkg:npm/a", value: "1", evidence: "yarn.lock", isDirect: false),
            ConfigurationItem(.dependency, "pkg:npm/a", value: "1", evidence: "yarn.lock", isDevelopment: true),
            ConfigurationItem(.service, "pay", value: "https://user:pass@pay.example.org", evidence: "services.yml"),
        ])

    @Test func `a snapshot is read back exactly`() {
        let bill = BillSample.read(Self.snapshot.canonicalJSON)

        #expect(Set(bill.items) == Set(Self.snapshot.items))
        #expect(bill.items.count == Self.snapshot.items.count)
        #expect(bill.format == "snapshot 1")
        #expect(bill.diagnostics == [])
    }

    @Test func `the digest of a snapshot survives`() {
        let text = ConfigurationSnapshot([
            ConfigurationItem(.toolchain, "swift", value: "6.1", evidence: ".swift-version"),
            ConfigurationItem(.file, "config/app.yml", value: nil, digest: "sha256:01", evidence: "config/app.yml"),
        ]).canonicalJSON

        #expect(ConfigurationSnapshot(BillSample.read(text).items).canonicalJSON == text)
    }

    @Test func `evidence and pin may be left out by hand`() {
        let lines = BillSample.read(#"{"format": 1, "items": [{"kind": "platform", "key": "cores", "value": 8}]}"#)

        #expect(lines.items == [ConfigurationItem(.platform, "cores", value: "8", evidence: "bom.json")])
    }

    @Test(arguments: [#"{"kind": "odd", "key": "a"}"#, #"{"kind": "file"}"#, #"{"key": "a"}"#, "7", "[]"])
    func `an item without kind or key is left out`(item: String) {
        let bill = BillSample.read("{\"format\": 1, \"items\": [\(item), {\"kind\": \"flag\", \"key\": \"on\"}]}")

        #expect(bill.items.map(\.key) == ["on"])
        #expect(bill.diagnostics.map(\.code) == ["sbom-entry"])
        #expect(bill.diagnostics.map(\.path) == ["items[0]"])
    }
}
