// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// `go.mod`: its requirements are exact, because minimal version selection never takes a newer one by itself.
///
/// Digests stand in `go.sum`; see ``LockFileContent/addingDigests(of:)``.
enum GoModule {
    private struct Requirement {
        let line: Int
        let path: String
        let version: String
        let isIndirect: Bool
    }

    private struct Replacement {
        let path: String
        /// Nil replaces every version.
        let version: String?
        let newPath: String
        /// Nil for a folder.
        let newVersion: String?
    }

    static func read(_ text: LockText, into draft: inout LockDraft) {
        var requirements: [Requirement] = []
        var replacements: [Replacement] = []
        var block: Substring?
        for (number, line) in text.lines {
            let parts = line.range(ofASCII: "//").map { (line[..<$0.lowerBound], line[$0.upperBound...]) } ?? (line, "")
            var words = parts.0.words.map { $0.trimmingQuotes }
            guard !words.isEmpty else { continue }
            if words == [")"] {
                block = nil
                continue
            }
            if words.last == "(" {
                block = Substring(words[0])
                continue
            }
            let directive = block.map(String.init) ?? words.removeFirst()
            if directive == "require" {
                guard words.count >= 2 else {
                    draft.skipEntry("line \(number)", line: number)
                    continue
                }
                let isIndirect = parts.1.words.first.map { $0 == "indirect" || $0 == "indirect;" } ?? false
                requirements.append(
                    Requirement(line: number, path: words[0], version: words[1], isIndirect: isIndirect))
            } else if directive == "replace", let replacement = replacement(words) {
                replacements.append(replacement)
            }
        }
        let byPath = Dictionary(grouping: replacements, by: \.path)
        for requirement in requirements { add(requirement, byPath[requirement.path] ?? [], to: &draft) }
    }

    private static func replacement(_ words: [String]) -> Replacement? {
        guard let arrow = words.firstIndex(of: "=>"), arrow >= 1, arrow + 1 < words.count else { return nil }
        return Replacement(
            path: words[0], version: arrow > 1 ? words[1] : nil, newPath: words[arrow + 1],
            newVersion: arrow + 2 < words.count ? words[arrow + 2] : nil)
    }

    /// What a replaced module is built from is another module, or a folder that the file cannot pin.
    private static func add(_ requirement: Requirement, _ fitting: [Replacement], to draft: inout LockDraft) {
        let replacement = fitting.first { $0.version == requirement.version } ?? fitting.first { $0.version == nil }
        let isFolder = replacement.map { $0.newVersion == nil } ?? false
        draft.add(
            LockedDependency(
                .golang, isFolder ? requirement.path : replacement?.newPath ?? requirement.path,
                version: isFolder ? nil : replacement?.newVersion ?? requirement.version,
                isDirect: !requirement.isIndirect, isPinned: !isFolder, source: isFolder ? replacement?.newPath : nil),
            line: requirement.line)
    }
}

/// `go.sum`: digests of every module that was ever looked at, of which the build need not use all.
enum GoSum {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        for (number, line) in text.lines {
            let words = line.words
            guard !words.isEmpty else { continue }
            guard words.count == 3 else {
                draft.skipEntry("line \(number)", line: number)
                continue
            }
            // Modules of which only the `go.mod` was read are not part of any build.
            guard !words[1].hasSuffix("/go.mod") else { continue }
            draft.add(LockedDependency(.golang, words[0], version: words[1], digests: [String(words[2])]), line: number)
        }
    }
}

extension Substring {
    fileprivate var trimmingQuotes: String {
        let isQuoted = utf8.count > 1 && (hasPrefix("\"") && hasSuffix("\"") || hasPrefix("`") && hasSuffix("`"))
        return String(isQuoted ? dropFirst().dropLast() : self)
    }
}
