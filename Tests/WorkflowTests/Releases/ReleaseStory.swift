// Exitgate
// SPDX-License-Identifier: Apache-2.0

import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Releases as rows of letters, for tests of what reports say about them.
struct ReleaseStory {
    static let phases = ["integration", "alpha", "beta", "release"]

    static let project = ReadReleases.Project(name: "shop", phases: phases)

    let laboratory = try! Laboratory()
    private var day = 0

    init() {}

    /// One run a letter, one a day: `F` fails a test of payments, `G` one of the login, `O` breaks all, `K` is flaky, `S` skips
    /// the payment, `-` does not hold it, `.` passes all.
    mutating func run(
        _ letters: String, release: String?, phase: String = "beta", os: String = "linux", commit: String? = nil
    ) throws {
        for letter in letters {
            day += 1
            let others = (0..<15).map {
                letter == "O" ? CaseText.crashed("other \($0)", brokenFixture) : CaseText.passed("other \($0)")
            }
            let pays: [CaseText] =
                switch letter {
                case "F": [.failed("pays", refusedPayment)]
                case "K": [.flaky("pays", refusedPayment)]
                case "S": [.skipped("pays")]
                case "-": []
                default: [.passed("pays")]
                }
            var login: CaseText = letter == "G" ? .failed("login", missingLogin) : .passed("login")
            login.file = "src/login/LoginTests.java"
            let number = day
            try laboratory.ingest(report(pays + [login] + others), day: Double(day), run: "run \(day)") { request in
                (request.release, request.phase, request.branch) = (release, phase, "main")
                request.commit = commit ?? IssueStory.commit(number)
                request.configuration = ConfigurationClass(["os": os])
            }
        }
    }

    /// The day of the last run.
    var today: Double { Double(day) }

    /// - Parameter day: From where it is looked; nil for the evening of the last run.
    func reading(day: Double? = nil, order: [String] = [], components: [String] = []) -> ReadReleases {
        ReadReleases(
            laboratory.store,
            viewpoint: Viewpoint(
                now: Laboratory.moment(day: day ?? today + 0.5), components: components,
                releases: ReleaseOrder(order)))
    }

    func review(_ release: String, day: Double? = nil, components: [String] = []) throws -> ReleaseReview {
        try reading(day: day, components: components).review(release, Self.project)
    }
}

extension ReleaseReview {
    func measure(_ id: String) throws -> Measure { try #require(measures.first { $0.id == id }) }
}
