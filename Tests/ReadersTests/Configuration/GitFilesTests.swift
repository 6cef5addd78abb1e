// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Testing

/// What the files of git tell is what git itself says, and git is asked only where they do not.
struct GitFilesTests {
    private let project: ProjectSample

    init() throws {
        project = try ProjectSample([
            "main.txt": "one\n", "Gemfile.lock": LockTexts.gems, "part/Gemfile.lock": LockTexts.gems,
            "part/deep/ä.lock": "x", "part/\(String(repeating: "long/", count: 60))uv.lock": "version = 1\n",
        ])
        project.commitAll()
    }

    /// The same, where every question goes to git.
    private func asked(_ plan: CapturePlan? = nil) -> ConfigurationCapture.Outcome {
        project.capture(plan, environment: ["GIT_CEILING_DIRECTORIES": "/nowhere"])
    }

    private func verbs(_ environment: [String: String] = [:]) -> [String] {
        project.commands { project.capture(environment: environment) }.map { $0[2] }
    }

    @Test func `of a clean checkout git is asked one thing`() {
        #expect(verbs() == ["status"])
        #expect(project.capture() == asked())
    }

    @Test(arguments: ["2", "3", "4"], ["", "part", "part/deep"])
    func `whatever form the index has, it tells what git lists`(version: String, folder: String) throws {
        try project.write("part/New.lock", "new")
        project.git("add", "--intent-to-add", "part/New.lock")
        project.git("update-index", "--index-version", version)

        let plan = CapturePlan(root: folder.isEmpty ? project.path : project.folder.path(folder))

        let written = try Data(contentsOf: URL(fileURLWithPath: project.folder.path(".git/index")))
        // Git writes version 3 where an entry needs it, and no other.
        #expect([UInt8](written)[7] == (version == "4" ? 4 : 3))
        #expect(project.capture(plan) == asked(plan))
        #expect(project.capture(plan).diagnostics.contains { $0.file.hasSuffix("New.lock") } == (folder != "part/deep"))
    }

    @Test func `an entry that conflicts is listed as git lists it`() throws {
        project.git("checkout", "--quiet", "-b", "other")
        try project.write("Gemfile.lock", "other")
        project.git("commit", "--quiet", "--all", "--message", "other")
        project.git("checkout", "--quiet", "trunk")
        try project.write("Gemfile.lock", "trunk")
        project.git("commit", "--quiet", "--all", "--message", "trunk")
        project.git("merge", "other")

        #expect(project.capture() == asked())
        #expect(project.capture().item(.source, "dirty")?.value == "yes")
    }

    @Test func `the tree is that of the commit, whatever is staged`() throws {
        try project.write("main.txt", "two\n")
        project.git("add", "main.txt")
        project.git("write-tree")

        let tree = project.git("rev-parse", "HEAD^{tree}")?.prefix(40)

        #expect(project.capture().item(.source, "tree")?.value == tree.map(String.init))
        #expect(project.capture() == asked())
    }

    @Test(arguments: [
        ["update-index", "--split-index"], ["config", "core.worktree", ".."],
        ["config", "extensions.worktreeConfig", "true"],
        ["-c", "alias.again=!git rm --quiet --cached main.txt && git add main.txt", "again"],
        ["rm", "--quiet", "--cached", "-r", "."],
    ])
    func `what the files of git do not tell for sure is asked`(command: [String]) throws {
        project.run(command)

        #expect(project.capture() == asked())
        #expect(verbs().count > 1)
    }

    @Test(arguments: ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_COMMON_DIR"])
    func `variables that lead git elsewhere leave every answer to it`(name: String) {
        #expect(verbs([name: "x"]).sorted() == ["ls-files", "rev-parse", "status"])
    }

    @Test func `a worktree of its own is asked about`() throws {
        let place = project.folder.path("beside")
        project.git("worktree", "add", "--quiet", place)

        let outcome = project.capture(CapturePlan(root: place))

        #expect(outcome.item(.source, "tree") == project.capture().item(.source, "tree"))
        #expect(outcome.items(.file).map(\.key).contains("Gemfile.lock"))
        #expect(verbs() == ["status"])
    }

    @Test func `a folder that is no repository, though it is called like one, is passed over as git passes it`() throws
    {
        try project.write("part/.git/config", "")
        let plan = CapturePlan(root: project.folder.path("part"))

        #expect(project.capture(plan) == asked(plan))
        #expect(project.capture(plan).item(.source, "commit") != nil)
    }

    @Test(arguments: [0, 11, 13, 60, 90, 200])
    func `an index that is cut is left to git`(bytes: Int) throws {
        try project.folder.stretch(".git/index", to: bytes)

        // Git reads no index that is cut, so it refuses the checkout; nothing here may trap before it does.
        _ = project.capture()
        _ = asked()
    }

    @Test func `names of SHA-256 are left to git`() throws {
        let other = try ProjectSample(["Gemfile.lock": LockTexts.gems])
        guard other.git("init", "--quiet", "--object-format=sha256") != nil else { return }
        other.commitAll()

        let outcome = other.capture()

        #expect(outcome.item(.source, "tree")?.value?.count == 64)
        #expect(outcome.items(.file).map(\.key) == ["Gemfile.lock"])
    }
}
