// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `pubspec.lock` of Dart and Flutter.
enum PubspecLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.yaml(text.text) else { return }
        if !root["packages"].isTable { draft.markMissing("packages") }
        for (name, package) in draft.tablePairs(root["packages"], "packages") { add(package, name: name, to: &draft) }
    }

    private static func add(_ package: LockTree, name: String, to draft: inout LockDraft) {
        let description = package["description"]
        let use = package["dependency"].text
        let commit = description["resolved-ref"].text
        let digests =
            LockDigest.known("sha256", description["sha256"].text)
            + (commit.flatMap(LockDigest.commit).map { [$0] } ?? [])
        let kind = package["source"].text
        // Packages of the kit and local paths change with what lies beside the file.
        let isFixed = kind == "hosted" || kind == "git" && commit != nil
        draft.add(
            LockedDependency(
                .pub, description["name"].text ?? name, version: package["version"].text, digests: digests,
                isDirect: use.map { $0.hasPrefix("direct") },
                isDevelopment: use == "direct dev" ? true : use == "direct main" ? false : nil, isPinned: isFixed,
                source: source(description, kind: kind)))
    }

    private static func source(_ description: LockTree, kind: String?) -> String? {
        if kind == "sdk" { return description.text.map { "sdk:" + $0 } }
        if let path = description["path"].text, kind == "path" { return path }
        guard let address = description["url"].text.map({ SourceAddress($0).text }) else { return nil }
        let isPublic = ["https://pub.dev", "https://pub.dartlang.org"].contains { address.hasPrefix($0) }
        return isPublic ? nil : address
    }
}
