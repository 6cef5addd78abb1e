// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase
import Testing
import Workflow

struct SettingsLoaderTests {
    @Test func `no layer at all gives the default`() throws {
        let loaded = try SettingsLoader.load(file: nil)

        #expect(loaded.settings == Settings())
        #expect(loaded.values.allSatisfy { $0.origin == .default })
        #expect(loaded.file == nil)
    }

    @Test func `a later layer wins and each value names its layer`() throws {
        let text = """
            format: 1
            release: 2.40
            phase: alpha
            ingest:
              environment: lab
            limits: {depth: 50}
            """

        let loaded = try SettingsLoader.load(
            text: text,
            file: "conf/exitgate.yml",
            environment: ["EXITGATE_PHASE": "beta", "EXITGATE_LIMITS_DEPTH": "60", "EXITGATE_RELEASE": ""],
            flags: [SettingsFlag("--phase", key: "phase", ["system"])]
        )

        #expect(loaded.settings.release == "2.40")
        #expect(loaded.settings.phase == "system")
        #expect(loaded.settings.ingest.environment == "lab")
        #expect(loaded.settings.limits.depth == 60)
        #expect(loaded.origin(of: "release").description == "conf/exitgate.yml:2")
        #expect(loaded.origin(of: "phase").description == "flag --phase")
        #expect(loaded.origin(of: "ingest.environment").description == "conf/exitgate.yml:5")
        #expect(loaded.origin(of: "limits.depth").description == "environment EXITGATE_LIMITS_DEPTH")
        #expect(loaded.origin(of: "store").description == "default")
    }

    @Test func `short and long variables set the same key, and the short one counts`() throws {
        let short = try SettingsLoader.load(file: nil, environment: ["EXITGATE_ENVIRONMENT": "lab"])
        let long = try SettingsLoader.load(file: nil, environment: ["EXITGATE_INGEST_ENVIRONMENT": "lab"])
        let both = try SettingsLoader.load(
            file: nil,
            environment: ["EXITGATE_ENVIRONMENT": "lab", "EXITGATE_INGEST_ENVIRONMENT": "field"]
        )

        #expect(short.settings == long.settings)
        #expect(both.settings.ingest.environment == "lab")
    }

    @Test func `a list in a variable is separated by commas`() throws {
        let loaded = try SettingsLoader.load(
            file: nil,
            environment: ["EXITGATE_INGEST_PATHS": "a/*.xml, b/*.xml", "EXITGATE_CONFIGURATION_KEYS": "os"],
            flags: [SettingsFlag("--phases", key: "phases", ["alpha", "beta"])]
        )

        #expect(loaded.settings.ingest.paths == ["a/*.xml", "b/*.xml"])
        #expect(loaded.settings.configuration.keys == ["os"])
        #expect(loaded.settings.phases == ["alpha", "beta"])
    }

