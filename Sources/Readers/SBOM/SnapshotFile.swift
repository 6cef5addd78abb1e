// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The canonical JSON of a ``ConfigurationSnapshot``, or a configuration that somebody wrote by hand in its form.
enum SnapshotFile {
    static func read(_ root: LockTree, into draft: inout BillDraft) {
        draft.setFormat("snapshot", version: root["format"].text, known: ["1"])
        for (path, tree) in draft.tables(root["items"], "items") {
            if let item = item(tree, file: draft.file) {
                draft.keep(item)
            } else {
                draft.skipEntry(path)
            }
        }
    }

    /// nil without a kind that we know and a key; evidence and pin may be left out by hand.
    private static func item(_ tree: LockTree, file: String) -> ConfigurationItem? {
        guard let kind = tree["kind"].text.flatMap(ConfigurationItem.Kind.init), let key = tree["key"].exactText
        else { return nil }
        return ConfigurationItem(
            kind, key, value: tree["value"].exactText, digest: tree["digest"].exactText,
            isPinned: tree["pinned"].flag ?? true, evidence: tree["evidence"].exactText ?? file,
            isDirect: tree["direct"].flag, isDevelopment: tree["development"].flag)
    }
}

extension LockTree {
    /// A text, even an empty one: variables may be set to nothing.
    fileprivate var exactText: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}
