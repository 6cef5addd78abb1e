// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// `Podfile.lock` of CocoaPods.
enum PodfileLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.yaml(text.text) else { return }
        if !root["PODS"].isList { draft.markMissing("PODS") }
        let direct = Set(root["DEPENDENCIES"].items.compactMap { $0.text.map { name(of: $0[...]) } })
        let repositories = sources(root["SPEC REPOS"])
        for (index, item) in root["PODS"].items.enumerated() {
            guard let pod = item.text ?? item.pairs.keys.first else {
                draft.skipEntry("PODS[\(index)]")
                continue
            }
            let name = name(of: pod[...])
            // Parts of a pod share its origin and its checksum.
            let base = String(name.prefix { $0 != "/" })
            var digests = LockDigest.known("sha1", root["SPEC CHECKSUMS"][base].text)
            let external = root["EXTERNAL SOURCES"][base]
            let commit = root["CHECKOUT OPTIONS"][base][":commit"].text
            digests += commit.flatMap(LockDigest.commit).map { [$0] } ?? []
            let isFixed = external.isNone || commit != nil
            draft.add(
                LockedDependency(
                    .cocoapods, name, version: version(of: pod), digests: digests, isDirect: direct.contains(name),
                    isPinned: isFixed, source: source(external) ?? repositories[base]))
        }
    }

    /// The part of `Name/Part (1.0)` or `Name (from …)` before the bracket.
    private static func name(of pod: Substring) -> String {
        String((pod.range(ofASCII: " (").map { pod[..<$0.lowerBound] } ?? pod).trimmed)
    }

    private static func version(of pod: String) -> String? {
        guard let open = pod.range(ofASCII: " ("), let close = pod.lastIndex(of: ")"), open.upperBound <= close
        else { return nil }
        return String(pod[open.upperBound..<close])
    }

    private static func source(_ external: LockTree) -> String? {
        let address = external[":git"].text ?? external[":http"].text ?? external[":podspec"].text
        return address.map { SourceAddress($0).text } ?? external[":path"].text
    }

    /// Pods by name with the repository of their specification, unless the public one has them too.
    private static func sources(_ repositories: LockTree) -> [String: String] {
        var sources: [String: String] = [:]
        var isPublic: Set<String> = []
        for (repository, pods) in repositories.pairs.sorted(by: { $0.key > $1.key }) {
            let address = SourceAddress(repository).text
            let names = pods.items.compactMap(\.text)
            let hosts = ["trunk", "https://github.com/cocoapods/specs", "https://cdn.cocoapods.org"]
            if hosts.contains(where: { address.lowercased().hasPrefix($0) }) { isPublic.formUnion(names) }
            for pod in names { sources[pod] = address }
        }
        return sources.filter { !isPublic.contains($0.key) }
    }
}
