// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A commit and the nearest of its ancestors, as `git log` prints them: what they are and what their messages say.
package struct CommitWindow {
    /// What git is asked for before the hash of the commit.
    package static let arguments = ["-n", String(Lineage.length)] + CommitLog.arguments

    private let records: [CommitLog.Record]

    package init(_ output: [UInt8]) {
        records = output.split(separator: 0).compactMap(CommitLog.Record.init)
    }

    /// nil where the commit has no ancestor.
    package var lineage: Lineage? { Lineage(records.map(\.hash)) }

    /// What the commits say that none of the known ones holds; nil where there may be more such commits than are here.
    ///
    /// A known commit is of use where it is one of those here; what others hold may be told again.
    ///
    /// - Parameter known: Whole hashes.
    /// - Complexity: O(commits + length of the messages).
    package func notes(besides known: [String]) -> [CommitNote]? {
        let places = Dictionary(records.enumerated().map { ($1.hash, $0) }) { first, _ in first }
        var held = Set<Int>()
        var open = known.compactMap { places[Array($0.lowercased().utf8)[...]] }
        while let place = open.popLast() {
            guard held.insert(place).inserted else { continue }
            open += records[place].parents.split(separator: 0x20).compactMap { places[$0] }
        }
        let fresh = records.indices.filter { !held.contains($0) }.map { records[$0] }
        let isWhole =
            records.count < Lineage.length
            || fresh.allSatisfy { $0.parents.split(separator: 0x20).allSatisfy { places[$0] != nil } }
        return isWhole ? fresh.flatMap(\.notes) : nil
    }
}
