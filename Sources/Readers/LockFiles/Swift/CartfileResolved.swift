// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `Cartfile.resolved` of Carthage: a kind, a place and a version on each line.
enum CartfileResolved {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        for (number, line) in text.lines {
            let line = line.trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let words = line.split(separator: "\"").map(\.trimmed).filter { !$0.isEmpty }
            guard words.count == 3, let address = address(kind: words[0], place: words[1]) else {
                draft.skipEntry("line \(number)", line: number)
                continue
            }
            let isGitHub = words[0] == "github" && address.text.hasPrefix("https://github.com/")
            draft.add(
                LockedDependency(
                    .carthage, address.repositoryName, version: words[2],
                    digests: LockDigest.commit(String(words[2])).map { [$0] } ?? [],
                    source: isGitHub ? nil : address.text),
                line: number)
        }
    }

    private static func address(kind: Substring, place: Substring) -> SourceAddress? {
        switch kind {
        // A GitHub Enterprise host is written out, the public one is not.
        case "github": SourceAddress(place.contains("://") ? place : "https://github.com/" + place)
        case "git", "binary": SourceAddress(place)
        default: nil
        }
    }
}
