// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where an issue fails and where it does not: what sets the failing runs apart is where to look for the cause.
///
/// Source: the comparison of Kepner and Tregoe, which service management took over.
package struct IsIsNot: Sendable, Equatable {
    /// One property of runs, such as the setting `os=linux`.
    package struct Row: Sendable, Equatable {
        /// `phase`, `branch`, `release`, or the key of a setting.
        package let dimension: String
        package let value: String
        /// Runs with the property that failed, and all of them.
        package let failed: Int
        package let runs: Int
        /// Runs without it that failed, and all of them.
        package let otherFailed: Int
        package let otherRuns: Int
        /// Chance of so many failures on this side if both sides failed alike; one-sided.
        package let chance: Double

        package init(
            dimension: String, value: String, failed: Int, runs: Int, otherFailed: Int, otherRuns: Int, chance: Double
        ) {
            self.dimension = dimension
            self.value = value
            self.failed = failed
            self.runs = runs
            self.otherFailed = otherFailed
            self.otherRuns = otherRuns
            self.chance = chance
        }
    }

    /// What sets failing runs apart most clearly first.
    package let rows: [Row]
    /// Runs that exercised an affected test, and those that failed.
    package let runs: Int
    package let failed: Int
    /// Tests of the same classes that it never broke.
    package let neighbours: [String]

    package init(rows: [Row], runs: Int, failed: Int, neighbours: [String]) {
        self.rows = rows
        self.runs = runs
        self.failed = failed
        self.neighbours = neighbours
    }
}
