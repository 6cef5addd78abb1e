// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// All SQL, written once for every engine.
///
/// `Engine` says what an engine is: a `StoreDriver` reads and writes in transactions, a `StoreConnection` runs `SQLText`,
/// a `Dialect` holds what differs. `Schema` makes the tables, by numbered migrations that are frozen once released.
/// The other folders hold the nouns: `…Records` write rows, `…Queries` read them. Evidence is immutable: nothing here
/// updates or deletes a result.
package enum StorageModule {}
