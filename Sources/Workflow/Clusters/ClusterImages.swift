// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Decides which part of the history the clustering need not go through again, because an image of it is kept.
///
/// An image ends some runs before the latest, so that a run that comes a little late does not spoil it. It is written again
/// when it would know a good deal more, so that writing costs little beside what it saves.
package struct ClusterImages {
    package struct Policy: Sendable {
        /// So many more signatures, and such a part of those known, make a new image worth it.
        var least = 128
        var share = 16
        /// Runs that are not part of it, at least 1: it ends before a run.
        var lag = 8

        package init() {}

        package init(least: Int, share: Int, lag: Int) {
            (self.least, self.share, self.lag) = (least, share, lag)
        }
    }

    /// Tests make images of small histories.
    @TaskLocal package static var policy = Policy()

    /// What an image knows.
    struct Boundary {
        let signatures: Int
        /// It knows signatures of runs before this moment, and all of these.
        let before: Run.Moment
    }

    private let records: ClusterImageRecords
    private let algorithm: StoredAlgorithm

    init(_ connection: any StoreConnection) {
        records = ClusterImageRecords(connection)
        algorithm = StoredAlgorithm(connection)
    }

    private func program() throws -> String {
        "\(TestPhaseModule.version) \(SignatureBuilder.algorithm) \(try algorithm.current().name)"
    }

    /// The clustering as the image has it, if that ends at a moment or before it, this program wrote it, and it is sound.
    func read(notAfter moment: Run.Moment) throws -> (boundary: Boundary, replay: ClusterReplay)? {
        guard let boundary = try boundary(notAfter: moment),
            let replay = try records.withBytes({ try ClusterReplay(image: $0, by: algorithm.current()) }) ?? nil,
            replay.rows.count == boundary.signatures
        else { return nil }
        return (boundary, replay)
    }

    private func boundary(notAfter moment: Run.Moment) throws -> Boundary? {
        guard let stored = try records.stored(), try stored.program == program(), stored.before <= moment else {
            return nil
        }
        return Boundary(signatures: stored.signatures, before: stored.before)
    }

    /// Where the next image should end, and the position of that run; nil while the one that is there is good enough.
    func next(after known: Boundary?, _ history: SignatureHistory) -> (boundary: Boundary, run: Int32)? {
        let run = history.runs.count - max(1, Self.policy.lag)
        guard run > 0 else { return nil }
        let position = Int32(truncatingIfNeeded: run)
        let more = history.signatures(before: position)
        let before = known?.signatures ?? 0
        guard more >= max(Self.policy.least, before / Self.policy.share) else { return nil }
        return (Boundary(signatures: before + more, before: history.runs[run]), position)
    }

    func save(_ boundary: Boundary, _ image: [UInt8]) throws {
        try records.save(
            ClusterImageRecords.Stored(
                before: boundary.before, signatures: boundary.signatures, program: try program()), image)
    }

    /// Forgets an image that knows of runs at a moment or after it; any for nil.
    func forget(from moment: Run.Moment?) throws { try records.forget(from: moment) }

    /// Where the image ends, if this program wrote it; nil for none.
    func boundary() throws -> Boundary? { try boundary(notAfter: Run.Moment(at: .max, key: "")) }

    /// Whether the image is what a clustering of everything had found there.
    func holds(_ image: [UInt8]) throws -> Bool { try records.withBytes { image.elementsEqual($0) } ?? false }
}
