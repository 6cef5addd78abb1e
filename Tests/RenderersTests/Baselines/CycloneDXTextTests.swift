// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import TestPhase
import Testing

struct CycloneDXTextTests {
    private static func dependency(
        _ key: String, _ value: String?, digest: String? = nil, evidence: String = "package-lock.json",
        isDirect: Bool? = nil, isDevelopment: Bool? = nil
    ) -> ConfigurationItem {
        ConfigurationItem(
            .dependency, key, value: value, digest: digest, evidence: evidence, isDirect: isDirect,
            isDevelopment: isDevelopment)
    }

    @Test func `a bill says what it is, of what and since when`() throws {
        let document = try bill([])

        #expect(document["$schema"].text == "http://cyclonedx.org/schema/bom-1.6.schema.json")
        #expect(document["bomFormat"].text == "CycloneDX")
        #expect(document["specVersion"].text == "1.6")
        #expect(document["version"] == .number(1))
        #expect(document["serialNumber"].text == "urn:uuid:3f79bb7b-435b-8532-9651-daefd374cdc6")
        #expect(document["metadata"]["timestamp"].text == "2026-11-25T09:30:00Z")
        #expect(document["metadata"]["component"]["name"].text == "shop")
        #expect(document["metadata"]["tools"]["components"].items.map { $0["name"].text } == ["exitgate"])
        #expect(document["components"] == .list([]))
        #expect(document["metadata"].properties.first == "exitgate:baseline=BL-beta-3")
        #expect(document.names.isDisjoint(with: ["services", "dependencies", "compositions"]))
    }

    @Test(arguments: ["", "3f79", String(repeating: "z", count: 64)])
    func `a digest that is no SHA-256 gives no serial number`(digest: String) throws {
        let subject = CycloneDXText.Subject(project: "shop", baseline: "BL-beta-3", digest: digest, writtenAt: 0)

        let document = try ParsedJSON(CycloneDXText.text(ConfigurationSnapshot([]), of: subject))

        #expect(document["serialNumber"] == .none)
        #expect(document["metadata"]["timestamp"].text == "1970-01-01T00:00:00Z")
    }

