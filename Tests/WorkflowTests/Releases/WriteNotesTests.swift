// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing
import Workflow

/// What a release brings, told by what happened in it and not by what became of it later.
struct WriteNotesTests {
    private func notes(_ story: ReleaseStory, _ release: String) throws -> ReleaseNotes {
        try story.reading().notes(release, ReleaseStory.project)
    }

    private func names(_ entries: [ReleaseNotes.Entry]) -> [String] { entries.map(\.name) }

    @Test func `a repair belongs to the release that holds it, and the one before knows where it is`() throws {
        var story = ReleaseStory()
        try story.run("FFF", release: "1.0")
        try IssueStory.say(story.laboratory, .fix, IssueStory.commit(4), day: 3.5)
        try story.run("..........", release: "1.1")

        let old = try notes(story, "1.0")
        let new = try notes(story, "1.1")

        #expect(names(old.known) == ["ISS-1"])
        #expect(old.known.map(\.since) == ["repaired in 1.1"])
        #expect(names(old.resolved + old.unproven).isEmpty)
        #expect(names(new.resolved) == ["ISS-1"])
        #expect(new.resolved.map(\.since) == [nil])
        #expect(new.previous == "1.0")
    }

    @Test func `too few clean runs prove nothing`() throws {
        var story = ReleaseStory()
        try story.run("FFFF", release: "1.0")
        try IssueStory.say(story.laboratory, .fix, IssueStory.commit(5), day: 4.5)
        try story.run(".", release: "1.1")

        #expect(names(try notes(story, "1.1").unproven) == ["ISS-1"])
        let old = try notes(story, "1.0")
        #expect(old.known.map(\.since) == ["said to be repaired in 1.1"])
    }

    @Test func `what a later release broke again stays repaired where it was`() throws {
        var story = ReleaseStory()
        try story.run("FFF", release: "1.0.0")
        try IssueStory.say(story.laboratory, .fix, IssueStory.commit(4), day: 3.5)
        try story.run("..........", release: "1.0.1")
        try story.run("F", release: "1.0.2")

        #expect(names(try notes(story, "1.0.1").resolved) == ["ISS-1"])
        let known = try notes(story, "1.0.2").known
        #expect(names(known) == ["ISS-1"])
        #expect(known.map(\.state) == ["open"])
    }

    @Test func `a repair that failed is none`() throws {
        var story = ReleaseStory()
        try story.run("FFFF", release: "1.0")
        try IssueStory.say(story.laboratory, .fix, IssueStory.commit(5), day: 4.5)
        try story.run(".F", release: "1.1")

        #expect(names(try notes(story, "1.1").known) == ["ISS-1"])
        #expect(try notes(story, "1.1").unproven.isEmpty)
        #expect(try notes(story, "1.0").known.map(\.since) == [nil])
    }

    @Test func `what was closed without a repair is known all the same`() throws {
        var story = ReleaseStory()
        try story.run("F.F.F", release: "1.0")
        try IssueStory.say(story.laboratory, .close, day: 6)

        let known = try notes(story, "1.0").known

        #expect(known.map(\.state) == ["closed"])
        #expect(known.map(\.since) == ["closed by ann"])
    }

    @Test func `an incident that is no issue yet is told after the issues`() throws {
        var story = ReleaseStory()
        try story.run("FFF", release: "1.0")
        try story.run("G", release: "1.0")

        let known = try notes(story, "1.0").known

        #expect(names(known).first == "ISS-1")
        #expect(names(known).dropFirst().allSatisfy { $0.hasPrefix("INC-") })
        #expect(known.count == 2)
        #expect(known.map(\.severity).last == .some(nil))
        #expect(try notes(story, "1.0").unproven.isEmpty)
    }
}
