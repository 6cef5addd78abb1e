// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import TestPhase
import Testing
import Workflow

/// A step from one state to another that a scenario shows, or that the code allows.
struct Transition: Hashable, CustomStringConvertible {
    /// `issue`; `incident`, by its evidence; or `standing`, an incident as people read it.
    let life: String
    /// `-` for the beginning.
    let from: String
    let to: String
    /// Whether a person made it, and no evidence.
    let isPerson: Bool

    var description: String { "\(life) \(from) -> \(to) by \(isPerson ? "P" : "A")" }
}

extension Transition {
    /// What the tables of the code allow.
    static let allowed: Set<Transition> = {
        // What comes back as an issue of its own matters from the beginning.
        var found: Set<Transition> = [
            issue("-", .candidate, isPerson: false), issue("-", .open, isPerson: false),
        ]
        for state in IssueState.allCases {
            for verb in IssueVerb.allCases {
                guard let next = state.after(verb), next != state else { continue }
                found.insert(issue(state.rawValue, next, isPerson: true))
            }
            for step in steps {
                guard let next = state.after(step), next != state else { continue }
                found.insert(issue(state.rawValue, next, isPerson: false))
            }
        }
        for state in Incident.State.allCases {
            if state.isLive {
                found.insert(Transition(life: "incident", from: "-", to: state.rawValue, isPerson: false))
            }
            for next in state.next {
                found.insert(
                    Transition(life: "incident", from: state.rawValue, to: next.rawValue, isPerson: false))
            }
        }
        found.insert(Transition(life: "incident", from: "restored", to: "closed", isPerson: true))
        return found
    }()

    /// One of each; `number` fails to compile when a case is added, and must grow with this list.
    private static let steps: [IssueLife.Step] = [
        .recurs(.commits), .matters(rule: "x"), .fails, .fixIntended, .fixClaimed, .fixTakenBack, .fixTested,
        .fixVerified, .isReleased(rule: "x"), .quiet, .deferralEnds,
    ]

    static var knowsEveryStep: Bool { Set(steps.map(number)) == Set(0...10) }

    private static func number(_ step: IssueLife.Step) -> Int {
        switch step {
        case .recurs: 0
        case .matters: 1
        case .fails: 2
        case .fixIntended: 3
        case .fixClaimed: 4
        case .fixTakenBack: 5
        case .fixTested: 6
        case .fixVerified: 7
        case .isReleased: 8
        case .quiet: 9
        case .deferralEnds: 10
        }
    }

    private static func issue(_ from: String, _ to: IssueState, isPerson: Bool) -> Transition {
        Transition(life: "issue", from: from, to: to.rawValue, isPerson: isPerson)
    }
}

/// A line of the table in `README.md`: a transition, and the scenario that shows it.
struct TransitionRow: Sendable, CustomTestStringConvertible {
    let transition: Transition
    /// nil where a test elsewhere shows it.
    let folder: String?
    /// What the last column says.
    let place: String

    var testDescription: String { "\(transition): \(place)" }

    /// - Parameter text: A page with the table.
    static func rows(of text: String) -> [TransitionRow] {
        text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 5, ["issue", "incident", "standing"].contains(cells[0]) else { return nil }
            let transition = Transition(life: cells[0], from: cells[1], to: cells[2], isPerson: cells[3] == "P")
            let isElsewhere = cells[4].hasPrefix("`")
            return TransitionRow(
                transition: transition, folder: isElsewhere ? nil : cells[4], place: cells[4].filter { $0 != "`" })
        }
    }
}

extension Scenario {
    /// Plays it run by run and word by word, as it happened, and answers what moved.
    func transitions() throws -> Set<Transition> {
        let laboratory = try Laboratory()
        let reading = ReadEvidence(laboratory.store, viewpoint: Viewpoint(now: asOf.map(Laboratory.moment) ?? .max))
        var found: Set<Transition> = []
        var last = try Standings(reading)
        func look(isPerson: Bool) throws {
            let next = try Standings(reading, after: last)
            found.formUnion(next.transitions(from: last, isPerson: isPerson))
            last = next
        }
        var words = (words ?? [])[...]
        for run in Self.runs(of: lanes) {
            while let word = words.first, word.day <= run.day {
                try word.say(to: laboratory)
                words.removeFirst()
                try look(isPerson: true)
            }
            try laboratory.ingest(run.text, day: run.day, run: run.key, edit: run.edit)
            try look(isPerson: false)
        }
        for word in words {
            try word.say(to: laboratory)
            try look(isPerson: true)
        }
        return try found.union(Self.folded(laboratory, reading))
    }

    /// What the lives of issues and the events of incidents say at the end.
    static func folded(_ laboratory: Laboratory, _ reading: ReadEvidence) throws -> Set<Transition> {
        var found: Set<Transition> = []
        for line in try reading.issues.list(ReadIssues.Filter()).lines {
            for step in try reading.issues.show(.issue(line.summary.number)).life.transitions {
                found.insert(
                    Transition(
                        life: "issue", from: step.from?.rawValue ?? "-", to: step.to.rawValue,
                        isPerson: step.decision != nil))
            }
        }
        for incident in try laboratory.incidents() {
            for event in try laboratory.store.read({ try IncidentQueries($0).events(incident: incident.id) }) {
                found.insert(
                    Transition(
                        life: "incident", from: event.from?.rawValue ?? "-", to: event.to.rawValue,
                        isPerson: event.actor != "auto"))
            }
        }
        return found
    }
}

/// Incidents as people read them, and issues, at one moment.
private struct Standings {
    let incidents: [Int64: String]
    let issues: [Int64: String]
    /// Numbers that issues have now or had before.
    let known: Set<Int64>

    init(_ reading: ReadEvidence, after last: Standings? = nil) throws {
        incidents = Dictionary(
            uniqueKeysWithValues: try reading.incidents().map { ($0.number, $0.stateText) })
        issues = Dictionary(
            uniqueKeysWithValues: try reading.issues.list(ReadIssues.Filter()).lines.map {
                ($0.summary.number, $0.state.rawValue)
            })
        known = (last?.known ?? []).union(issues.keys)
    }

    func transitions(from last: Standings, isPerson: Bool) -> [Transition] {
        let standings = incidents.compactMap { number, to -> Transition? in
            guard let from = last.incidents[number], from != to else { return nil }
            return Transition(life: "standing", from: from, to: to, isPerson: isPerson)
        }
        // A number that is gone leads to the issue that it became part of.
        let merged = last.issues.filter { issues[$0.key] == nil }.map {
            Transition(life: "issue", from: $0.value, to: "merged", isPerson: isPerson)
        }
        let parted = issues.filter { last.known.contains($0.key) && last.issues[$0.key] == nil }.map {
            Transition(life: "issue", from: "merged", to: $0.value, isPerson: isPerson)
        }
        return standings + merged + parted
    }
}
