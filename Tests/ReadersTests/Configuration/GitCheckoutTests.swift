// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

struct GitCheckoutTests {
    private let project: ProjectSample

    init() throws {
        project = try ProjectSample(["main.txt": "one\n"])
    }

    @Test func `a clean checkout gives commit, tree and branch`() throws {
        project.commitAll()

        let outcome = project.capture()

        let commit = try #require(project.git("rev-parse", "HEAD")?.prefix(40))
        let tree = try #require(project.git("rev-parse", "HEAD^{tree}")?.prefix(40))
        #expect(outcome.lines(.source) == ["~branch trunk", "commit \(commit)", "dirty no", "tree \(tree)"])
        #expect(outcome.diagnostics.isEmpty)
    }

    @Test func `a changed file makes the checkout dirty, and what changed shows in the digest`() throws {
        project.commitAll()
        try project.write("main.txt", "two\n")
        let second = project.capture().item(.source, "dirty")
        try project.write("main.txt", "three\n")

        let third = project.capture().item(.source, "dirty")

        #expect(second?.value == "yes")
        #expect(second?.isPinned == false)
        #expect(second?.digest?.hasPrefix("sha256:") == true)
        #expect(second?.digest != third?.digest)
    }

    @Test func `the digest of a change does not depend on how the user likes to see changes`() throws {
        project.commitAll()
        try project.write("main.txt", "two\n")
        let plain = project.capture().item(.source, "dirty")
        for (name, value) in [
            ("diff.noprefix", "true"), ("color.ui", "always"), ("diff.context", "9"), ("diff.external", "false"),
            ("diff.algorithm", "histogram"), ("core.abbrev", "7"),
        ] {
            project.git("config", name, value)
        }

        let colourful = project.capture().item(.source, "dirty")

        #expect(plain?.digest != nil)
        #expect(colourful == plain)
    }

    @Test func `a file that was added to git, but not committed, makes the checkout dirty`() throws {
        project.commitAll()
        try project.write("new.txt", "new")
        project.git("add", "new.txt")

        #expect(project.capture().item(.source, "dirty")?.value == "yes")
    }

    @Test func `a report that nobody added to git leaves the checkout clean`() throws {
        project.commitAll()
        try project.write("out/report.xml", "<testsuite/>")

        #expect(project.capture().item(.source, "dirty")?.value == "no")
    }

    @Test func `a commit without a branch has no branch`() {
        project.commitAll()
        project.git("checkout", "--quiet", "--detach")

        let outcome = project.capture()

        #expect(outcome.items(.source).map(\.key) == ["commit", "dirty", "tree"])
    }

    @Test func `a repository without a commit has a branch only`() {
        project.git("init", "--quiet")

        #expect(project.capture().lines(.source) == ["~branch trunk", "dirty no"])
    }

    @Test func `a folder outside of git has no source, and that is no fault`() {
        let outcome = project.capture()

        #expect(outcome.items(.source).isEmpty)
        #expect(outcome.diagnostics.isEmpty)
    }

    @Test func `a checkout that git refuses to read is told`() throws {
        try project.write(".git/HEAD", "nonsense")

        let outcome = project.capture()

        #expect(outcome.items(.source).isEmpty)
        #expect(outcome.codes == ["git-refused"])
    }

    @Test func `a submodule is at the commit that the project asks for, until somebody moves it`() throws {
        let library = try ProjectSample(["a.txt": "a"])
        library.commitAll()
        let first = try #require(library.git("rev-parse", "HEAD")?.prefix(40))
        project.git("init", "--quiet")
        project.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.path, "lib/a")
        project.commitAll()
        let calm = project.capture()
        try library.write("a.txt", "b")
        library.commitAll()
        project.git("-C", "lib/a", "pull", "--quiet")

        let moved = project.capture()

        #expect(calm.lines(.source).contains("submodule lib/a \(first)"))
        #expect(calm.item(.source, "dirty")?.value == "no")
        #expect(moved.lines(.source).contains("~submodule lib/a \(first)"))
        #expect(moved.item(.source, "dirty")?.value == "yes")
    }

    @Test func `a folder within a checkout is captured with names of its own`() throws {
        try project.write("part/Gemfile.lock", LockTexts.gems)
        project.commitAll()

        let outcome = project.capture(CapturePlan(root: project.folder.path("part")))

        #expect(outcome.items(.source).count == 4)
        #expect(outcome.items(.file).map(\.key) == ["Gemfile.lock"])
    }
}
