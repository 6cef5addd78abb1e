// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Required suites ran on the candidate, in every class.
struct RequiredSuites: Criterion {
    static let id = "G01"
    static let name = "required-suites"
    static let summary = "every required suite passed on the candidate, in each configuration class"
    static let levels = PhaseTable(Level.blocking)
    static let canWaiveUndecided = true
    static let thresholds = [
        Threshold(
            "runs", "passing runs of each suite, one after the other up to the latest", 1...100, PhaseTable(1, 1, 3, 3))
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let needed = Int(limits["runs"])
        let expected = "\(GateText.count(needed, "passing run")) of each suite in each class"
        guard let suites = evidence.suites else {
            return Finding(
                .undecided, expected: expected, actual: "no baseline says which suites are required",
                next: "exitgate baseline capture \(evidence.phase)")
        }
        var (failed, missing): ([GateEvidence.Subject], [GateEvidence.Subject]) = ([], [])
        for suite in suites {
            let name = GateEvidence.Subject("\(suite.name) [\(suite.configuration)]")
            if suite.results.last?.passed == false {
                failed.append(name)
            } else if suite.results.reversed().prefix(while: \.passed).count < needed {
                // A waiver for too few runs is none for a failure.
                missing.append(GateEvidence.Subject("too few runs of \(name.id)"))
            }
        }
        if !failed.isEmpty {
            return Finding(
                .fail, expected: expected, actual: "\(GateText.count(failed.count, "suite")) failed last", failed,
                next: "exitgate incident list --phase \(evidence.phase)")
        }
        if !missing.isEmpty || suites.isEmpty {
            return Finding(
                .undecided, expected: expected,
                actual: suites.isEmpty
                    ? "no suite is required" : "\(GateText.count(missing.count, "suite")) ran too seldom",
                missing, next: "run the suites on the candidate, then exitgate ingest")
        }
        return Finding(.pass, expected: expected, actual: "\(GateText.count(suites.count, "suite")) passed")
    }

    static let examples = [
        CriterionExample("each suite passed often enough", .pass, ["runs": 2]) {
            $0.suites = [.init("api", "os=linux", [.init(run: 6, passed: true), .init(run: 7, passed: true)])]
        },
        CriterionExample("a suite failed last", .fail, ["runs": 1]) {
            $0.suites = [.init("api", "os=linux", [.init(run: 6, passed: true), .init(run: 7, passed: false)])]
        },
        CriterionExample("a failure starts the count anew", .undecided, ["runs": 2]) {
            $0.suites = [.init("api", "os=linux", [.init(run: 6, passed: false), .init(run: 7, passed: true)])]
        },
        CriterionExample("a suite did not run", .undecided, ["runs": 1]) { $0.suites = [.init("api", "os=mac")] },
        CriterionExample("no baseline", .undecided, ["runs": 1]) { _ in },
    ]
}
