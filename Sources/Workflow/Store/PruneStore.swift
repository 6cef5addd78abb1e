// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage

/// Takes long texts of old failures out of a store.
package struct PruneStore {
    private let store: any StoreDriver

    package init(_ store: any StoreDriver) {
        self.store = store
    }

    /// - Parameters:
    ///   - moment: UTC ms; only texts that no run from then on holds are taken out.
    ///   - now: UTC ms.
    /// - Returns: How many texts, and how much they held.
    package func perform(before moment: Int64, now: Int64, isDryRun: Bool) throws -> TextRetention.Amount {
        try store.write(isDryRun: isDryRun) { connection in
            let retention = TextRetention(connection)
            let amount = try retention.prunable(before: moment)
            if amount.texts > 0 { try retention.prune(before: moment, now: now) }
            return amount
        }
    }
}
