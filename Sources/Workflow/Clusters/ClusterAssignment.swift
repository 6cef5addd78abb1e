// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Keeps clusters equal to what evidence and decisions say, in the order in which runs happened.
///
/// What was grouped before a run is taken as it is, and what came since is scored anew: a run that happened last costs the
/// scoring of its new signatures, and a late one that of all that followed. Both ways give the same clusters.
struct ClusterAssignment {
    /// Clusters that lost or won signatures which had another cluster before.
    typealias Moved = Set<Int64>

    private let connection: any StoreConnection
    private let queries: ClusterQueries
    private let records: MembershipRecords
    private let images: ClusterImages
    private let algorithm: StoredAlgorithm

    init(_ connection: any StoreConnection) {
        self.connection = connection
        queries = ClusterQueries(connection)
        records = MembershipRecords(connection)
        images = ClusterImages(connection)
        algorithm = StoredAlgorithm(connection)
    }

    /// Groups what an upload changed.
    func regroup(_ written: EvidenceWriter.Written, of run: StoredRun) throws -> Moved {
        if written.hasSightings { try images.forget(from: run.run.moment) }
        let isDisturbed = try written.hasSightings && queries.hasEvidence(since: run)
        guard !written.signatures.isEmpty || isDisturbed else { return [] }
        try RuleMatching(connection).look(at: written.signatures)
        return try regroup(from: run.run.moment)
    }

    /// Groups everything that began in a run or after it; everything for nil.
    ///
    /// - Complexity: O(n) for n signatures that no image knows, and scores those that are not settled.
    func regroup(from moment: Run.Moment?) throws -> Moved {
        try algorithm.note()
        try images.forget(from: moment)
        let history = try replay(from: moment, isKept: true)
        return try settle(history.replay.rows, history.replay.places, history.stored)
    }

    /// Applies decisions to clusters as they were grouped.
    func decide() throws -> Moved {
        let stored = try queries.memberships()
        let places = stored.map { entry in
            ClusterReplay.Place(
                match: entry.membership.match, score: entry.membership.score.map { Int32(truncatingIfNeeded: $0) })
        }
        return try settle(stored.map(\.signature), places, stored.map { $0.membership })
    }

    /// Everything as it is stored, ready to be asked.
    func replay(settled: Bool) throws -> (replay: ClusterReplay, stored: [StoredMembership?]) {
        try replay(from: settled ? Run.Moment(at: .max, key: "") : nil)
    }

    /// Groups again: signatures in order, and where each was stored.
    ///
    /// - Parameters:
    ///   - moment: From there on nothing is settled; nil: nothing is.
    ///   - isKept: Whether to write an image of what will be settled next time, if it is worth it; nothing else is written.
    func replay(
        from moment: Run.Moment?, isKept: Bool = false
    ) throws -> (replay: ClusterReplay, stored: [StoredMembership?]) {
        let known = try moment.flatMap { try images.read(notAfter: $0) }
        let history = try SignatureHistory(queries, settledBefore: moment, after: known?.boundary)
        var replay = try known?.replay ?? ClusterReplay(by: algorithm.current())
        replay.expect(history.sightings)
        let memberships = known == nil ? [:] : try queries.allMemberships()
        var stored = replay.rows.map { memberships[$0] }
        let boundary = isKept ? images.next(after: known?.boundary, history) : nil
        var image: [UInt8]?
        func keep(before run: Int32) {
            guard let boundary, image == nil, run >= boundary.run else { return }
            image = replay.image(hearing: history.sightings(before: boundary.run))
        }
        history.forEach { item in
            keep(before: item.run)
            stored.append(item.membership)
            if item.isSettled, let membership = item.membership {
                let place = ClusterReplay.Place(
                    match: membership.match, score: membership.score.map { Int32(truncatingIfNeeded: $0) })
                replay.restore(item.signature, item.evidence, at: place)
            } else {
                replay.add(item.signature, item.evidence)
            }
        }
        keep(before: .max)
        if let boundary, let image { try images.save(boundary.boundary, image) }
        return (replay, stored)
    }

    /// What grouping everything anew says of what is stored.
    struct Differences {
        let signatures: Int
        /// Signatures that are stored elsewhere.
        let differing: Int
        /// Whether the image is what was found where it ends; true without one.
        let isImageSound: Bool
    }

    /// Groups everything anew, once, without writing it.
    func differences() throws -> Differences {
        let known = try images.boundary()
        let history = try SignatureHistory(queries, settledBefore: nil)
        let run = known.map { known in
            Int32(truncatingIfNeeded: history.runs.prefix { $0 < known.before }.count)
        }
        var replay = ClusterReplay(by: try algorithm.current())
        replay.expect(history.sightings)
        var (stored, image): ([StoredMembership?], [UInt8]?) = ([], nil)
        func look(before item: Int32) {
            guard let run, image == nil, item >= run else { return }
            image = replay.image(hearing: history.sightings(before: run))
        }
        history.forEach { item in
            look(before: item.run)
            stored.append(item.membership)
            replay.add(item.signature, item.evidence)
        }
        look(before: .max)
        let memberships = try memberships(replay.rows, replay.places)
        return Differences(
            signatures: memberships.count, differing: zip(memberships, stored).count { $0 != $1 },
            isImageSound: try image.map(images.holds) ?? true)
    }

    /// Where each signature is after decisions.
    private func memberships(_ rows: [Int64], _ places: [ClusterReplay.Place]) throws -> [StoredMembership] {
        let numbers = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) })
        let matches = places.map { place in place.match.flatMap { numbers[$0] } }
        let overlay = ClusterOverlay(rows, matches: matches, decisions: try Decisions(connection).forOverlay())
        return zip(places, overlay.groups).map { place, group in
            StoredMembership(match: place.match, score: place.score.map(Int64.init), cluster: rows[Int(group)])
        }
    }

    /// The group of each signature, called by its first one, as if a rule had not been made.
    func groups(without rule: Int64?) throws -> [Int64: Int64] {
        let stored = try queries.memberships()
        let rows = stored.map(\.signature)
        let numbers = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) })
        let matches = stored.map { entry in entry.membership.match.flatMap { numbers[$0] } }
        let overlay = ClusterOverlay(
            rows, matches: matches, decisions: try Decisions(connection).forOverlay(without: rule))
        return Dictionary(uniqueKeysWithValues: zip(rows, overlay.groups).map { ($0, rows[Int($1)]) })
    }

    /// Writes what differs from what was stored.
    private func settle(
        _ rows: [Int64], _ places: [ClusterReplay.Place], _ stored: [StoredMembership?]
    ) throws -> Moved {
        var moved: Moved = []
        var fresh: [(signature: Int64, membership: StoredMembership)] = []
        for (index, membership) in try memberships(rows, places).enumerated() {
            guard let before = stored[index] else {
                fresh.append((rows[index], membership))
                continue
            }
            guard before != membership else { continue }
            if before.cluster != membership.cluster { moved.formUnion([before.cluster, membership.cluster]) }
            try records.update(rows[index], membership)
        }
        try records.insert(fresh)
        return moved
    }
}
