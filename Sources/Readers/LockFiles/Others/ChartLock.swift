// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `Chart.lock` of Helm 3 and `requirements.lock` of Helm 2.
enum ChartLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.yaml(text.text) else { return }
        for chart in draft.requiredTables(root, "dependencies") {
            let address = chart["repository"].text.map { SourceAddress($0) }
            // A chart beside this one has a path, or no repository at all.
            let isRemote = address.map { !$0.isLocal } ?? false
            draft.add(
                LockedDependency(
                    .helm, chart["name"].text ?? "", version: chart["version"].text, isDirect: true, isPinned: isRemote,
                    source: address?.text))
        }
    }
}
