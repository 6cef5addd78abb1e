// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One execution of tests on one commit in one configuration, of which uploads are parts and repetitions.
package struct Run: Sendable, Equatable {
    /// Where the start of a run is known from; earlier cases are better.
    package enum StartSource: String, Sendable, CaseIterable, Comparable {
        /// `--started`.
        case given
        /// A variable of the pipeline.
        case pipeline
        /// The earliest time stamp of its reports.
        case report
        /// The moment of the first upload.
        case ingest

        package static func < (left: StartSource, right: StartSource) -> Bool {
            let order = StartSource.allCases
            return order.firstIndex(of: left) ?? 0 < order.firstIndex(of: right) ?? 0
        }
    }

    /// Names the run: equal for all its uploads.
    package var key: String
    package var phase: String
    package var release: String?
    package var environment: String?
    package var configuration: ConfigurationClass
    package var commit: String?
    package var branch: String?
    package var buildURL: String?
    /// UTC milliseconds since 1970.
    package var startedAt: Int64
    package var startedFrom: StartSource
    /// Parts that make it whole, from 1; nil for an undivided run.
    package var expectedShards: Int?

    package init(
        key: String, phase: String, release: String?, environment: String?, configuration: ConfigurationClass,
        commit: String?, branch: String?, buildURL: String?, startedAt: Int64, startedFrom: StartSource,
        expectedShards: Int?
    ) {
        self.key = key
        self.phase = phase
        self.release = release
        self.environment = environment
        self.configuration = configuration
        self.commit = commit
        self.branch = branch
        self.buildURL = buildURL
        self.startedAt = startedAt
        self.startedFrom = startedFrom
        self.expectedShards = expectedShards
    }

    /// What differs between this run and another upload's idea of it, by name; those fields must agree.
    package func disagreements(with other: Run) -> [String] {
        func differ(_ left: String?, _ right: String?) -> Bool { left != nil && right != nil && left != right }
        var names: [String] = []
        if phase != other.phase { names.append("phase") }
        if differ(release, other.release) { names.append("release") }
        if environment != other.environment { names.append("environment") }
        if configuration != other.configuration { names.append("configuration") }
        if let mine = commit, let others = other.commit, !CommitName.areSame(mine, others) { names.append("commit") }
        if let mine = expectedShards, let others = other.expectedShards, mine != others {
            names.append("number of shards")
        }
        return names
    }

    /// This run with what another upload knows in addition; the better, then the earlier start counts.
    package func merged(with other: Run) -> Run {
        var result = self
        result.release = release ?? other.release
        // Of one that is named in two ways the longer name tells more.
        result.commit = [commit, other.commit].compactMap(\.self)
            .max { ($0.utf8.count, $1) < ($1.utf8.count, $0) }
        result.branch = [branch, other.branch].compactMap(\.self).min()
        result.buildURL = [buildURL, other.buildURL].compactMap(\.self).min()
        result.expectedShards = expectedShards ?? other.expectedShards
        if (other.startedFrom, other.startedAt) < (startedFrom, startedAt) {
            result.startedAt = other.startedAt
            result.startedFrom = other.startedFrom
        }
        return result
    }
}
