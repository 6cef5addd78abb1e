// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `Package.resolved` of the Swift Package Manager, versions 1 to 3.
enum PackageResolved {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        draft.setVersion(root["version"].text, known: ["1", "2", "3"])
        let holder = root["pins"].isNone ? root["object"] : root
        for pin in draft.requiredTables(holder, "pins") { add(pin, to: &draft) }
    }

    private static func add(_ pin: LockTree, to draft: inout LockDraft) {
        let state = pin["state"]
        let location = (pin["location"].text ?? pin["repositoryURL"].text).map { SourceAddress($0) }
        let revision = state["revision"].text
        let name = location?.repositoryName ?? pin["identity"].text ?? pin["package"].text ?? ""
        // The address is the name, so it is a source of its own only where the name cannot rebuild it.
        let isPlain = location.map { $0.text == "https://\(name).git" || $0.text == "https://\(name)" } ?? true
        draft.add(
            LockedDependency(
                .swift, name, version: state["version"].text ?? revision,
                digests: revision.flatMap(LockDigest.commit).map { [$0] } ?? [],
                isPinned: state["version"].text != nil || revision != nil, source: isPlain ? nil : location?.text))
    }
}
