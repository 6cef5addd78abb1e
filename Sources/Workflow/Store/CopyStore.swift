// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage

/// Moves a whole store into an empty one, of any engine, and proves that both hold the same.
package struct CopyStore {
    package struct Outcome: Sendable, Equatable {
        package var rows = 0
        package var tables = 0
        /// SHA-256 over every value of every row of every table, 64 hexadecimal digits.
        package var digest = ""
    }

    private let source: any StoreDriver
    private let target: any StoreDriver

    /// - Parameters:
    ///   - source: Is only read.
    ///   - target: Must hold nothing.
    package init(from source: any StoreDriver, to target: any StoreDriver) {
        self.source = source
        self.target = target
    }

    /// Copies in one transaction of each, reads the copy again, and compares.
    ///
    /// - Throws: `Refusal` where the target is not empty, `StorageError` where both differ; nothing is kept then.
    /// - Complexity: O(rows), twice; memory for some thousand rows, and on a server for the largest table.
    package func perform(progress: (_ table: String, _ rows: Int) -> Void = { _, _ in }) throws -> Outcome {
        try source.read { from in
            try target.write { to in
                guard try StoreTables(to).isEmpty() else {
                    throw Refusal(
                        message: "\(target.location) holds something already",
                        hint: "copy into a store that does not exist yet")
                }
                let names = try Set(StoreTables(from).names())
                if let unknown = names.symmetricDifference(StoreTables.all).min() {
                    throw StorageError(.unexpected, "the table \(unknown) is not known in both stores")
                }
                var outcome = Outcome()
                var digests = (RowsDigest(), RowsDigest())
                for name in StoreTables.all {
                    let columns = try StoreTables(from).columns(of: name)
                    let (own, other) = (TableRows(name, columns, from), TableRows(name, columns, to))
                    if name == "store_info" { try other.delete() }
                    let rows = try own.visit(&digests.0, other.insert)
                    _ = try other.visit(&digests.1) { _ in }
                    try other.numberOn()
                    outcome.rows += rows
                    outcome.tables += 1
                    progress(name, rows)
                }
                // The index of words is the engine's own.
                try ArticleRecords(to).indexCopies()
                outcome.digest = digests.0.text()
                guard digests.1.text() == outcome.digest else {
                    throw StorageError(.damaged, "the copy differs from \(source.location); nothing was kept")
                }
                return outcome
            }
        }
    }
}
