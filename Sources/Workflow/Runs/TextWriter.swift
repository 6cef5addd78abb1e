// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage

/// Gives rows to the texts of an upload, report by report; known texts are not written again.
struct TextWriter {
    private let records: OccurrenceRecords
    private let retention: TextRetention
    private let hasPruned: Bool
    /// The row that the next new text gets.
    private var next: Int64

    // Of the report at hand.
    private var spool: TextSpool
    private var reader: TextSpool.Reader
    /// In the order of the spool, for new texts as well.
    private var rows: [Int64] = []
    /// Places of new texts, and how many of them were written.
    private var fresh: [Int] = []
    private var written = 0
    /// Place behind the last text whose row was asked for.
    private var asked = 0

    init(_ connection: any StoreConnection, _ records: OccurrenceRecords) throws {
        self.records = records
        retention = TextRetention(connection)
        next = try records.nextText()
        hasPruned = try retention.hasPruned()
        spool = TextSpool()
        reader = TextSpool.Reader(spool)
    }

    /// Finds the texts of a report that are known, and puts those back that were taken out and come again.
    mutating func begin(_ spool: TextSpool) throws {
        let known = next == 1 ? [] : try records.texts(digests: (0..<spool.count).map(spool.digest))
        self.spool = spool
        reader = TextSpool.Reader(spool)
        (fresh, written, asked) = ([], 0, 0)
        rows = known.isEmpty ? [Int64](repeating: 0, count: spool.count) : known
        for position in rows.indices where rows[position] == 0 {
            rows[position] = next + Int64(fresh.count)
            fresh.append(position)
        }
        next += Int64(fresh.count)
        try restore(known)
    }

    /// Row of a text of the report; it can be pointed at once it was written.
    mutating func row(_ reference: TextSpool.Reference?) -> Int64? {
        guard let reference else { return nil }
        asked = max(asked, reference.position + 1)
        return rows[reference.position]
    }

    /// Writes the new texts up to the last one whose row was asked for.
    mutating func write() throws { try write(before: asked) }

    /// Writes the new texts that are left.
    mutating func finish() throws { try write(before: spool.count) }

    private mutating func write(before end: Int) throws {
        let batch = fresh[written...].prefix { $0 < end }
        guard let first = batch.first else { return }
        try records.insert(texts: batch.map(spool.digest), first: rows[first]) { index, write in
            reader.withText(batch[batch.startIndex + index], write)
        }
        written = batch.endIndex
    }

    private mutating func restore(_ known: [Int64]) throws {
        guard hasPruned, known.contains(where: { $0 != 0 }) else { return }
        let pruned = try retention.pruned(of: known)
        for (position, row) in known.enumerated() where pruned.contains(row) {
            let body = reader.withText(position) { String(decoding: $0, as: UTF8.self) }
            try retention.restore(row, body: body)
        }
    }
}
