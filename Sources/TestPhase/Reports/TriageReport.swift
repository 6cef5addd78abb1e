// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Failures in clusters, with the reasons: what `exitgate triage` prints.
package struct TriageReport: Sendable, Equatable {
    /// One failure that stands for a cluster.
    package struct Sample: Sendable, Equatable {
        /// As the input names the failure.
        package let id: String
        package let test: String
        package let type: String
        /// Secrets masked, cut.
        package let message: String
        package let text: String

        package init(id: String, test: String, type: String, message: String, text: String) {
            self.id = id
            self.test = test
            self.type = type
            self.message = message
            self.text = text
        }
    }

    /// One term of a score.
    package struct Term: Sendable, Equatable {
        package let label: String
        /// Thousandths of log-odds.
        package let points: Int

        package init(label: String, points: Int) {
            self.label = label
            self.points = points
        }
    }

    /// Why one signature joined its cluster.
    package struct Link: Sendable, Equatable {
        /// 32 hexadecimal digits each.
        package let signature: String
        package let match: String
        /// Test of the first failure with the signature.
        package let test: String
        package let matchTest: String
        package let reason: Reason

        package enum Reason: Sendable, Equatable {
            case evidence(Evidence)
            /// The same sentence; only values differ, so many of them (or of groups of them) learned.
            case sentence(wildcards: Int)
        }

        package init(signature: String, match: String, test: String, matchTest: String, reason: Reason) {
            self.signature = signature
            self.match = match
            self.test = test
            self.matchTest = matchTest
            self.reason = reason
        }
    }

    /// A score and what it is made of, in thousandths of log-odds.
    package struct Evidence: Sendable, Equatable {
        /// Against the match, strongest first; their sum is `best`.
        package let terms: [Term]
        package let best: Int
        /// Scores against members that stand for the cluster.
        package let spread: [Int]
        /// 0.4 of `best` and 0.6 of the mean of `spread`.
        package let score: Int
        package let threshold: Int
        /// The next best clusters and their scores.
        package let runnersUp: [RunnerUp]

        package struct RunnerUp: Sendable, Equatable {
            /// Identity of the cluster.
            package let cluster: String
            package let score: Int

            package init(cluster: String, score: Int) {
                self.cluster = cluster
                self.score = score
            }
        }

        package init(
            terms: [Term], best: Int, spread: [Int], score: Int, threshold: Int, runnersUp: [RunnerUp]
        ) {
            self.terms = terms
            self.best = best
            self.spread = spread
            self.score = score
            self.threshold = threshold
            self.runnersUp = runnersUp
        }
    }

    /// Why failures of two signatures are one issue although they may be of two clusters.
    package struct IssueLink: Sendable, Equatable {
        package enum Reason: Sendable, Equatable {
            /// They fail in the same runs; strongest first.
            case together([Term], score: Int, threshold: Int)
            /// Many tests broke in one run with the same exception and message.
            case storm
        }

        /// Identity of the issue.
        package let issue: String
        package let first: Member
        package let second: Member
        package let reason: Reason

        /// The first signature of a group that fails together.
        package struct Member: Sendable, Equatable {
            package let signature: String
            package let test: String

            package init(signature: String, test: String) {
                self.signature = signature
                self.test = test
            }
        }

        package init(issue: String, first: Member, second: Member, reason: Reason) {
            self.issue = issue
            self.first = first
            self.second = second
            self.reason = reason
        }
    }

    /// Failures with one probable cause.
    package struct Cluster: Sendable, Equatable {
        /// 32 hexadecimal digits; the same as long as its first signature is.
        package let id: String
        /// Identities of the issues that its failures belong to; without run times there are none.
        package let issues: [String]
        package let suite: String
        /// Of its most frequent signature; for people, not yet made safe for a terminal.
        package let title: String
        package let failures: Int
        package let tests: Int
        package let signatures: Int
        package let sample: Sample
        /// In the order in which signatures joined; the first one has none.
        package let links: [Link]

        package init(
            id: String, issues: [String], suite: String, title: String, failures: Int, tests: Int, signatures: Int,
            sample: Sample, links: [Link]
        ) {
            self.id = id
            self.issues = issues
            self.suite = suite
            self.title = title
            self.failures = failures
            self.tests = tests
            self.signatures = signatures
            self.sample = sample
            self.links = links
        }
    }

    /// Largest first, then by identity.
    package let clusters: [Cluster]
    package let failures: Int
    package let signatures: Int
    /// Different issues; nil without run times.
    package let issues: Int?
    /// What made issues of several groups of signatures.
    package let issueLinks: [IssueLink]
    /// Name and version of the rules that made the clusters.
    package let algorithm: String

    package init(
        clusters: [Cluster], failures: Int, signatures: Int, issues: Int?, issueLinks: [IssueLink], algorithm: String
    ) {
        self.clusters = clusters
        self.failures = failures
        self.signatures = signatures
        self.issues = issues
        self.issueLinks = issueLinks
        self.algorithm = algorithm
    }
}
