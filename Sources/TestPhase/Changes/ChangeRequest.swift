// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A wish to change something that is tested, with what it is to achieve and how it can be taken back.
package struct ChangeRequest: Sendable, Equatable, Codable {
    package enum Kind: String, Sendable, CaseIterable, Codable {
        /// Of a model that has proven to do no harm.
        case standard
        /// Assessed and approved case by case.
        case normal
        /// As fast as possible; approval may follow.
        case emergency
    }

    /// What it touches.
    package struct Scope: Sendable, Equatable, Codable {
        /// Globs of files, from the folder of the project.
        package var paths: [String] = []
        /// Keys of configuration items, `*` for any text: `pkg:npm/left-pad`, `swift`, `FEATURE_*`.
        package var items: [String] = []
        /// Names of components, as the settings define them.
        package var components: [String] = []

        package init(paths: [String] = [], items: [String] = [], components: [String] = []) {
            self.paths = paths
            self.items = items
            self.components = components
        }

        package var isEmpty: Bool { paths.isEmpty && items.isEmpty && components.isEmpty }
    }

    /// What is measured where no issue is named.
    package enum Metric: String, Sendable, CaseIterable, Codable {
        /// Share of runs in which a test in scope fails.
        case failureRate = "failure-rate"
        /// Share of runs in which a test in scope fails first and passes then.
        case flakyRate = "flaky-rate"
        /// How long the tests in scope take together.
        case duration
    }

    package enum Direction: String, Sendable, CaseIterable, Codable {
        case down, up
    }

    /// What it is to achieve.
    package enum Effect: Sendable, Equatable {
        /// This issue no longer occurs.
        case issue(Int64)
        case metric(Metric, Direction)
        /// Nothing but that nothing else breaks.
        case none
    }

    /// How long is watched, before and after.
    package struct Window: Sendable, Equatable, Codable {
        package static let defaultRuns = 20
        package static let defaultDays = 14
        package static let mostRuns = 10_000
        package static let mostDays = 3_650
        /// Runs of each side, from 1.
        package var runs = defaultRuns
        /// Days that the runs before it may lie back, from 1.
        package var days = defaultDays

        package init() {}
    }

    package var title: String
    package var kind = Kind.normal
    package var reason: String
    package var requester: String
    package var scope = Scope()
    package var effect = Effect.none
    /// How it is taken back; nil where nobody said.
    package var backOut: String?
    package var window = Window()
    /// Commits that carry it, as far as the requester knows: hashes or their beginnings.
    package var commits: [String] = []
    /// Of one that was written down after the fact: what changed at or after this moment is meant, UTC ms.
    package var since: Int64?

    package init(title: String, reason: String, requester: String) {
        self.title = title
        self.reason = reason
        self.requester = requester
    }

    /// Whether nobody had asked for it.
    package var isRetrospective: Bool { since != nil }
}

/// As `{"issue": 3}`, `{"direction": "down", "metric": "failure-rate"}` or `{}`.
extension ChangeRequest.Effect: Codable {
    private enum CodingKeys: String, CodingKey { case issue, metric, direction }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let issue = try values.decodeIfPresent(Int64.self, forKey: .issue) {
            self = .issue(issue)
        } else if let metric = try values.decodeIfPresent(ChangeRequest.Metric.self, forKey: .metric) {
            self = .metric(metric, try values.decode(ChangeRequest.Direction.self, forKey: .direction))
        } else {
            self = .none
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .issue(let number): try values.encode(number, forKey: .issue)
        case .metric(let metric, let direction):
            try values.encode(metric, forKey: .metric)
            try values.encode(direction, forKey: .direction)
        case .none: break
        }
    }
}