    @Test(arguments: [false, true])
    func `whoever approved it alone is told`(isSelfApproved: Bool) throws {
        let subject = CycloneDXText.Subject(
            project: "shop", baseline: "BL-beta-3", digest: "00", writtenAt: 0, isSelfApproved: isSelfApproved)

        let bill = try ParsedJSON(CycloneDXText.text(ConfigurationSnapshot([]), of: subject))
        let statement = try ParsedJSON(BaselineStatement.text(ConfigurationSnapshot([]), of: subject))

        #expect(bill["metadata"].properties.contains("exitgate:self-approved=true") == isSelfApproved)
        #expect(
            statement["predicate"]["metadata"].properties.contains("exitgate:self-approved=true") == isSelfApproved)
    }

    @Test func `what differs between the parts of a run is a property each`() throws {
        let subject = CycloneDXText.Subject(
            project: "shop", baseline: "RUN-7", digest: "00", writtenAt: 0, mixed: ["toolchain node", "variable X"])

        let bill = try ParsedJSON(CycloneDXText.text(ConfigurationSnapshot([]), of: subject))

        #expect(
            bill["metadata"].properties.filter { $0.hasPrefix("exitgate:mixed") } == [
                "exitgate:mixed=toolchain node", "exitgate:mixed=variable X",
            ])
    }

    @Test func `a dependency is a library with its package URL`() throws {
        let document = try bill([
            Self.dependency(
                "pkg:npm/%40acme/cart", "1.2.3+7", digest: "sha256:" + String(repeating: "AB", count: 32),
                isDevelopment: false)
        ])

        let component = try #require(document["components"].items.first)
        #expect(component["type"].text == "library")
        #expect(component["group"].text == "@acme")
        #expect(component["name"].text == "cart")
        #expect(component["version"].text == "1.2.3+7")
        #expect(component["purl"].text == "pkg:npm/%40acme/cart@1.2.3%2B7")
        #expect(component["scope"].text == "required")
        #expect(component["hashes"].items.map { $0["alg"].text } == ["SHA-256"])
        #expect(component["hashes"].items.map { $0["content"].text } == [String(repeating: "ab", count: 32)])
        #expect(component["evidence"]["occurrences"].items.map { $0["location"].text } == ["package-lock.json"])
        #expect(component["properties"] == .none)
    }

    private static let versions: [(key: String, version: String?, purl: String?)] = [
        ("pkg:conan/zlib?channel=stable&user=team", "1.3", "pkg:conan/zlib@1.3?channel=stable&user=team"),
        ("pkg:cocoapods/Cart#Core", "1", "pkg:cocoapods/Cart@1#Core"), ("pkg:npm/cart", nil, "pkg:npm/cart"),
        ("pkg:npm/cart", "", "pkg:npm/cart"), ("pkg:github/acme/cart", "a/b", "pkg:github/acme/cart@a%2Fb"),
        ("no package URL", "1", nil),
    ]

    @Test(arguments: versions)
    func `a version stands before qualifiers and paths`(key: String, version: String?, purl: String?) throws {
        let document = try bill([Self.dependency(key, version)])

        #expect(document["components"].items.map { $0["purl"].text } == [purl])
    }

    @Test(arguments: [
        (ConfigurationItem.Kind.toolchain, "swift", "application"), (.platform, "os", "operating-system"),
        (.platform, "kernel", "operating-system"), (.platform, "cores", "device"), (.image, "debian", "container"),
        (.file, "config/app.yml", "file"), (.pipeline, "ci.yml", "file"), (.document, "plan.md", "file"),
        (.data, "orders.csv", "data"),
    ])
    func `a component has the type of its kind`(kind: ConfigurationItem.Kind, key: String, type: String) throws {
        let document = try bill([ConfigurationItem(kind, key, value: "7", evidence: "x")])

        let component = document["components"].named(key)
        #expect(component["type"].text == type)
        #expect(component["version"].text == "7")
        #expect(component["purl"] == .none)
    }

    @Test func `pipelines and documents keep their kind`() throws {
        let document = try bill([
            ConfigurationItem(.pipeline, "ci.yml", value: "1", evidence: "x"),
            ConfigurationItem(.document, "plan.md", value: "1", evidence: "x"),
        ])

        #expect(document["components"].named("ci.yml").properties == ["exitgate:kind=pipeline"])
        #expect(document["components"].named("plan.md").properties == ["exitgate:kind=document"])
    }

    @Test func `source, variables and flags are properties of the whole`() throws {
        let document = try bill([
            ConfigurationItem(.variable, "LANG", value: "C", evidence: "environment"),
            ConfigurationItem(.variable, "TOKEN", value: nil, digest: "sha256:01", evidence: "environment"),
            ConfigurationItem(.flag, "new-cart", value: "on", evidence: "flags.json"),
            ConfigurationItem(.source, "dirty", value: "yes", digest: "sha256:02", evidence: "git"),
        ])

        #expect(document["components"].items == [])
        #expect(
            document["metadata"].properties.dropFirst(2) == [
                "exitgate:flag:new-cart=on", "exitgate:source:dirty=yes", "exitgate:source:dirty:digest=sha256:02",
                "exitgate:variable:LANG=C", "exitgate:variable:TOKEN:digest=sha256:01",
            ])
    }

    @Test func `services are services`() throws {
        let document = try bill([
            ConfigurationItem(.service, "pay", value: "2.1", digest: "sha256:01", isPinned: false, evidence: "x")
        ])

        let service = try #require(document["services"].items.first)
        #expect(service.names == ["bom-ref", "name", "version", "properties"])
        #expect(service.properties == ["exitgate:digest=sha256:01", "exitgate:pinned=false"])
        #expect(document["components"].items == [])
    }

    @Test func `one thing that several files name is one component with all places`() throws {
        let document = try bill([
            Self.dependency("pkg:npm/a", "1", evidence: "web/yarn.lock", isDirect: false, isDevelopment: false),
            Self.dependency("pkg:npm/a", "1", evidence: "yarn.lock", isDirect: true, isDevelopment: true),
            Self.dependency("pkg:npm/a", "2", evidence: "yarn.lock", isDevelopment: true),
        ])

        let components = document["components"].items
        #expect(components.map { $0["version"].text } == ["1", "2"])
        #expect(components.map { $0["scope"].text } == ["required", "optional"])
        #expect(
            components.map { $0["evidence"]["occurrences"].items.map { $0["location"].text } }
                == [["web/yarn.lock", "yarn.lock"], ["yarn.lock"]])
        #expect(document["dependencies"].items.map { $0["dependsOn"].items.map(\.text) } == [["pkg:npm/a@1"]])
    }

    @Test func `one place that says two things is one place, and pinned only if both say so`() throws {
        let document = try bill([
            ConfigurationItem(.dependency, "pkg:npm/a", value: "1", isPinned: true, evidence: "x", isDirect: true),
            ConfigurationItem(.dependency, "pkg:npm/a", value: "1", isPinned: false, evidence: "x", isDirect: false),
            ConfigurationItem(.dependency, "pkg:npm/a", value: "1", isPinned: true, evidence: "y", isDirect: false),
        ])

        let component = try #require(document["components"].items.first)
        #expect(component["evidence"]["occurrences"].items.map { $0["location"].text } == ["x", "y"])
        #expect(component.properties == ["exitgate:pinned=false"])
        #expect(document["components"].items.count == 1)
    }

    @Test func `the project depends on what is direct`() throws {
        let document = try bill([
            Self.dependency("pkg:npm/a", "1", isDirect: true), Self.dependency("pkg:npm/b", "1", isDirect: false),
            ConfigurationItem(.toolchain, "node", value: "22", evidence: ".nvmrc"),
        ])

        #expect(document["dependencies"].items.count == 1)
        #expect(document["dependencies"].items.map { $0["ref"] } == [document["metadata"]["component"]["bom-ref"]])
        #expect(document["dependencies"].items.map { $0["dependsOn"].items.map(\.text) } == [["pkg:npm/a@1"]])
        #expect(document["compositions"] == .none)
    }

    @Test func `a graph with a gap says so`() throws {
        let document = try bill([
            Self.dependency("pkg:npm/a", "1", isDirect: true), Self.dependency("pkg:npm/b", "1"),
        ])

        #expect(document["compositions"].items.map { $0["aggregate"].text } == ["incomplete"])
        #expect(
            document["compositions"].items.map { $0["dependencies"].items }
                == [[document["metadata"]["component"]["bom-ref"]]])
    }

    @Test func `references are unique whatever the names are`() throws {
        let digests = ["sha256:01", "sha256:02", nil]
        let items = digests.map { Self.dependency("pkg:npm/a", "1", digest: $0) }
        let others = [
            Self.dependency("pkg:npm/a@1", "#2"), Self.dependency("", nil),
            ConfigurationItem(.toolchain, "a", value: "1@2", evidence: "x"),
            ConfigurationItem(.toolchain, "a@1", value: "2", evidence: "x"),
            ConfigurationItem(.service, "a", value: "1", evidence: "x"),
        ]

        let document = try bill(items + others)

        let elements = document["components"].items + document["services"].items + [document["metadata"]["component"]]
        let references = elements.compactMap { $0["bom-ref"].text }
        #expect(references.count == 9)
        #expect(Set(references).count == 9)
        #expect(references.allSatisfy { !$0.isEmpty })
    }

    @Test func `equal snapshots give equal bytes whatever their order`() {
        let items = (0..<50).map { Self.dependency("pkg:npm/p\($0 % 7)", "\($0)", digest: "md5:0\($0)") }

        let texts = [items, items.reversed(), items.shuffled()].map {
            CycloneDXText.text(ConfigurationSnapshot($0), of: .shop)
        }

        #expect(Set(texts).count == 1)
        #expect(texts[0].contains("pkg:npm/p3@45"))
    }

    @Test func `hostile names stay what they are`() throws {
        let items = NastyTexts.all.map { ConfigurationItem(.file, $0, value: $0, evidence: $0) }

        let document = try bill(items)

        let names = document["components"].items.compactMap { $0["name"].text }
        #expect(Set(names) == Set(ConfigurationSnapshot(items).items.map(\.key)))
    }
}
