// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct LockFileTests {
    @Test(arguments: [
        ("Package.resolved", "Package.resolved"), ("App.xcworkspace/swiftpm/Package.resolved", "Package.resolved"),
        ("package-lock.json", "package-lock"), ("npm-shrinkwrap.json", "package-lock"), ("yarn.lock", "yarn.lock"),
        ("pnpm-lock.yaml", "pnpm-lock"), ("bun.lock", "bun.lock"), ("deno.lock", "deno.lock"),
        ("poetry.lock", "poetry.lock"), ("uv.lock", "uv.lock"), ("pdm.lock", "pdm.lock"), ("pylock.toml", "pylock"),
        ("pylock.dev.toml", "pylock"), ("Pipfile.lock", "Pipfile.lock"), ("requirements.txt", "requirements"),
        ("requirements-dev.txt", "requirements"), ("dev-requirements.txt", "requirements"),
        ("requirements/base.txt", "requirements"), ("a/constraints.txt", "requirements"), ("Cargo.lock", "Cargo.lock"),
        ("go.mod", "go.mod"), ("go.sum", "go.sum"), ("Gemfile.lock", "Gemfile.lock"), ("gems.locked", "Gemfile.lock"),
        ("composer.lock", "composer.lock"), ("gradle.lockfile", "gradle.lockfile"),
        ("buildscript-gradle.lockfile", "gradle.lockfile"), ("gradle/libs.versions.toml", "version catalog"),
        ("pom.xml", "pom"), ("packages.lock.json", "packages.lock"), ("mix.lock", "mix.lock"),
        ("pubspec.lock", "pubspec.lock"), ("Podfile.lock", "Podfile.lock"), ("Cartfile.resolved", "Cartfile.resolved"),
        ("conan.lock", "conan.lock"), ("vcpkg.json", "vcpkg"), (".terraform.lock.hcl", "terraform.lock"),
        ("Chart.lock", "Chart.lock"), ("requirements.lock", "Chart.lock"), ("renv.lock", "renv.lock"),
        ("flake.lock", "flake.lock"),
    ])
    func `the name of a file tells its format`(name: String, format: String) {
        #expect(LockFile.format(ofFileNamed: name) == format)
        #expect(LockFile.format(ofFileNamed: "some/folder/" + name) == format)
    }

    @Test(arguments: [
        "", "/", "package.json", "my-package-lock.json", "base.txt", "Package.resolved.orig", "requirements",
    ])
    func `other names have no format`(name: String) {
        #expect(LockFile.format(ofFileNamed: name) == nil)
        #expect(LockFile.read(Array("x".utf8), path: name).format == "unknown")
    }

    @Test func `every format has a name and files of its own`() {
        #expect(Set(LockFormat.all.map(\.name)).count == LockFormat.all.count)
        #expect(Set(LockFormat.all.flatMap(\.files)).count == LockFormat.all.flatMap(\.files).count)
    }

    @Test func `a file above the limit is not read`() {
        let bytes = [UInt8](repeating: 0x20, count: LockFile.maximumBytes + 1)

        let content = LockFile.read(bytes, path: "go.sum")

        #expect(content.dependencies.isEmpty)
        #expect(content.diagnostics.map(\.code) == ["lock-too-large"])
        #expect(content.diagnostics.map(\.message) == ["the file is larger than 64 MiB and is not read"])
    }

    @Test func `an unknown version is read with a warning`() {
        let text = #"{"lockfileVersion": 9, "packages": {"node_modules/a": {"version": "1.0.0"}}}"#

        let content = LockSample.read("package-lock.json", text)

        #expect(content.format == "package-lock v9")
        #expect(content.dependencies.map(\.name) == ["a"])
        #expect(content.diagnostics.map(\.code) == ["lock-version"])
    }

    @Test func `dependencies are sorted and unique whatever their order in the file`() {
        let lines = ["b:b:2=x", "b:b:1=x", "a:a:1=x", "a:a:1=testX"]

        let orders = [lines, lines.reversed()].map { LockSample.lines("gradle.lockfile", $0.joined(separator: "\n")) }

        #expect(orders == [orders[1], orders[1]])
        #expect(orders[0] == ["pkg:maven/a/a@1 runtime", "pkg:maven/b/b@1 runtime", "pkg:maven/b/b@2 runtime"])
    }

    @Test func `of many wrong entries the first by name is told`() {
        let entries = (1...9).map { "\"e\($0)\": 7" }.joined(separator: ", ")

        let diagnostics = LockSample.read("renv.lock", "{\"Packages\": {\(entries)}}").diagnostics

        #expect(diagnostics.map(\.path) == ["Packages.e1"])
        #expect(diagnostics.map(\.count) == [9])
    }

    @Test(arguments: ["{", "[1 2]", "{\"a\": \"\u{1}\"}", "{} x"])
    func `faults of JSON are told in lower case without a full stop`(text: String) {
        let messages = LockSample.read("composer.lock", text).diagnostics.map(\.message)

        #expect(messages.count == 1)
        #expect(messages.allSatisfy { $0.hasPrefix("this is no JSON: ") && !$0.contains(".") })
    }

    @Test func `faults name their place in JSON, YAML and TOML`() {
        let json = LockSample.read("composer.lock", "{\n  \"packages\": [x]\n}").diagnostics
        let yaml = LockSample.read("pubspec.lock", "packages:\n  a: [\n").diagnostics
        let toml = LockSample.read("uv.lock", "version = 1\n[[package]\n").diagnostics

        #expect(json.map(\.line) == [2])
        #expect(json.map(\.column) == [16])
        #expect(yaml.map(\.line) == [3])
        #expect(toml.map(\.line) == [2])
        #expect((json + yaml + toml).allSatisfy { $0.code == "lock-malformed" && $0.severity == .warning })
        #expect((json + yaml + toml).allSatisfy { $0.message.first?.isLowercase == true && !$0.message.hasSuffix(".") })
    }
}
