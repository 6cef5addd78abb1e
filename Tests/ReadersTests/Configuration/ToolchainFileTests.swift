// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct ToolchainFileTests {
    /// Tool, version and evidence of each pin, with a `~` before those that several releases fit.
    private func pins(_ files: [String: String]) throws -> [String] {
        let outcome = try ProjectSample(files).capture()
        return outcome.items(.toolchain).map { "\($0.isPinned ? "" : "~")\($0.key) \($0.value ?? "-") \($0.evidence)" }
    }

    @Test(arguments: [
        (".swift-version", "6.1\n", "swift 6.1"), (".node-version", "v20.11.1\n", "node 20.11.1"),
        (".nvmrc", "lts/iron\n", "~node lts/iron"), (".python-version", "3.12", "~python 3.12"),
        (".ruby-version", "ruby-3.2.2\n", "ruby 3.2.2"),
        (".java-version", "temurin-17.0.9+9\n", "java temurin-17.0.9+9"),
        (".go-version", "go1.22.1\n", "go 1.22.1"), (".terraform-version", "latest:^1.6\n", "~terraform latest:^1.6"),
        ("rust-toolchain", "nightly-2031-05-01\n", "rust nightly-2031-05-01"), (".nvmrc", "20.x\n", "~node 20.x"),
        (".php-version", "^8.3.1\n", "~php ^8.3.1"),
        (".swift-version", "main-snapshot-2031-05-01\n", "swift main-snapshot-2031-05-01"),
    ])
    func `a file of one version pins one tool`(name: String, text: String, expected: String) throws {
        #expect(try pins([name: text]) == ["\(expected) \(name)"])
    }

    @Test func `a table of versions names tools as other files do, with every fallback`() throws {
        let text = "# tools of the shop\nnodejs 20.11.1\ngolang  1.22.1 # for the gateway\npython 3.12.1 3.11.8\n"

        #expect(
            try pins([".tool-versions": text]) == [
                "go 1.22.1 .tool-versions", "node 20.11.1 .tool-versions", "python 3.11.8 .tool-versions",
                "python 3.12.1 .tool-versions",
            ])
    }

    @Test func `mise writes versions, lists and tables`() throws {
        let text = "[tools]\nnode = \"20.11.1\"\npython = [\"3.12.1\", \"3.11\"]\nruby = { version = \"3.2.2\" }\n"

        #expect(
            try pins(["mise.toml": text]) == [
                "node 20.11.1 mise.toml", "~python 3.11 mise.toml", "python 3.12.1 mise.toml", "ruby 3.2.2 mise.toml",
            ])
    }

    @Test(arguments: [("1.80.0", "rust 1.80.0"), ("stable", "~rust stable")])
    func `rust names a channel in a table`(channel: String, expected: String) throws {
        let text = "[toolchain]\nchannel = \"\(channel)\"\n"

        #expect(try pins(["rust-toolchain.toml": text]) == ["\(expected) rust-toolchain.toml"])
    }

    @Test(arguments: [("", "~dotnet 8.0.100"), (", \"rollForward\": \"disable\"", "dotnet 8.0.100")])
    func `dotnet is pinned only when it may not roll forward`(rule: String, expected: String) throws {
        let text = "{ // the SDK\n \"sdk\": {\"version\": \"8.0.100\"\(rule)} }"

        #expect(try pins(["global.json": text]) == ["\(expected) global.json"])
    }

    @Test func `wrappers name the version in an address, and the digest beside it`() throws {
        let project = try ProjectSample([
            "gradle/wrapper/gradle-wrapper.properties": """
            distributionUrl=https\\://user:hunter2@example.org/distributions/gradle-8.5-bin.zip
            distributionSha256Sum=AB01
            """,
            "app/.mvn/wrapper/maven-wrapper.properties":
                "distributionUrl=https://example.org/apache-maven-3.9.6-bin.zip?token=hunter2\n",
        ])

        let outcome = project.capture()

        #expect(outcome.lines(.toolchain) == ["gradle 8.5", "maven 3.9.6"])
        #expect(outcome.item(.toolchain, "gradle")?.digest == "sha256:ab01")
        #expect(!outcome.snapshot.canonicalJSON.contains("hunter2"))
    }

    @Test func `manifests name the oldest tool that will do, which pins nothing`() throws {
        let files = [
            "Package.swift": "// swift-tools-version:6.1;(experimental)\nimport PackageDescription\n",
            "go.mod": "module shop\n\ngo 1.22\n\ntoolchain go1.22.1\n",
        ]

        #expect(try pins(files) == ["~go 1.22 go.mod", "~go 1.22.1 go.mod", "~swift 6.1 Package.swift"])
    }

    @Test func `package.json names a package manager with its digest, and tools of Volta`() throws {
        let project = try ProjectSample([
            "package.json": """
            {"packageManager": "pnpm@9.1.0+sha512.0a1b", "volta": {"node": "20.11.1", "extends": "../package.json"}}
            """
        ])

        let outcome = project.capture()

        #expect(outcome.lines(.toolchain) == ["node 20.11.1", "pnpm 9.1.0"])
        #expect(outcome.item(.toolchain, "pnpm")?.digest == "sha512:0a1b")
    }

    @Test(arguments: [
        ("mise.toml", "[tools\n"), ("global.json", "{"), (".nvmrc", "# nothing\n"), ("package.json", "{"),
        ("rust-toolchain.toml", "[toolchain]\n"), ("gradle/wrapper/gradle-wrapper.properties", "distributionUrl=x\n"),
    ])
    func `a file that cannot be read is told, and a change of it is still seen`(name: String, text: String) throws {
        let outcome = try ProjectSample([name: text]).capture()

        #expect(outcome.items(.toolchain).isEmpty)
        #expect(outcome.codes == ["toolchain-unread"])
        #expect(outcome.item(.file, name)?.digest?.hasPrefix("sha256:") == true)
    }

    @Test(arguments: [
        ("package.json", "{\"name\": \"shop\"}"), ("mise.toml", "[env]\nA = \"b\"\n"), ("global.json", "{}"),
        ("Package.swift", "import PackageDescription\n"), (".sdkmanrc", "# nothing\n"),
    ])
    func `a file that says nothing about tools is no fault`(name: String, text: String) throws {
        let outcome = try ProjectSample([name: text]).capture()

        #expect(outcome.items(.toolchain).isEmpty)
        #expect(outcome.diagnostics.isEmpty)
    }
}
