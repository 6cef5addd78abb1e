// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What one folder says: lanes of runs, words of people, and what must follow from them.
///
/// A lane is a phase, a configuration class, a branch and a release, with one run a day from `from` on. Each test has a letter for each
/// run: `F` fails, `G` fails in another way, `K` fails first and passes then, `R` fails in the first attempt of the job and
/// passes in the second, `.` passes, `S` is skipped, `-` did not run.
struct Scenario: Decodable, Sendable, CustomTestStringConvertible {
    struct Lane: Decodable, Sendable {
        var phase = "system"
        var configuration = "os=linux"
        var branch = "main"
        var release: String?
        var from: Double = 1
        var tests: [String: String]
        /// Versions of configuration items by the day from which they hold.
        var items: [String: [String: String]] = [:]
        /// Issues that the commit of a day says to fix, by that day.
        var fixes: [String: Int64] = [:]
        /// Day of the commit of `main` from which the branch was cut; where a lane says one, git knows all commits.
        var cut: Double?
        /// Branches that the commit of a day merges, by that day.
        var merges: [String: String] = [:]
        /// By its day, a run that tests the commit of another day, of `ofBranch` where that is said.
        var of: [String: Double] = [:]
        var ofBranch: String?

        private enum CodingKeys: String, CodingKey {
            case phase, configuration, branch, release, from, tests, items, fixes, cut, merges, of, ofBranch
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            phase = try values.decodeIfPresent(String.self, forKey: .phase) ?? phase
            configuration = try values.decodeIfPresent(String.self, forKey: .configuration) ?? configuration
            branch = try values.decodeIfPresent(String.self, forKey: .branch) ?? branch
            from = try values.decodeIfPresent(Double.self, forKey: .from) ?? from
            release = try values.decodeIfPresent(String.self, forKey: .release)
            tests = try values.decode([String: String].self, forKey: .tests)
            items = try values.decodeIfPresent([String: [String: String]].self, forKey: .items) ?? items
            fixes = try values.decodeIfPresent([String: Int64].self, forKey: .fixes) ?? fixes
            cut = try values.decodeIfPresent(Double.self, forKey: .cut)
            merges = try values.decodeIfPresent([String: String].self, forKey: .merges) ?? merges
            of = try values.decodeIfPresent([String: Double].self, forKey: .of) ?? of
            ofBranch = try values.decodeIfPresent(String.self, forKey: .ofBranch)
        }
    }

    let rule: String
    let lanes: [Lane]
    let words: [Word]?
    /// `phase configuration state` of every incident, in order.
    let incidents: [String]
    /// State of every issue, in order.
    let issues: [String]
    /// Rules of the events of the first incident, where they matter.
    let events: [String]?
    /// Rules of the transitions of the first issue, where they matter.
    let path: [String]?
    /// Keys of the runs that an outage spoilt, where they matter.
    let tainted: [String]?
    /// Day from which is looked; the end of time where it does not matter.
    let asOf: Double?

    var testDescription: String { rule }
}

struct ScenarioTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Data")

    static let all: [Scenario] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            let file = folder.appending(path: "\(name)/scenario.json")
            guard let data = try? Data(contentsOf: file) else { return nil }
            do {
                return try JSONDecoder().decode(Scenario.self, from: data)
            } catch {
                Testing.Issue.record("\(name): \(error)")
                return nil
            }
        }
    }()

    @Test func `there are scenarios`() {
        #expect(Self.all.count >= 15)
    }

    @Test(arguments: all, [false, true])
    func `what must follow does follow, whatever came first`(scenario: Scenario, isReversed: Bool) throws {
        let laboratory = try Laboratory()
        // What came before a word is there when it is said, in whatever order it arrived.
        var rest = Scenario.runs(of: scenario.lanes)[...]
        for word in scenario.words ?? [] {
            let before = rest.prefix { $0.day < word.day }
            rest = rest.dropFirst(before.count)
            try Scenario.ingest(before, isReversed, into: laboratory)
            try word.say(to: laboratory)
        }
        try Scenario.ingest(rest, isReversed, into: laboratory)

        let now = scenario.asOf.map(Laboratory.moment) ?? .max
        let reading = ReadEvidence(laboratory.store, viewpoint: Viewpoint(now: now))
        let incidents = try reading.incidents().map {
            "\($0.phase) \($0.configuration.text) \($0.isMajor ? "major " : "")\($0.stateText)"
        }
        let issues = try reading.issues.list(ReadIssues.Filter()).lines.map(\.state.rawValue)

        #expect(incidents.sorted() == scenario.incidents.sorted())
        #expect(issues.sorted() == scenario.issues.sorted())
        if let events = scenario.events {
            let first = try #require(try laboratory.incidents().min { $0.opened.startedAt < $1.opened.startedAt })
            let found = try laboratory.rules(first)
            #expect(found == events)
        }
        if let path = scenario.path {
            let found = try reading.issues.show(.issue(1)).life.transitions.map(\.rule)
            #expect(found == path)
        }
        if let tainted = scenario.tainted {
            let runs = try reading.runs(RunQueries.Filter())
            #expect(runs.filter(\.isTainted).map(\.run.key).sorted() == tainted)
        }
        let moved = try Scenario.folded(laboratory, reading)
        #expect(moved.subtracting(Transition.allowed).map(\.description) == [])
        #expect(try laboratory.problems() == [])
    }
}

