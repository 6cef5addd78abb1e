// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A run as the life of an issue sees it.
///
/// Its parts lie in one place that all copies share: a list of thousands of failures names the same few hundred runs.
package struct RunFact: Sendable, Equatable {
    private final class Parts: Sendable {
        let moment: Run.Moment
        let commit: String?
        let branch: String?
        let release: String?
        let phase: String
        let configuration: Int64

        init(_ row: any StoreRow, from first: Int) {
            moment = Run.Moment(at: row.integer(first + 1), key: row.text(first + 2))
            commit = row.optionalText(first + 3)
            branch = row.optionalText(first + 4)
            release = row.optionalText(first + 5)
            phase = row.text(first + 6)
            configuration = row.integer(first + 7)
        }
    }

    /// What the initializers read, from the first of these columns on.
    static let columns = "r.id, r.started_at, r.key, r.commit_id, r.branch, r.release, r.phase, r.class_id"

    package let id: Int64
    private let parts: Parts

    init(_ row: any StoreRow) { self.init(row, from: 0) }

    init(_ row: any StoreRow, from first: Int) {
        id = row.integer(first)
        parts = Parts(row, from: first)
    }

    package var moment: Run.Moment { parts.moment }
    package var commit: String? { parts.commit }
    package var branch: String? { parts.branch }
    package var release: String? { parts.release }
    package var phase: String { parts.phase }
    /// Row of its configuration class.
    package var configuration: Int64 { parts.configuration }

    package static func == (left: RunFact, right: RunFact) -> Bool { left.id == right.id }
}

extension Array<RunFact> {
    /// Of runs in the order in which they happened, how many happened before a moment.
    ///
    /// - Complexity: O(log n).
    package func count(before moment: Run.Moment) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].moment < moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
