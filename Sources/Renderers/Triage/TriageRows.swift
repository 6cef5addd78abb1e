// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `exitgate triage --format tsv`: one row a failure, handed on in pieces, since there may be millions.
package struct TriageRows {
    private static let pieceSize = 1 << 16

    private var text = "id\tcluster\tissue\n"

    package init() {}

    /// Adds a row; `write` gets a piece of text now and then.
    package mutating func add(id: String, cluster: String, issue: String, write: (String) -> Void) {
        text += TSVText.cell(id)
        text += "\t"
        text += cluster
        text += "\t"
        text += issue
        text += "\n"
        if text.utf8.count > Self.pieceSize { finish(write: write) }
    }

    /// Hands on what is left.
    package mutating func finish(write: (String) -> Void) {
        write(text)
        text.removeAll(keepingCapacity: true)
    }
}
