// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase
import Testing
import Workflow

struct SettingsHostileTests {
    @Test func `a bomb of aliases is refused before it is built`() {
        var text = "format: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }

        let problems = problems(in: text)

        #expect(problems.map(\.code) == ["settings-anchor"])
        #expect(problems.first?.line == 2)
        #expect(problems.first?.column == 5)
    }

    @Test(arguments: [
        "k: &a b", "k: !t &a b", "[?&a b]", "{\"a\":&b c}", "- &a b", "&a b", "\"# \\\n x\": &a b", "k: [c,&a b]",
        "'it''s': &a b", "k:\u{85}&a b", "k: |\n  x\nl: &a b",
    ])
    func `no spelling hides an anchor`(text: String) {
        #expect(problems(in: "format: 1\n" + text).map(\.code) == ["settings-anchor"])
    }

    @Test(arguments: [
        "project: R&D", "project: a & b", "store: postgresql://h/d?a=1&b=2", "project: \"a&b\"", "# a&b &",
    ])
    func `an ampersand that begins no name is text`(line: String) {
        #expect(problems(in: "format: 1\n" + line + "\n") == [])
    }

    @Test(arguments: ["[", "{", "- ", "? ", "a: ["])
    func `deep nesting ends with an error and not with a crash`(piece: String) {
        let text = "format: 1\nx: " + String(repeating: piece, count: 200_000)

        #expect(problems(in: text).first?.code == "settings-syntax")
    }

    @Test func `of many problems the first hundred are told`() {
        let text = "format: 1\n" + (0..<20_000).map { "key\($0): 1\n" }.joined()

        #expect(problems(in: text).count == 100)
    }

    @Test func `a text of one byte too many is refused`() {
        let limit = 1 << 20
        let start = "format: 1\n#"
        let fits = start + String(repeating: "x", count: limit - start.utf8.count)

        #expect(problems(in: fits) == [])
        #expect(problems(in: fits + "x").map(\.code) == ["settings-size"])
    }

    @Test func `a file that is missing, no file, too long or not UTF-8 is told`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let long = folder.appendingPathComponent("long.yml")
        try Data(repeating: 0x23, count: (1 << 20) + 1).write(to: long)
        let latin = folder.appendingPathComponent("latin.yml")
        try Data([0x23, 0xE4, 0x0A]).write(to: latin)

        #expect(code(ofFile: folder.appendingPathComponent("none.yml").path) == "settings-unreadable")
        #expect(code(ofFile: folder.path) == "settings-unreadable")
        #expect(code(ofFile: "/dev/zero") == "settings-unreadable")
        #expect(code(ofFile: long.path) == "settings-size")
        #expect(code(ofFile: latin.path) == "settings-syntax")
    }

    private func problems(in text: String) -> [Diagnostic] {
        do throws(SettingsError) {
            _ = try SettingsLoader.load(text: text, file: "exitgate.yml")
            return []
        } catch {
            return error.problems
        }
    }

    private func code(ofFile path: String) -> String? {
        do throws(SettingsError) {
            _ = try SettingsLoader.load(file: path)
            return nil
        } catch {
            return error.problems.first?.code
        }
    }
}
