// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Testing

/// Tags at the commit, as git itself lists them.
struct GitTagsTests {
    private let project: ProjectSample

    init() throws {
        project = try ProjectSample(["main.txt": "one\n", "part/b.txt": "b\n"])
        project.commitAll()
    }

    private func tags(_ outcome: ConfigurationCapture.Outcome) -> [String] {
        outcome.items(.source).filter { $0.key == "tag" }.compactMap(\.value)
    }

    /// What git answers to the same question.
    private var listed: [String] {
        (project.git("tag", "--points-at", "HEAD") ?? "").split(separator: "\n").map(String.init)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    @Test func `a commit without a tag has none`() {
        project.git("tag", "old")
        project.git("commit", "--allow-empty", "--quiet", "--message", "next")

        #expect(tags(project.capture()).isEmpty)
    }

    @Test(arguments: [false, true], ["files", "packed", "both"])
    func `tags are those that git lists, wherever git keeps them`(isAnnotated: Bool, place: String) throws {
        let options = isAnnotated ? ["--annotate", "--message", "m"] : []
        func tag(_ names: String...) {
            for name in names { project.run(["tag"] + options + [name]) }
        }
        tag("v1.0", "a/deep/name", "old")
        if place != "files" { project.git("pack-refs", "--all") }
        project.git("commit", "--allow-empty", "--quiet", "--message", "next")
        tag("v2.0", "Z", "ä")
        project.run(["tag", "--force"] + options + ["old"])
        if place == "packed" { project.git("pack-refs", "--all") }

        let outcome = project.capture()

        #expect(listed.count == 4)
        #expect(tags(outcome) == listed)
        #expect(outcome.items(.source).filter { $0.key == "tag" }.allSatisfy { !$0.isPinned })
    }

    @Test func `a worktree and a folder below the top find the same tags`() throws {
        project.git("tag", "v1.0")
        project.git("pack-refs", "--all")
        project.git("tag", "v1.1")
        let tree = try TemporaryFolder()
        project.git("worktree", "add", "--quiet", "--detach", tree.path("copy"))

        for folder in [tree.path("copy"), project.folder.path("part")] {
            #expect(tags(project.capture(CapturePlan(root: folder))) == ["v1.0", "v1.1"])
        }
    }

    @Test func `no process is asked where files tell, and one where a tag may be an object`() {
        func processes() -> Int { project.commands { project.capture() }.count }
        let plain = processes()
        project.git("tag", "light")
        project.git("pack-refs", "--all")
        let packed = processes()
        project.git("tag", "--annotate", "--message", "m", "heavy")

        #expect(plain == 1)
        #expect(packed == 1)
        #expect(processes() == 2)
    }
}
