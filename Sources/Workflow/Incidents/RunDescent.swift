// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Tells how the commits of two runs stand to each other, by what git said when they were ingested.
///
/// A class, because every part of a fold shares what one of them read.
final class RunDescent {
    /// Runs that are kept, at most 2 KB each.
    private static let capacity = 32_768

    private let records: LineageRecords
    private var sources: [Int64: LineageRecords.Source] = [:]

    init(_ connection: any StoreConnection) {
        records = LineageRecords(connection)
    }

    /// What a run was of; nothing for one that there is not.
    func source(of run: Int64) throws -> LineageRecords.Source? {
        if let known = sources[run] { return known }
        if sources.count == Self.capacity { sources.removeAll(keepingCapacity: true) }
        let read = try records.source(ofRun: run)
        sources[run] = read
        return read
    }

    /// How the commit of a run stands to that of one that failed; nil where nobody knows.
    func descent(of run: Int64, from failed: Int64) throws -> Incident.Descent? {
        guard let own = try source(of: run), let other = try source(of: failed) else { return nil }
        return Self.descent(of: own, from: other)
    }

    /// By what a passing run is known to hold the commit of one that failed.
    func evidence(that passing: Int64, holds failed: Int64) throws -> RestoreEvidence {
        switch try descent(of: passing, from: failed) {
        case .same: return .same
        case .holds: return .git
        case .precedes, nil:
            let branches = try [passing, failed].map { try source(of: $0)?.branch }
            return branches.contains(nil) ? .order : .branch
        }
    }

    private static func descent(
        of own: LineageRecords.Source, from other: LineageRecords.Source
    ) -> Incident.Descent? {
        guard let commit = own.commit, let failed = other.commit else { return nil }
        if commit == failed { return .same }
        guard let commit = CommitName(commit), let failed = CommitName(failed) else { return nil }
        if commit.isSame(as: failed) { return .same }
        if own.lineage?.names(failed) == true { return .holds }
        if other.lineage?.names(commit) == true { return .precedes }
        return nil
    }
}