    @Test func `values are shown as people write them, without the password of the store`() throws {
        let loaded = try SettingsLoader.load(
            file: nil,
            environment: ["EXITGATE_STORE": "postgresql://ci:s3cr:et@db.example/exitgate?sslmode=require"]
        )

        let texts = Dictionary(loaded.values.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
        #expect(texts["store"] == "postgresql://ci:***@db.example/exitgate?sslmode=require")
        #expect(texts["limits.file_bytes"] == "4 GiB")
        #expect(texts["limits.clock_skew_seconds"] == "10 min")
        #expect(texts["configuration.keys"] == "[*]")
        #expect(texts["release"] == "null")
        #expect(texts["ingest.mask_secrets"] == "true")
        #expect(loaded.values.count == SettingsKey.all.count)
    }

    @Test(arguments: [
        "postgresql://ci:s3cret@db/x", "postgresql://ci:s3/cret@db/x", "postgresql://ci:a?s3cret@db/x",
        "postgresql://ci:a@s3cret@db/x", "postgresql://db/x?user=ci&password=s3cret",
        "postgresql://db/x?sslpassword=s3cret",
        "postgresql://ci:s3cret@db/x?password=s3cret",
    ])
    func `a password is not shown, wherever it stands`(store: String) throws {
        let loaded = try SettingsLoader.load(file: nil, environment: ["EXITGATE_STORE": store])

        let text = try #require(loaded.values.first { $0.name == "store" }?.text)
        #expect(!text.contains("cret") && text.contains("***"), "\(text)")
        #expect(text.contains("db/x"))
    }

    @Test(arguments: [
        ("conf/exitgate.yml", "data.sqlite", [:], "conf/data.sqlite"),
        ("exitgate.yml", "data.sqlite", [:], "data.sqlite"),
        ("conf/exitgate.yml", "/var/data.sqlite", [:], "/var/data.sqlite"),
        ("conf/exitgate.yml", "postgresql://db/x", [:], "postgresql://db/x"),
        ("conf/exitgate.yml", "data.sqlite", ["EXITGATE_STORE": "here.sqlite"], "here.sqlite"),
    ])
    func `a relative store counts from the file that names it`(
        file: String,
        store: String,
        environment: [String: String],
        expected: String
    ) throws {
        let loaded = try SettingsLoader.load(
            text: "format: 1\nstore: \(store)\n",
            file: file,
            environment: environment
        )

        #expect(loaded.resolvedStore == expected)
    }

    @Test func `a misspelt variable is a warning, and a stranger is none`() throws {
        let loaded = try SettingsLoader.load(
            file: nil,
            environment: ["EXITGATE_LIMITS_DEPHT": "9", "EXITGATE_TOKEN_SECRET": "x", "HOME": "/root"]
        )

        #expect(loaded.warnings.map(\.file) == ["EXITGATE_LIMITS_DEPHT"])
        #expect(loaded.warnings.first?.hint == "did you mean EXITGATE_LIMITS_DEPTH?")
        #expect(loaded.settings == Settings())
    }

    @Test func `a phase that there is not is told where it was named`() throws {
        func files(_ text: String, _ environment: [String: String] = [:]) -> [String] {
            do {
                _ = try SettingsLoader.load(
                    text: "format: 1\nphases: [beta]\n" + text, file: "ci/other.yml", environment: environment)
                return []
            } catch {
                return error.problems.map(\.file)
            }
        }

        #expect(files("gates:\n  gamma:\n    criteria: {}\n").contains("ci/other.yml"))
        #expect(files("sign_off: [gamma]\n") == ["ci/other.yml"])
        #expect(files("gate_dates: [gamma 2031-01-01]\n") == ["ci/other.yml"])
        #expect(files("", ["EXITGATE_SIGN_OFF": "gamma"]) == ["EXITGATE_SIGN_OFF"])
        #expect(files("", ["EXITGATE_GATE_DATES": "gamma 2031-01-01"]) == ["EXITGATE_GATE_DATES"])
        #expect(files("", ["EXITGATE_PHASE": "gamma"]) == ["EXITGATE_PHASE"])
    }

    @Test func `the file is found in a folder above, but not outside of the repository`() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID().uuidString)")
        let inner = root.appendingPathComponent("repo/a/b")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try Data("format: 1\n".utf8).write(to: root.appendingPathComponent("exitgate.yml"))

        let above = SettingsLoader.find(from: inner.path)
        try FileManager.default.createDirectory(
            at: root.appendingPathComponent("repo/.git"),
            withIntermediateDirectories: false
        )
        let outside = SettingsLoader.find(from: inner.path)
        try Data("format: 1\nproject: x\n".utf8).write(to: root.appendingPathComponent("repo/exitgate.yml"))
        let found = try #require(SettingsLoader.find(from: inner.path))

        #expect(above?.hasSuffix("/exitgate.yml") == true)
        #expect(outside == nil)
        #expect(try SettingsLoader.load(file: found).settings.project == "x")
    }
}
