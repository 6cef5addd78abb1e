// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Which tested commits approved baselines are made of.
///
/// A class, because many issues ask for the same, and most stores have none.
final class BaselineApprovals {
    struct Approval {
        /// UTC ms.
        let at: Int64
        /// Such as `BL-beta-2`.
        let name: String
        /// The run that it was captured from, or else the first one of its commit.
        let run: RunFact
    }

    private let connection: any StoreConnection
    private lazy var all: Result<[Approval], any Error> = Result { try read() }

    init(_ connection: any StoreConnection) { self.connection = connection }

    /// The first approval of a baseline whose run is accepted; nil for none.
    func first(where accepts: (RunFact) -> Bool) throws -> Approval? { try all.get().first { accepts($0.run) } }

    /// The oldest first.
    private func read() throws -> [Approval] {
        let queries = IssueQueries(connection)
        return try BaselineRecords(connection).approvals().compactMap { approval in
            let run = try approval.run.flatMap(queries.run) ?? approval.commit.flatMap(queries.firstRun(ofCommit:))
            return run.map { Approval(at: approval.at, name: approval.name, run: $0) }
        }
    }
}
