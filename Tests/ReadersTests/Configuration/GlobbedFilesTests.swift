// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct GlobbedFilesTests {
    private func project() throws -> ProjectSample {
        try ProjectSample([
            "config/app.yml": "a", "config/deep/db.yml": "b", "config/notes.txt": "c", ".env.test": "d",
            "config/.hidden.yml": "e", "config/node_modules/x.yml": "f", "docs/needs.md": "g", "data/orders.csv": "h",
        ])
    }

    private func files(_ patterns: String...) throws -> [String] {
        let project = try project()
        var plan = project.plan
        plan.files = patterns
        return project.capture(plan).items(.file).map(\.key)
    }

    @Test func `patterns match as they do elsewhere`() throws {
        #expect(try files("config/*.yml") == ["config/app.yml"])
        #expect(try files("config/**/*.yml") == ["config/app.yml", "config/deep/db.yml"])
        #expect(try files("**/[ad]?*.yml") == ["config/app.yml", "config/deep/db.yml"])
        #expect(try files("./config/app.yml") == ["config/app.yml"])
    }

    @Test func `hidden and foreign files match only where a pattern names them`() throws {
        #expect(try files(".env.*", "config/.*.yml") == [".env.test", "config/.hidden.yml"])
        #expect(try files("config/node_modules/*.yml") == ["config/node_modules/x.yml"])
    }

    @Test func `the name of a folder means all below it`() throws {
        #expect(try files("config") == ["config/app.yml", "config/deep/db.yml", "config/notes.txt"])
    }

    @Test func `documents and data are kinds of their own, and one file may be both`() throws {
        let project = try project()
        var plan = project.plan
        plan.documents = ["docs/*", "data/*.csv"]
        plan.data = ["data/*"]
        plan.dataVersion = "2031.05"

        let outcome = project.capture(plan)

        #expect(outcome.items(.document).map(\.key) == ["data/orders.csv", "docs/needs.md"])
        #expect(outcome.lines(.data) == ["data/orders.csv -", "version 2031.05"])
    }

    @Test func `a content that changes changes the digest, and nothing else does`() throws {
        let project = try project()
        var plan = project.plan
        plan.documents = ["docs/*"]
        let before = project.capture(plan).items(.document)
        let same = project.capture(plan).items(.document)
        try project.write("docs/needs.md", "other needs")

        let after = project.capture(plan).items(.document)

        #expect(before == same)
        #expect(before.map(\.key) == after.map(\.key))
        #expect(before.first?.digest != after.first?.digest)
    }

    @Test(arguments: ["nothing/*.yml", "../*", "/etc/*", ""])
    func `a pattern without a file is told`(pattern: String) throws {
        let project = try project()
        var plan = project.plan
        plan.files = [pattern]

        let outcome = project.capture(plan)

        #expect(outcome.items(.file).isEmpty)
        #expect(outcome.codes == ["glob-unmatched"])
        #expect(outcome.diagnostics.first?.file == pattern)
    }

    @Test func `before the first code only documents are captured`() throws {
        let project = try project()
        try project.write("Gemfile.lock", LockTexts.gems)
        project.commitAll()
        var plan = project.plan
        plan.documents = ["docs/*"]
        plan.variables = ["FEATURE_X"]
        plan.isEarlyPhase = true

        let outcome = project.capture(plan, environment: ["FEATURE_X": "on"])

        #expect(outcome.snapshot.items.map(\.key) == ["docs/needs.md"])
    }

    @Test func `folders that are links are not entered`() throws {
        let project = try project()
        let outside = try ProjectSample(["other.md": "x"])
        try project.folder.link("docs/more", to: outside.path)
        var plan = project.plan
        plan.documents = ["docs/**"]

        #expect(project.capture(plan).items(.document).map(\.key) == ["docs/needs.md"])
    }

    @Test func `a walk ends at its limit and says so`() throws {
        let project = try project()
        let folder = try #require(ProjectFolder(project.path))
        var walk = FolderWalk()
        walk.maximumEntries = 3
        var seen: [String] = []

        walk.run(folder) { _ in
            true
        } visit: { names in
            seen.append(FolderWalk.path(names))
            return true
        }

        #expect(walk.isCut)
        #expect(seen == [".env.test", "config/.hidden.yml"])
    }

    @Test func `a folder that does not exist is told`() throws {
        let project = try project()

        let outcome = project.capture(CapturePlan(root: project.folder.path("nowhere")))

        #expect(outcome.codes == ["unreadable"])
        #expect(outcome.snapshot.items.isEmpty)
    }
}
