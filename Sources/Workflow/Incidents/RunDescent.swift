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
    /// Neighbouring rows that are read at once where many of them are asked about.
    private static let blockLength: Int64 = 256
    /// So many runs of a block are read one by one.
    private static let alone = 4

    private let records: LineageRecords
    private var sources: [Int64: LineageRecords.Source] = [:]
    /// Runs of each block that were read one by one.
    private var single: [Int64: Int] = [:]
    /// Whether runs tested more than their commit.
    private var dirty: [Int64: Bool] = [:]
    /// The run that was asked about last, and what was said of it to each failing one: incidents mostly failed together.
    private var asked: Int64?
    private var answers: [Int64: Incident.Descent?] = [:]

    init(_ connection: any StoreConnection) {
        records = LineageRecords(connection)
    }

    /// What a run was of; nothing for one that there is not.
    ///
    /// A walk over many runs takes a few questions for each block of them, and one for a block then.
    func source(of run: Int64) throws -> LineageRecords.Source? {
        if let known = sources[run] { return known }
        if sources.count + Int(Self.blockLength) > Self.capacity { sources.removeAll(keepingCapacity: true) }
        let block = run / Self.blockLength
        guard single[block, default: 0] >= Self.alone else {
            single[block, default: 0] += 1
            let read = try records.source(ofRun: run)
            sources[run] = read
            return read
        }
        let first = block * Self.blockLength
        sources.merge(try records.sources(ofRuns: first..<first + Self.blockLength)) { known, _ in known }
        return sources[run]
    }

    /// How the commit of a run stands to that of one that failed; nil where nobody knows.
    func descent(of run: Int64, from failed: Int64) throws -> Incident.Descent? {
        if asked == run, let known = answers[failed] { return known }
        guard let own = try source(of: run), let other = try source(of: failed) else { return nil }
        let answer = Self.descent(of: own, from: other)
        if asked != run { (asked, answers) = (run, [:]) }
        answers[failed] = .some(answer)
        return answer
    }

    /// Whether two runs tested one commit, and neither is known to have tested changes besides it.
    func areOfOneCommit(_ run: Int64, _ other: Int64) throws -> Bool {
        guard try descent(of: run, from: other) == .same else { return false }
        return try ![run, other].contains(where: isDirty)
    }

    /// The commit of a run; nil where it is not known, or the run is known to have tested changes besides it.
    func cleanCommit(of run: Int64) throws -> String? {
        guard let commit = try source(of: run)?.commit else { return nil }
        return try isDirty(run) ? nil : commit
    }

    private func isDirty(_ run: Int64) throws -> Bool {
        if let known = dirty[run] { return known }
        let read = try records.isDirty(run: run)
        dirty[run] = read
        return read
    }

    /// Says of a run how its commit stands to those of the failing lines of an incident.
    func describe(_ observation: inout Incident.Observation, to lines: [Incident.FailingLine]) throws {
        for line in lines { observation.descents[line.run.id] = try descent(of: observation.run.id, from: line.run.id) }
    }

    /// By what a passing run is known to hold the commit of one that failed: of several the last one that it covers.
    func evidence(that passing: Int64, holds lines: [Incident.FailingLine]) throws -> RestoreEvidence {
        let own = try source(of: passing)?.branch
        for line in lines.reversed() {
            switch try descent(of: passing, from: line.run.id) {
            case .same: return .same
            case .holds: return .git
            case .precedes: continue
            case nil:
                guard let own, let failed = line.branch else { return .order }
                if own == failed { return .branch }
            }
        }
        return .order
    }

    private static func descent(
        of own: LineageRecords.Source, from other: LineageRecords.Source
    ) -> Incident.Descent? {
        guard let commit = own.commit, let failed = other.commit else { return nil }
        if commit == failed { return .same }
        guard let name = own.name, let failedName = other.name else { return nil }
        if name.isSame(as: failedName) { return .same }
        if own.lineage?.names(failedName) == true { return .holds }
        if other.lineage?.names(name) == true { return .precedes }
        return nil
    }
}
