// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

/// What no file may do, whatever its format: crash, throw, run on, or show a password.
struct HostileLockTests {
    /// One name for each format.
    private static let names = LockFormat.all.map { format in
        (format.files.first ?? "").split(separator: "*", omittingEmptySubsequences: false).joined(separator: "x")
    }

    private static let nonsense = [
        "[", "{", "\"", "%{", "null", "7", "true", "[]", "{}", "a", "a:", "---", "\u{0}", "<", "<a>", "=", "- - -",
        "\\", "#",
        "{\"packages\": 7}", "{\"packages\": {\"a\": 7}}", "packages:\n  a: [b]\n", "packages: 7", "package = 7",
        "package = [7]", "[[package]]\nname = 7\n", "[package]\n", "[metadata]\n", "a = ", "GEM\n  specs:\n    (\n",
        "PODS:\n- {}\n- []\n", "provider \"", "require (", "\"a@1\":", "a@:\n  version\n", "*", "&a", "? a\n: *a\n",
        "!!x", "\t\ta",
        "\u{FEFF}", "\r\n\r\n", "\u{2028}", "{\"a\":1}}", "é", "\u{1F600}@\u{1F600}",
    ]

    @Test(arguments: names)
    func `a format is found by its name`(name: String) {
        #expect(LockFile.format(ofFileNamed: name) != nil)
    }

    @Test(arguments: names)
    func `nonsense yields no package without a name or with an empty version`(name: String) {
        for text in Self.nonsense {
            let content = LockSample.read(name, text)

            #expect(content.dependencies.allSatisfy { !$0.name.isEmpty && $0.version != "" && $0.source != "" })
            #expect(content.diagnostics.allSatisfy { $0.code.hasPrefix("lock-") && $0.severity == .warning })
        }
    }

    @Test(arguments: names)
    func `an empty file is told unless the format allows it`(name: String) throws {
        let format = try #require(LockFormat.all.first { $0.matches(name) })

        for text in ["", " \n\t", "\u{FEFF}"] {
            let content = LockSample.read(name, text)

            #expect(content.dependencies.isEmpty)
            #expect(content.diagnostics.map(\.code) == (format.mayBeEmpty ? [] : ["lock-empty"]))
        }
    }

    @Test(arguments: names)
    func `nesting without end neither crashes nor runs on`(name: String) {
        let unit = ["[", "{\"a\":", "{a: ", "- ", "<a>", "a.", "[a.", "a = [", "{", "((", "%{\"a\": {"]
        for part in unit {
            let content = LockSample.read(name, String(repeating: part, count: 100_000))

            #expect(content.dependencies.count <= 1)
        }
    }

    @Test(arguments: ["poetry.lock", "uv.lock", "Cargo.lock"])
    func `tables without end are a fault of a TOML file`(name: String) {
        let key = Array(repeating: "a", count: 50_000).joined(separator: ".")
        let values = String(repeating: "{a.a.a.a.a.a.a.a=", count: 200)

        for text in [
            "[\(key)]\n!", "\(key) = 1\n!", "a = \(values)", "[\(key.prefix(1900))]\n\(key.prefix(1900)) = 1\n!",
        ] {
            #expect(LockSample.read(name, text).diagnostics.map(\.code).contains("lock-malformed"))
        }
    }

