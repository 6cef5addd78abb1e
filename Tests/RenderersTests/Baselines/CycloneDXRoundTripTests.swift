// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Renderers
import TestPhase
import Testing

/// What another tool would read of our bill: we read it ourselves.
struct CycloneDXRoundTripTests {
    private static let hexadecimal = "sha256:" + String(repeating: "0c", count: 32)

    private static func read(_ items: [ConfigurationItem]) -> BillOfMaterials {
        let text = CycloneDXText.text(ConfigurationSnapshot(items), of: .shop)
        return BillOfMaterials.read(Array(text.utf8), path: "bom.json")
    }

    private static func item(
        _ kind: ConfigurationItem.Kind, _ key: String, _ value: String?, digest: String? = nil, isPinned: Bool = true,
        isDirect: Bool? = nil, isDevelopment: Bool? = nil
    ) -> ConfigurationItem {
        ConfigurationItem(
            kind, key, value: value, digest: digest, isPinned: isPinned, evidence: "bom.json", isDirect: isDirect,
            isDevelopment: isDevelopment)
    }

    @Test func `dependencies come back as they were`() {
        let items = [
            Self.item(.dependency, "pkg:npm/%40acme/cart", "1.0.0+7", digest: Self.hexadecimal, isDirect: true),
            Self.item(.dependency, "pkg:maven/org.acme/cart", "2.0", isDirect: true, isDevelopment: false),
            Self.item(.dependency, "pkg:conan/zlib?channel=stable&user=team", "1.3", isDirect: true),
            Self.item(.dependency, "pkg:golang/example.org/m", "v1.0.0", digest: "h1:q83v=", isDevelopment: true),
            Self.item(.dependency, "pkg:swift/github.com/Acme/Cart", "3.1", digest: "gitCommit:0f"),
            Self.item(.dependency, "pkg:pypi/requests", nil, isPinned: false),
            Self.item(.dependency, "pkg:pypi/requests", "2.0", isPinned: false),
        ]

        let bill = Self.read(items)

        #expect(bill.items == items.sorted())
        #expect(bill.format == "CycloneDX 1.6")
        #expect(bill.diagnostics == [])
    }

    @Test func `what is not direct stays so where that is known of all`() {
        let items = [
            Self.item(.dependency, "pkg:npm/a", "1", isDirect: true),
            Self.item(.dependency, "pkg:npm/b", "1", isDirect: false),
        ]

        #expect(Self.read(items).items == items)
    }

    @Test func `base64 comes back as hexadecimal digits`() {
        let items = [
            Self.item(
                .dependency, "pkg:npm/a", "1", digest: "sha256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        ]

        let digests = Self.read(items).items.map(\.digest)

        #expect(digests == ["sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"])
    }

    @Test func `tools, machines, images, files, data and services come back as they were`() {
        let items = [
            Self.item(.toolchain, "swift", "6.1"), Self.item(.toolchain, "node", nil, isPinned: false),
            Self.item(.platform, "os", "Debian 12"), Self.item(.platform, "cores", "8"),
            Self.item(.image, "docker.io/library/debian", "12", digest: Self.hexadecimal),
            Self.item(.image, "redis", "latest", isPinned: false),
            Self.item(.file, "config/app.yml", nil, digest: Self.hexadecimal),
            Self.item(.pipeline, ".github/workflows/ci.yml", nil, digest: Self.hexadecimal),
            Self.item(.document, "plan.md", nil, digest: "gitCommit:0f"), Self.item(.data, "orders.csv", "3"),
            Self.item(.service, "pay", "2.1", digest: "sha256:01"),
        ]

        #expect(Self.read(items).items == items.sorted())
    }
}
