// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Testing

/// Files that Git LFS keeps; its pointers are written by hand, as its specification says.
struct LargeFilesTests {
    private static let object = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
    private let project: ProjectSample

    private static func pointer(_ object: String = object) -> String {
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(object)\nsize 12345\n"
    }

    init() throws {
        project = try ProjectSample([
            ".gitattributes": "# filter=lfs\n*.bin filter=lfs diff=lfs merge=lfs -text\n",
            "a.bin": Self.pointer(), "part/b.bin": Self.pointer(String(repeating: "ab", count: 32)),
            "main.txt": "one\n",
        ])
        project.commitAll()
    }

    private func lines(_ outcome: ConfigurationCapture.Outcome) -> [String] {
        outcome.items(.data).map { "\($0.key) \($0.value ?? "-") \($0.digest ?? "-")" }
    }

    @Test func `pointers that nobody replaced are told, with the objects that they name`() {
        let outcome = project.capture()

        #expect(
            lines(outcome) == [
                "a.bin pointer sha256:\(Self.object)",
                "part/b.bin pointer sha256:\(String(repeating: "ab", count: 32))",
            ])
        #expect(outcome.codes == ["lfs-pointer"])
        #expect(outcome.diagnostics.first?.message.contains("a.bin, part/b.bin is not here") == true)
    }

    @Test func `the file of attributes that speaks of the first pointer is named`() throws {
        let nested = try ProjectSample([
            ".gitattributes": "*.txt text\n", "part/.gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
            "part/b.bin": Self.pointer(),
        ])
        nested.commitAll()
        let apart = try ProjectSample(["c.bin": Self.pointer()])
        apart.commitAll()
        try apart.write(".git/info/attributes", "*.bin filter=lfs\n")

        #expect(project.capture().diagnostics.map(\.file) == [".gitattributes"])
        #expect(
            project.capture(CapturePlan(root: project.folder.path("part"))).diagnostics.map(\.file)
                == ["../.gitattributes"])
        #expect(nested.capture().diagnostics.map(\.file) == ["part/.gitattributes"])
        #expect(apart.capture().diagnostics.map(\.file) == [".git/info/attributes"])
    }

    @Test func `a file whose content is here is the object that the commit names`() throws {
        try project.write("a.bin", "the content")
        try project.write("part/b.bin", "the other content")

        let outcome = project.capture()

        #expect(
            lines(outcome) == [
                "a.bin - sha256:\(Self.object)", "part/b.bin - sha256:\(String(repeating: "ab", count: 32))",
            ])
        #expect(!outcome.codes.contains("lfs-pointer"))
    }

    @Test func `a folder below the top finds the attributes above it`() {
        let outcome = project.capture(CapturePlan(root: project.folder.path("part")))

        #expect(lines(outcome) == ["b.bin pointer sha256:\(String(repeating: "ab", count: 32))"])
    }

    @Test func `how the user likes to see lines changes nothing`() {
        let plain = lines(project.capture())
        for (name, value) in [
            ("grep.lineNumber", "true"), ("grep.column", "true"), ("grep.fullName", "true"), ("color.ui", "always"),
            ("grep.patternType", "perl"),
        ] {
            project.git("config", name, value)
        }

        #expect(lines(project.capture()) == plain)
    }

    @Test func `git is asked for pointers only where attributes speak of them`() throws {
        let with = project.commands { project.capture() }
        try project.write(".gitattributes", "# filter=lfs\n*.txt text\n")
        project.git("commit", "--all", "--quiet", "--message", "next")

        let without = project.commands { project.capture() }

        #expect(with.filter { $0.contains("grep") }.count == 1)
        #expect(without.filter { $0.contains("grep") }.isEmpty)
        #expect(lines(project.capture()).isEmpty)
    }

    @Test func `a replaced pointer is a difference, and so is another object`() throws {
        let pointers = project.capture().snapshot
        try project.write("a.bin", "the content")
        let content = project.capture().snapshot

        let deltas = BaselineDiff(from: pointers, to: content).deltas

        #expect(deltas.filter { $0.kind == .data }.map { "\($0.key) \($0.before)" } == [#"a.bin ["pointer"]"#])
    }
}
