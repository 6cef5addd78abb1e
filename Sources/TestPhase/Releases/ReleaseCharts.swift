// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What charts of a release show beyond its review.
package struct ReleaseCharts: Sendable, Equatable {
    /// How often issues fail in each configuration class.
    package struct HeatMap: Sendable, Equatable {
        package struct Cell: Sendable, Equatable {
            /// Runs of the release in the class that exercised its tests, and those that failed.
            package let runs: Int
            package let failed: Int

            package init(runs: Int, failed: Int) {
                self.runs = runs
                self.failed = failed
            }
        }

        package struct Row: Sendable, Equatable {
            /// Printed as ISS-number.
            package let issue: Int64
            package let title: String
            /// One for each class; nil where no run exercised it.
            package let cells: [Cell?]

            package init(issue: Int64, title: String, cells: [Cell?]) {
                self.issue = issue
                self.title = title
                self.cells = cells
            }
        }

        /// Those with most failures, at most ``classLimit``, sorted.
        package let classes: [ConfigurationClass]
        /// The most frequent first, at most ``rowLimit``.
        package let rows: [Row]

        package static let classLimit = 12
        package static let rowLimit = 20

        package init(classes: [ConfigurationClass], rows: [Row]) {
            self.classes = classes
            self.rows = rows
        }
    }

    /// How many issues had failed in the release, and how many of them were solved, at a moment.
    package struct Growth: Sendable, Equatable {
        /// UTC ms.
        package let at: Int64
        package let opened: Int
        package let solved: Int

        package init(at: Int64, opened: Int, solved: Int) {
            self.at = at
            self.opened = opened
            self.solved = solved
        }
    }

    package let heat: HeatMap
    /// One for each change, the oldest first.
    package let growth: [Growth]

    package init(heat: HeatMap, growth: [Growth]) {
        self.heat = heat
        self.growth = growth
    }
}
