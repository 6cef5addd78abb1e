// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Which texts were taken out, without a walk through all texts.
    static let prunedTexts = Migration(version: 17, name: "pruned-texts") { _ in
        ["CREATE INDEX text_that_was_pruned ON text (id) WHERE pruned_at IS NOT NULL"]
    }
}
