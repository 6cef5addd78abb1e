// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// How long the job of an upload stood in a queue; of older uploads nobody knows.
    static let queueTime = Migration(version: 15, name: "queue time") { d in
        [
            """
            ALTER TABLE upload
            ADD COLUMN -- ms from when its job was queued to when it started, NULL unknown; ingest
                queue_milliseconds \(d.integer) CHECK (queue_milliseconds >= 0)
            """
        ]
    }
}
