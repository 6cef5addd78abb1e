// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Run {
    /// When a run happened among others: by its start, and by its key among those of the same millisecond.
    package struct Moment: Sendable, Hashable, Comparable {
        /// UTC milliseconds since 1970.
        package let at: Int64
        package let key: String

        package init(at: Int64, key: String) {
            self.at = at
            self.key = key
        }

        /// Keys are compared byte by byte, as every store does.
        package static func < (left: Moment, right: Moment) -> Bool {
            left.at != right.at ? left.at < right.at : left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
        }
    }

    package var moment: Moment { Moment(at: startedAt, key: key) }
}
