// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Settings {
    /// What one upload may cost; what exceeds it is cut or refused, and the cut is a warning with a count.
    package struct Limits: Sendable, Equatable {
        /// Longest file, in bytes; a longer one is refused.
        package var fileBytes = 4 << 30
        /// Elements within elements, from 1.
        package var depth = 200
        /// Attributes of one element.
        package var attributes = 256
        /// Longest element or attribute name, in bytes.
        package var nameBytes = 1024
        /// Longest test name, class or file, in bytes; a longer one is cut and ends with its hash.
        package var valueBytes = 2048
        /// Longest failure message, in bytes.
        package var messageBytes = 16 << 10
        /// Longest failure text, in bytes; head and tail are kept.
        package var detailsBytes = 256 << 10
        /// Longest standard output and error of one test together, in bytes; head and tail are kept.
        package var outputBytes = 256 << 10
        /// What the parser sees of one value, in bytes; the rest is skipped and counted.
        package var rawValueBytes = 1 << 20
        /// Results of one file.
        package var results = 5_000_000
        /// Properties of one suite.
        package var properties = 10_000
        /// Inflated size of an archive divided by its size.
        package var archiveRatio = 100
        /// Inflated size of all members of an archive, in bytes.
        package var archiveBytes = 256 << 20
        /// How far in the future a time stamp may lie, in seconds, before it is replaced and flagged.
        package var clockSkewSeconds = 600

        /// The default limits.
        package init() {}
    }
}
