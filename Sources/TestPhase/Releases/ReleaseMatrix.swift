// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What became of each issue in each release.
package struct ReleaseMatrix: Sendable {
    package struct Cell: Sendable, Equatable {
        /// Runs of the release that exercised a test of the issue where it once failed, and those in which it failed. None
        /// says nothing about the release.
        package var runs = 0
        package var failed = 0
        /// Whether it failed in no earlier release.
        package var isIntroduced = false
        /// Whether somebody said that it is repaired.
        package var isClaimed = false
        /// Whether a run of the release was the first to hold a repair that has not failed since; no mark of its own.
        package var isHeld = false
        /// Whether enough clean runs showed that it is.
        package var isVerified = false
        /// Whether it came back after that.
        package var isBack = false
        /// Whether a waiver excused it.
        package var isWaived = false

        package init() {}

        package var isEmpty: Bool { self == Cell() }

        /// A letter for each thing that is so, in the order in which such things happen: I, C, V, R, W.
        package var marks: String {
            let all: [(Bool, String)] = [
                (isIntroduced, "I"), (isClaimed, "C"), (isVerified, "V"), (isBack, "R"), (isWaived, "W"),
            ]
            return all.filter(\.0).map(\.1).joined()
        }
    }

    package struct Row: Sendable {
        package let line: IssueLine
        /// One for each release of the matrix.
        package let cells: [Cell]

        package init(line: IssueLine, cells: [Cell]) {
            self.line = line
            self.cells = cells
        }
    }

    /// From the first to the last.
    package let releases: [String]
    /// Issues by the release that introduced them, then by number.
    package let rows: [Row]

    package init(releases: [String], rows: [Row]) {
        self.releases = releases
        self.rows = rows
    }
}