    @Test func `paths without measure cost no more than their length`() {
        let path = String(repeating: "a/", count: 200_000) + "a"
        let asked = (1...500).map { "\"p\($0)\": \"1\"" }.joined(separator: ",")
        let npm = "{\"packages\": {\"\(path)\": {\"dependencies\": {\(asked)}}}}"
        let bun = "{\"packages\": {\"\(path)\": [\"a@1\", \"\", {\"dependencies\": {\(asked)}}]}}"

        let address = "@" + String(repeating: "//a:b", count: 200_000)

        #expect(
            LockSample.read("yarn.lock", "a@1:\n  version \"1\"\n  resolved \"\(address)\"\n").dependencies.count == 1)
        #expect(LockSample.read("package-lock.json", npm).dependencies.isEmpty)
        #expect(LockSample.read("bun.lock", bun).dependencies.map(\.name) == ["a"])
    }

    @Test(arguments: ["pubspec.lock", "pnpm-lock.yaml", "Chart.lock"])
    func `aliases are refused before they can grow`(name: String) {
        let levels = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }.joined(separator: "\n")

        let content = LockSample.read(name, "a0: &a0 [x]\n\(levels)\n")

        #expect(content.diagnostics.map(\.message) == ["this is no YAML: aliases are not supported"])
        #expect(content.diagnostics.map(\.line) == [2])
    }

    @Test func `stars and ampersands in texts are no aliases`() {
        let text = """
            packages:
              cart:
                description: >-
                  *bold* text, *.js & more &amp; so on
                version: "1.0.0"
            sdks:
              dart: ">=3.0.0 <4.0.0 && *"
            """

        #expect(LockSample.lines("pubspec.lock", text) == ["pkg:pub/cart@1.0.0 unpinned"])
    }

    private static let address = "https://robot:hunter2@example.org/shop/cart.git"

    @Test(arguments: [
        ("Package.resolved", #"{"pins": [{"location": "URL", "state": {"revision": "0f"}}], "version": 2}"#),
        ("package-lock.json", #"{"lockfileVersion": 1, "dependencies": {"a": {"version": "git+URL#0f"}}}"#),
        (
            "package-lock.json",
            #"{"packages": {"node_modules/a": {"name": "URL", "version": "URL", "resolved": "URL"}}}"#
        ),
        ("yarn.lock", "a@URL:\n  version \"URL\"\n  resolved \"URL#0f\"\n"),
        ("yarn.lock", "__metadata:\n  version: 8\n\"a@URL\":\n  version: URL\n  resolution: \"a@URL#commit=0f\"\n"),
        ("pnpm-lock.yaml", "packages:\n  a@git+URL#0f:\n    resolution: {type: git, repo: URL, commit: URL}\n"),
        ("bun.lock", #"{"packages": {"a": ["a@git+URL#0f", {}, "URL"]}}"#), ("deno.lock", #"{"URL": "0f"}"#),
        (
            "poetry.lock",
            "[[package]]\nname = 'a'\nversion = 'URL'\nsource = {type = 'git', url = 'URL', reference = 'URL'}\n"
        ),
        ("uv.lock", "[[package]]\nname = 'a'\nsource = {git = 'URL#0f'}\n"),
        ("pdm.lock", "[[package]]\nname = 'a'\ngit = 'URL'\nrevision = 'URL'\n"),
        ("pylock.toml", "[[packages]]\nname = 'a'\nindex = 'URL'\n"),
        ("Pipfile.lock", #"{"default": {"a": {"git": "URL", "ref": "URL"}}}"#),
        ("requirements.txt", "a @ URL\nURL\n-e git+URL\n"),
        ("Cargo.lock", "[[package]]\nname = 'a'\nversion = '1'\nsource = 'git+URL#0f'\n"),
        ("go.mod", "require a v1\nreplace a => URL\n"),
        ("conan.lock", #"{"version": "0.5", "requires": ["a/URL", "URL"]}"#),
        ("Gemfile.lock", "GIT\n  remote: URL\n  specs:\n    a (1)\n"),
        ("composer.lock", #"{"packages": [{"name": "a", "version": "1", "source": {"url": "URL"}}]}"#),
        ("mix.lock", #"%{"a": {:git, "URL", "0f", []}}"#),
        ("Podfile.lock", "PODS: [a (1)]\nEXTERNAL SOURCES: {a: {':git': 'URL'}}"),
        ("pubspec.lock", "packages: {a: {source: git, version: '1', description: {url: 'URL'}}}"),
        ("Chart.lock", "dependencies: [{name: a, version: '1', repository: 'URL'}]"),
        ("flake.lock", #"{"nodes": {"a": {"locked": {"url": "URL", "rev": "URL"}}}}"#),
        ("renv.lock", #"{"Packages": {"a": {"Version": "1", "Source": "git", "RemoteUrl": "URL"}}}"#),
        ("Cartfile.resolved", #"git "URL" "1""#), (".terraform.lock.hcl", "provider \"URL\" {\n  version = \"1\"\n}\n"),
    ])
    func `no field shows a password`(name: String, text: String) {
        let content = LockSample.read(name, text.replacing("URL", with: Self.address))

        #expect(!content.dependencies.isEmpty)
        #expect(!"\(content)".contains("hunter2"))
        #expect(!content.dependencies.contains { $0.purl.contains("hunter2") })
    }
}
