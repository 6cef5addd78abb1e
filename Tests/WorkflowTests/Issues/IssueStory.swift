// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Runs and words that issues are made of.
enum IssueStory {
    /// One run a letter: `F` fails the test, `.` passes it, `-` does not run it, `O` passes it and breaks everything else; one a day from
    /// day 1 on. Commits are `c01`, `c02` and so on, one a run.
    static func laboratory(_ runs: String, phase: String = "system") throws -> Laboratory {
        let laboratory = try Laboratory()
        try ingest(runs, from: 1, phase: phase, into: laboratory)
        return laboratory
    }

    static func ingest(
        _ runs: String, from first: Int, phase: String = "system", branch: String = "main", place: String = "linux",
        into laboratory: Laboratory
    ) throws {
        for (index, letter) in runs.enumerated() {
            let day = first + index
            let others = (0..<15).map { number in
                letter == "O"
                    ? CaseText.failed("other \(number)", "no database server at all") : .passed("other \(number)")
            }
            let own: [CaseText] =
                switch letter {
                case "F": [.failed("pays", "payment service refused the order")]
                case "-": []
                default: [.passed("pays")]
                }
            try laboratory.ingest(report(own + others), day: Double(day), run: "\(place) \(branch) \(day)") {
                $0.phase = phase
                $0.branch = branch
                $0.commit = branch == "main" ? Self.commit(day) : "dead\(day)"
                $0.configuration = ConfigurationClass(["os": place])
            }
        }
    }

    static func commit(_ day: Int) -> String { "c0ffee\(day < 10 ? "0" : "")\(day)" }

    @discardableResult
    static func say(
        _ laboratory: Laboratory, _ verb: IssueVerb, _ value: String? = nil, day: Double, until: Double? = nil,
        issue: Int64 = 1
    ) throws -> DecideIssue.Outcome {
        var request = DecideIssue.Request(
            .issue(.issue(issue), verb), now: Laboratory.moment(day: day), actor: "ann", reason: "as seen")
        request.value = value
        request.until = until.map(Laboratory.moment)
        return try DecideIssue(laboratory.store).perform(request)
    }

    static func life(_ laboratory: Laboratory) throws -> IssueLife {
        try ReadEvidence(laboratory.store).issues.show(.issue(1)).life
    }

    static func path(_ laboratory: Laboratory) throws -> [String] {
        try life(laboratory).transitions.map { "\($0.rule) \($0.to.rawValue)" }
    }
}
