// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing
import Workflow

struct DefaultSettingsTests {
    @Test func `the annotated default is the default`() throws {
        let loaded = try SettingsLoader.load(text: DefaultSettings.text, file: "exitgate.yml")

        #expect(loaded.settings == Settings())
    }

    @Test func `the annotated default sets every key, each under a comment`() throws {
        let loaded = try SettingsLoader.load(text: DefaultSettings.text, file: "exitgate.yml")
        let lines = DefaultSettings.text.split(separator: "\n", omittingEmptySubsequences: false)

        for value in loaded.values {
            let line = try #require(Self.lineNumber(of: value.origin), "\(value.name) is missing")
            let last = value.name.split(separator: ".").last.map { String($0) + ":" } ?? value.name
            let key = try #require(lines[..<line].lastIndex { $0.drop { $0 == " " }.hasPrefix(last) })
            #expect(lines[key - 1].drop { $0 == " " }.hasPrefix("#"), "\(value.name) has no comment")
        }
    }

    private static func lineNumber(of origin: SettingsOrigin) -> Int? {
        if case .file(_, let line) = origin { line } else { nil }
    }

    @Test func `no line of the annotated default is longer than 90 characters`() {
        #expect(DefaultSettings.text.split(separator: "\n").filter { $0.count > 90 } == [])
    }

    @Test(arguments: [
        ("16 KiB", 16_384), ("16KiB", 16_384), ("16 kib", 16_384), ("16 kB", 16_000), ("20000", 20_000),
        ("1 MiB", 1_048_576),
        ("20_000 B", 20_000), ("1 MB", 1_000_000),
    ])
    func `sizes are read with their units`(text: String, expected: Int) throws {
        let loaded = try SettingsLoader.load(file: nil, environment: ["EXITGATE_LIMITS_MESSAGE_BYTES": text])

        #expect(loaded.settings.limits.messageBytes == expected)
    }

    @Test(arguments: [
        ("30 s", 30), ("10 min", 600), ("72 h", 259_200), ("90", 90), ("2 days", 172_800), ("0", 0), ("1 hour", 3600),
    ])
    func `durations are read with their units`(text: String, expected: Int) throws {
        let loaded = try SettingsLoader.load(file: nil, environment: ["EXITGATE_LIMITS_CLOCK_SKEW_SECONDS": text])

        #expect(loaded.settings.limits.clockSkewSeconds == expected)
    }

    @Test(arguments: ["", " ", "KiB", "1 KiB x", "-1", "1,5 MiB", "_1", "1_", "١٢", "0x10", "1e3", "1 parsec"])
    func `anything else is no size`(text: String) {
        let flag = SettingsFlag("--limit", key: "limits.message_bytes", [text])

        #expect(throws: SettingsError.self) { try SettingsLoader.load(file: nil, flags: [flag]) }
    }
}

struct SettingsInitTests {
    @Test(arguments: [
        (["Package.swift"], ["Swift"]), (["pom.xml"], ["Maven"]),
        (["app/build.gradle.kts", "build.gradle"], ["Gradle"]),
        (["package.json"], ["JavaScript"]), (["setup.cfg", "pytest.ini"], ["Python"]), (["go.mod"], ["Go"]),
        (["Cargo.toml"], ["Rust"]), (["CMakeLists.txt"], ["CMake"]), (["src/Shop.csproj"], [".NET"]),
        (["Gemfile"], ["Ruby"]), (["composer.json"], ["PHP"]), (["mix.exs"], ["Elixir"]), (["README.md"], []), ([], []),
        (["web/package.json", "Package.swift", "Sources"], ["Swift", "JavaScript"]),
    ])
    func `build tools are recognised and the file can be loaded`(files: [String], tools: [String]) throws {
        let fitted = SettingsInit(project: "shop", files: files)

        let loaded = try SettingsLoader.load(text: fitted.text, file: "exitgate.yml")

        #expect(fitted.tools == tools)
        #expect(loaded.settings.project == "shop")
        #expect(loaded.settings.ingest.paths.isEmpty == false)
        #expect((loaded.settings.ingest.paths == Settings().ingest.paths) == tools.isEmpty)
    }

    @Test func `all tools at once still give each glob once`() throws {
        let files = [
            "Package.swift", "pom.xml", "build.gradle", "package.json", "pyproject.toml", "go.mod", "Cargo.toml",
            "CMakeLists.txt", "a.csproj", "Gemfile", "composer.json", "mix.exs",
        ]

        let fitted = SettingsInit(project: "all", files: files)

        #expect(fitted.tools.count == 12)
        #expect(throws: Never.self) { try SettingsLoader.load(text: fitted.text, file: "exitgate.yml") }
    }

    @Test(arguments: ["a \"b\" \\ c", "it's: #1", "*", " ", "日本\u{202E}", "a\nformat: 2", "\u{1B}[2J", "R &D"])
    func `no project name breaks the file`(project: String) throws {
        let text = SettingsInit(project: project, files: ["go.mod"]).text

        let loaded = try? SettingsLoader.load(text: text, file: "exitgate.yml")

        #expect(loaded?.settings.format == 1)
        #expect(!text.unicodeScalars.contains("\u{1B}"))
    }
}
