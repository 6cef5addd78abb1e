// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase
import Testing
import Workflow

struct SettingsProblemTests {
    @Test func `an unknown key names its neighbour and its place`() {
        let problems = problems(in: "format: 1\nlimits:\n  dept: 3\n")

        #expect(
            problems == [
                Diagnostic(
                    .error,
                    "settings-unknown-key",
                    "unknown key \"limits.dept\"",
                    hint: "did you mean \"limits.depth\"?",
                    file: "exitgate.yml",
                    line: 3,
                    column: 3
                )
            ]
        )
    }

    @Test(arguments: [
        ("limts: 1", "did you mean \"limits\"?"), ("depth: 3", "did you mean \"limits.depth\"?"),
        ("maskSecrets: true", "did you mean \"ingest.mask_secrets\"?"), ("phases-list: []", nil),
        ("ingest:\n  mask-secrets: true", "did you mean \"ingest.mask_secrets\"?"),
        ("ingest:\n  depth: 1", "did you mean \"limits.depth\"?"), ("something: 1", nil),
    ])
    func `an unknown key has a hint`(line: String, hint: String?) {
        let problems = problems(in: "format: 1\n\(line)\n")

        #expect(problems.map(\.code) == ["settings-unknown-key"])
        #expect(problems.first?.hint == hint ?? "`exitgate settings default` shows all keys")
    }

    @Test(arguments: [
        ("limits: {depth: 0}", "settings-range", "limits.depth is 0, but must be from 1 to 1000"),
        ("limits: {depth: many}", "settings-type", "limits.depth is \"many\", but must be a whole number"),
        ("limits: {depth: 1.5}", "settings-type", "limits.depth is \"1.5\", but must be a whole number"),
        ("limits: {depth: [1]}", "settings-type", "limits.depth is a list, but must be a whole number"),
        ("limits: {depth: }", "settings-type", "limits.depth has no value, but must be a whole number"),
        ("limits: {depth: {a: b}}", "settings-type", "limits.depth is a section, but must be a whole number"),
        (
            "limits: {file_bytes: 2 TiB}", "settings-range",
            "limits.file_bytes is 2 TiB, but must be from 1 KiB to 1 TiB"
        ),
        (
            "limits: {file_bytes: 99999999 TiB}", "settings-type",
            "limits.file_bytes is \"99999999 TiB\", but must be a size"
        ),
        ("limits: 5", "settings-type", "limits is a section"),
        (
            "change_models: [\"patches pkg:npm/* pach\"]", "settings-range",
            "change_models holds \"patches pkg:npm/* pach\", which is no model of changes"
        ),
        (
            "gate_dates: [\"beta soon\"]", "settings-range",
            "gate_dates holds \"beta soon\", which names no phase and day"
        ),
        ("severity: {critical: smoke}", "settings-type", "severity.critical must be a list"),
        ("lock_timeout_seconds: 2 h", "settings-range", "lock_timeout_seconds is 2 h, but must be from 0 to 1 h"),
        (
            "ingest: {mask_secrets: maybe}", "settings-type",
            "ingest.mask_secrets is \"maybe\", but must be true or false"
        ),
        ("ingest: {paths: []}", "settings-range", "ingest.paths must hold at least one item"),
        ("ingest: {paths: a.xml}", "settings-type", "ingest.paths must be a list"),
        ("ingest: {paths: [{a: b}]}", "settings-type", "ingest.paths must be a list"),
        ("phases: [alpha, alpha]", "settings-range", "phases holds \"alpha\" twice"),
        ("phases: [Alpha]", "settings-range", "phases holds \"Alpha\", which is no name"),
        ("phase: betta", "settings-range", "phase is \"betta\", which is not one of the phases"),
        ("project: \"\"", "settings-range", "project is empty"),
        ("project:", "settings-type", "project has no value, but must be text"),
        ("release: \"a\\u001b[2J\"", "settings-range", "release holds a control character"),
        ("store: mysql://x", "settings-range", "store is a URL of the unknown kind \"mysql\""),
    ])
    func `a wrong value is told with its key`(line: String, code: String, message: String) {
        let problems = problems(in: "format: 1\n\(line)\n")

        #expect(problems.map(\.code) == [code])
        #expect(problems.map(\.message) == [message])
        #expect(problems.first?.line == 2)
    }

    @Test func `the gate of a phase that there is none of is told`() {
        let problems = problems(in: "format: 1\ngate_dates: [\"betta 2026-12-18\"]\n")

        #expect(problems.map(\.message) == ["gate_dates names \"betta\", which is not one of the phases"])
        #expect(problems.map(\.hint) == ["did you mean \"beta\"?"])
    }

    @Test func `all problems of all layers are told, in their order`() {
        let problems = problems(
            in: "format: 1\nlimits:\n  depth: x\n  dept: 1\nprojct: a\nphase: gamma\n",
            environment: ["EXITGATE_LIMITS_ATTRIBUTES": "0"],
            flags: [SettingsFlag("--store", key: "store", [""])]
        )

        #expect(
            problems.map { "\($0.file):\($0.line ?? 0):\($0.column ?? 0) \($0.code)" } == [
                "exitgate.yml:3:10 settings-type", "exitgate.yml:4:3 settings-unknown-key",
                "exitgate.yml:5:1 settings-unknown-key", "EXITGATE_LIMITS_ATTRIBUTES:0:0 settings-range",
                "--store:0:0 settings-range", "exitgate.yml:6:0 settings-range",
            ]
        )
    }

    @Test(arguments: [
        ("project: a\n", "the file does not say which format it has"),
        ("format: 2\nnew_key: 1\n", "the file has format 2, but this exitgate reads format 1"),
        ("format: 0\n", "format is 0, but must be from 1 to 1"),
        ("format: one\n", "format is \"one\", but must be a whole number"),
    ])
    func `the format of the file is checked first`(text: String, message: String) {
        #expect(problems(in: text).map(\.message) == [message])
    }

    @Test(arguments: ["", "# nothing\n", "---\n", "null\n", "format: 1\nlimits:\n", "\u{FEFF}format: 1\n"])
    func `a file that sets nothing is the default`(text: String) throws {
        #expect(try SettingsLoader.load(text: text, file: "exitgate.yml").settings == Settings())
    }

    @Test(arguments: [
        ("format: 1\n\tproject: x\n", 2, "put quotes around the text; indent with blanks, not tabs"),
        ("format: 1\ningest:\n  paths:\n    - **/*.xml\n", 4, "put quotes around a text that begins with *"),
        ("format: 1\nproject: a\nproject: b\n", 2, "keep one of them"),
        ("format: 1\n---\nformat: 1\n", 2, nil),
        ("- a\n", 1, "begin it with `format: 1`"), ("just text\n", 1, "begin it with `format: 1`"),
        ("format: [1\n", 2, nil), ("format: \"1\n", 2, nil), ("format: 1\nproject: \u{1}\n", 2, nil),
    ])
    func `a text that is no YAML names the line`(text: String, line: Int, hint: String?) {
        let problems = problems(in: text)

        #expect(problems.map(\.code) == ["settings-syntax"])
        #expect(problems.first?.line == line)
        #expect(problems.first?.hint == hint)
    }

    private func problems(
        in text: String,
        environment: [String: String] = [:],
        flags: [SettingsFlag] = []
    ) -> [Diagnostic] {
        do throws(SettingsError) {
            _ = try SettingsLoader.load(text: text, file: "exitgate.yml", environment: environment, flags: flags)
            return []
        } catch {
            return error.problems
        }
    }
}
