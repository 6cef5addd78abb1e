// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What git says of the commit of a run.
package struct CommitHistory: Sendable {
    /// What messages of the commits behind it say, without those behind others.
    package var notes: [CommitNote]
    /// Which commits it holds; nil where git does not know.
    package var lineage: Lineage?

    package init(notes: [CommitNote] = [], lineage: Lineage? = nil) {
        self.notes = notes
        self.lineage = lineage
    }
}
