// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `composer.lock` of Composer.
enum ComposerLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.json(text.text) else { return }
        for package in draft.requiredTables(root, "packages") { add(package, isDevelopment: false, to: &draft) }
        for package in draft.tables(root["packages-dev"], "packages-dev") {
            add(package, isDevelopment: true, to: &draft)
        }
    }

    private static func add(_ package: LockTree, isDevelopment: Bool, to draft: inout LockDraft) {
        let source = package["source"]
        let dist = package["dist"]
        let reference = source["reference"].text ?? dist["reference"].text
        let digests =
            LockDigest.known("sha1", dist["shasum"].text) + (reference.flatMap(LockDigest.commit).map { [$0] } ?? [])
        let isLocal = dist["type"].text == "path"
        // Packages of the public index lie in many repositories; the address that they notify tells them from others.
        let isPublic = package["notification-url"].text?.hasPrefix("https://packagist.org/") ?? false
        let address = (source["url"].text ?? dist["url"].text).map { SourceAddress($0).text }
        let version = package["version"].text
        // The name of a branch moves; with a commit beside it, it does not.
        let isBranch = version.map { $0.hasPrefix("dev-") || $0.hasSuffix("-dev") } ?? true
        draft.add(
            LockedDependency(
                .composer, package["name"].text ?? "", version: version, digests: digests,
                isDevelopment: isDevelopment, isPinned: !isLocal && (!isBranch || !digests.isEmpty),
                source: isPublic ? nil : address))
    }
}
