// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

/// Git on Windows ends lines otherwise; a file says the same with either end.
struct LineEndTests {
    private static let commit = LockSample.commit("a")

    static let samples: [(name: String, text: String)] = [
        (
            "yarn.lock",
            "# generated\n\n__metadata:\n  version: 8\n\n\"cart@npm:^1.0.0\":\n  version: 1.0.0\n  resolution: \"cart@npm:1.0.0\"\n  checksum: 10/0a\n  languageName: node\n  linkType: hard\n"
        ),
        ("yarn.lock", "# yarn lockfile v1\n\ncart@^1.0.0:\n  version \"1.0.0\"\n  integrity sha512-one\n"),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: '9.0'\n\npackages:\n\n  cart@1.0.0:\n    resolution: {integrity: sha512-one}\n"
        ),
        (
            "bun.lock",
            "{\n  \"lockfileVersion\": 1,\n  // one\n  \"packages\": {\n    \"cart\": [\"cart@1.0.0\", \"\", {}, \"sha512-one\"],\n  },\n}\n"
        ),
        ("package-lock.json", LockTexts.npm("1.0.0")),
        (
            "Package.resolved",
            "{\n  \"pins\": [\n    {\"identity\": \"cart\", \"location\": \"https://example.org/cart\",\n     \"state\": {\"revision\": \"\(commit)\", \"version\": \"1.0.0\"}}\n  ],\n  \"version\": 2\n}\n"
        ),
        ("Podfile.lock", LockTexts.pods),
        ("Cartfile.resolved", "github \"shop/cart\" \"v1.0.0\"\ngithub \"shop/tax\" \"v2.0.0\"\n"),
        (
            "poetry.lock",
            "[[package]]\nname = \"cart\"\nversion = \"1.0.0\"\ndescription = \"\"\"\na\nb\n\"\"\"\n\n[metadata]\nlock-version = \"2.0\"\n"
        ),
        (
            "uv.lock",
            "version = 1\n\n[[package]]\nname = \"cart\"\nversion = \"1.0.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n"
        ),
        ("requirements.txt", "# all\ncart==1.0.0 \\\n    --hash=sha256:aa\ntax==2.0.0  # why\n"),
        ("gradle.lockfile", "# a comment\norg.shop:cart:1.0.0=runtimeClasspath\nempty=\n"),
        (
            "gradle/libs.versions.toml",
            "[versions]\ncart = \"1.0.0\"\n\n[libraries]\ncart = { module = \"org.shop:cart\", version.ref = \"cart\" }\n"
        ),
        (
            "Cargo.lock",
            "version = 3\n\n[[package]]\nname = \"cart\"\nversion = \"1.0.0\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \"0a\"\n"
        ),
        ("go.mod", "module shop\n\nrequire (\n\texample.org/cart v1.0.0\n\texample.org/tax v2.0.0 // indirect\n)\n"),
        ("go.sum", "example.org/cart v1.0.0 h1:aW5r=\nexample.org/cart v1.0.0/go.mod h1:aa=\n"),
        ("Gemfile.lock", LockTexts.gems),
        ("mix.lock", "%{\n  \"cart\": {:hex, :cart, \"1.0.0\", \"0a\", [:mix], [], \"hexpm\", \"0b\"},\n}\n"),
        (
            "pubspec.lock",
            "packages:\n  cart:\n    dependency: \"direct main\"\n    source: hosted\n    version: \"1.0.0\"\n"
        ),
        (
            ".terraform.lock.hcl",
            "provider \"registry.terraform.io/shop/cart\" {\n  version = \"1.0.0\"\n  hashes = [\n    \"h1:aa=\",\n  ]\n}\n"
        ),
        (
            "Chart.lock",
            "dependencies:\n- name: cart\n  repository: https://charts.example.org\n  version: 1.0.0\ndigest: sha256:aa\n"
        ),
    ]

    @Test(arguments: samples.indices)
    func `a lock file says the same whatever ends its lines`(index: Int) {
        let (name, text) = Self.samples[index]

        let plain = LockSample.read(name, text)
        let windows = LockSample.read(name, text.replacing("\n", with: "\r\n"))

        #expect(!plain.dependencies.isEmpty, "\(name)")
        #expect(windows == plain)
    }

    @Test(arguments: [
        (".nvmrc", "20.1.0\n"), (".tool-versions", "node 20.1.0\nruby 3.2.2\n"),
        ("mise.toml", "[tools]\nnode = \"20.1.0\"\n"),
        ("rust-toolchain", "1.80.0\n"), ("Package.swift", "// swift-tools-version: 6.1\nimport PackageDescription\n"),
        ("gradle/wrapper/gradle-wrapper.properties", "distributionUrl=https\\://example.org/gradle-8.5-bin.zip\n"),
        ("Dockerfile", "FROM debian:12 AS base\nRUN true \\\n  && true\nFROM base\n"),
        ("compose.yml", "services:\n  db:\n    image: postgres:17\n"),
    ])
    func `what asks for a tool or an image says the same whatever ends its lines`(name: String, text: String) throws {
        func items(_ text: String) throws -> [ConfigurationItem] {
            let kinds: [ConfigurationItem.Kind] = [.toolchain, .image]
            let outcome = try ProjectSample([name: text]).capture()
            return kinds.flatMap(outcome.items).filter { !$0.isInstalled }
        }

        let plain = try items(text)

        #expect(!plain.isEmpty)
        #expect(try items(text.replacing("\n", with: "\r\n")) == plain)
    }
}
