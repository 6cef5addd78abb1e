// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A run with what it holds.
package struct RunSummary: Sendable, Equatable {
    /// Row in the store, printed as RUN-id.
    package let id: Int64
    package let run: Run
    /// Results by outcome; of a test that was repeated, what its attempts came to together.
    package let outcomes: [Outcome: Int]
    /// By attempt and shard.
    package let uploads: [UploadSummary]
    /// Whether one cluster broke so much of it, an outage, that it proves nothing of anything else.
    package var isTainted = false

    package init(
        id: Int64, run: Run, outcomes: [Outcome: Int], uploads: [UploadSummary]
    ) {
        self.id = id
        self.run = run
        self.outcomes = outcomes
        self.uploads = uploads
    }
}

/// A part or repetition of a run.
package struct UploadSummary: Sendable, Equatable {
    package let id: Int64
    /// Part of the run from 1; 0 for an undivided run.
    package let shard: Int
    /// From 1.
    package let attempt: Int
    /// SHA-256 over the digests of its files.
    package let digest: String
    /// UTC milliseconds since 1970.
    package let receivedAt: Int64
    /// Whether every file was read to its end.
    package let isComplete: Bool
    package let masksSecrets: Bool
    package let results: Int
    /// SHA-256 over its stored rows.
    package let rowsDigest: String
    /// From when its job was queued to when it started; nil unknown.
    package let queueMilliseconds: Int64?

    package init(
        id: Int64, shard: Int, attempt: Int, digest: String, receivedAt: Int64, isComplete: Bool,
        masksSecrets: Bool, results: Int, rowsDigest: String, queueMilliseconds: Int64? = nil
    ) {
        self.id = id
        self.shard = shard
        self.attempt = attempt
        self.digest = digest
        self.receivedAt = receivedAt
        self.isComplete = isComplete
        self.masksSecrets = masksSecrets
        self.results = results
        self.rowsDigest = rowsDigest
        self.queueMilliseconds = queueMilliseconds
    }
}

extension RunSummary {
    /// The longest time that the job of an upload was queued, in milliseconds; nil where none tells.
    package var queueMilliseconds: Int64? { uploads.compactMap(\.queueMilliseconds).max() }

    /// All results.
    package var tests: Int { outcomes.values.reduce(0, +) }

    /// Shards that have not arrived, from 1.
    package var missingShards: [Int] {
        guard let total = run.expectedShards else { return [] }
        let arrived = Set(uploads.map(\.shard))
        return (1...total).filter { !arrived.contains($0) }
    }

    /// The latest attempt of each part.
    package var latestUploads: [UploadSummary] {
        uploads.filter { upload in !uploads.contains { $0.shard == upload.shard && $0.attempt > upload.attempt } }
    }

    /// Whether every part arrived and every file of its latest attempt was read to its end.
    package var isComplete: Bool { missingShards.isEmpty && latestUploads.allSatisfy(\.isComplete) }
}