extension Scenario {
    /// - Parameter folder: Its name.
    static func named(_ folder: String) throws -> Scenario {
        let file = ScenarioTests.folder.appending(path: "\(folder)/scenario.json")
        return try JSONDecoder().decode(Scenario.self, from: Data(contentsOf: file))
    }

    static func ingest(_ runs: ArraySlice<PlannedRun>, _ isReversed: Bool, into laboratory: Laboratory) throws {
        for run in isReversed ? runs.reversed() : Array(runs) {
            try laboratory.ingest(run.text, day: run.day, run: run.key, edit: run.edit)
        }
    }

    struct PlannedRun {
        let key: String
        let day: Double
        let text: String
        let edit: (inout IngestRun.Request) -> Void
    }

    static func runs(of lanes: [Lane]) -> [PlannedRun] {
        let commits = Commits(lanes)
        return lanes.enumerated().flatMap { index, lane -> [PlannedRun] in
            let count = lane.tests.values.map(\.count).max() ?? 0
            return (0..<count).flatMap { place in
                let day = lane.from + Double(place)
                let isRepeated = lane.tests.values.contains { $0.dropFirst(place).first == "R" }
                return (1...(isRepeated ? 2 : 1)).map { attempt in
                    let cases = lane.tests.sorted { $0.key < $1.key }.flatMap {
                        Self.cases($0.key, Array($0.value), place, attempt: attempt)
                    }
                    return PlannedRun(
                        key: "lane \(index) day \(day)", day: day + Double(index) / 100, text: report(cases)
                    ) { request in
                        lane.describe(&request, day: day, commits)
                        request.attempt = attempt
                    }
                }
            }
        }.sorted { $0.day < $1.day }
    }

    /// A name such as `all*40` stands for forty tests.
    ///
    /// - Parameter attempt: Of the job; a later one repeats what failed in the first.
    private static func cases(
        _ name: String, _ letters: [Character], _ place: Int, attempt: Int
    ) -> [CaseText] {
        guard place < letters.count else { return [] }
        let parts = name.split(separator: "*")
        let names = parts.count == 2 ? (1...(Int(parts[1]) ?? 1)).map { "\(parts[0]) \($0)" } : [name]
        return names.compactMap { name in
            if attempt > 1 { return letters[place] == "R" ? .passed(name) : nil }
            return switch letters[place] {
            case "F", "R": .failed(name, "payment service refused the order of this user")
            case "G": .crashed(name, "no space left on the device of the runner")
            case "K": .flaky(name, "payment service refused the order of this user")
            case "S": .skipped(name)
            case ".": .passed(name)
            default: nil
            }
        }
    }
}

extension Scenario.Lane {
    /// What a run of a day says of itself.
    fileprivate func describe(_ request: inout IngestRun.Request, day: Double, _ commits: Scenario.Commits) {
        let settings = configuration.split(separator: ",").map { $0.split(separator: "=") }
        request.phase = phase
        request.branch = branch
        request.release = release
        let place = Scenario.Commits.Place(branch: ofBranch ?? branch, day: of["\(Int(day))"] ?? day)
        let commit = commits.name(place)
        request.commit = commit
        let lineage = commits.lineage(of: place)
        request.history = { _, _ in CommitHistory(lineage: lineage) }
        request.configuration = ConfigurationClass(
            Dictionary(settings.map { (String($0[0]), String($0[1])) }) { first, _ in first })
        request.snapshot = snapshot(day: day)
        guard let issue = fixes["\(Int(day))"] else { return }
        let note = CommitNote(
            commit: commit, kind: .fixes, value: "\(issue)", author: "Ann", at: Laboratory.moment(day: day - 0.5))
        request.history = { _, _ in CommitHistory(notes: [note], lineage: lineage) }
    }

    /// What a run of a day was made with; nil where the lane says nothing of it.
    func snapshot(day: Double) -> ConfigurationSnapshot? {
        guard !items.isEmpty else { return nil }
        return ConfigurationSnapshot(
            items.sorted { $0.key < $1.key }.compactMap { key, versions in
                let own = versions.compactMap { from, value in Double(from).map { ($0, value) } }.filter { $0.0 <= day }
                return own.max { $0.0 < $1.0 }.map {
                    ConfigurationItem(.dependency, key, value: $0.1, evidence: "package-lock.json", isDirect: true)
                }
            })
    }
}
