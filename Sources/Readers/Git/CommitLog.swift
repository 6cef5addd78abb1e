// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads what messages of commits say about changes and issues, from the output of `git log`.
package enum CommitLog {
    /// What git is asked for: fields that a message cannot hold between them, one commit to each zero byte.
    package static let arguments = ["-z", "--format=%H%x1f%ct%x1f%aN%x1f%P%x1f%B"]
    /// Titles are cut to so many characters.
    private static let longestTitle = 200

    /// Notes by commit in the order of the log, each once.
    ///
    /// - Complexity: O(length).
    package static func notes(_ output: [UInt8]) -> [CommitNote] {
        output.split(separator: 0).flatMap(commit)
    }

    private static func commit(_ record: ArraySlice<UInt8>) -> [CommitNote] {
        let fields = record.split(separator: 0x1F, maxSplits: 4, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == 5, let seconds = Int64(fields[1]) else { return [] }
        let hash = fields[0].filter { !$0.isWhitespace }
        var seen: Set<String> = []
        var notes: [CommitNote] = []
        func add(_ kind: CommitNote.Kind, _ value: String) {
            guard seen.insert("\(kind) \(value)").inserted else { return }
            notes.append(CommitNote(commit: hash, kind: kind, value: value, author: fields[2], at: seconds * 1000))
        }
        let lines = fields[4].split(whereSeparator: \.isNewline)
        if fields[3].split(separator: " ").count > 1, let title = lines.first {
            add(.merge, String(title.prefix(longestTitle)))
        }
        for line in lines {
            for number in numbers(line, after: ["change:", "change-request:"], prefix: "CR-") { add(.change, number) }
            for number in numbers(line, after: ["fixes:", "fix:"], prefix: "ISS-") { add(.fixes, number) }
            for target in targets(line) { add(.reverts, target) }
            if let hash = reverted(line) { add(.reverts, hash + (kept(fields[4]).map { " \($0)" } ?? "")) }
        }
        return notes
    }

    /// Numbers of a trailer, such as `3` and `4` of `Fixes: ISS-3, ISS-4`.
    private static func numbers(_ line: Substring, after keys: [String], prefix: String) -> [String] {
        let lower = line.lowercased()
        guard let key = keys.first(where: lower.hasPrefix) else { return [] }
        let words = lower.dropFirst(key.count).split { $0 == "," || $0.isWhitespace }
        let numbers = words.compactMap { word -> String? in
            guard word.hasPrefix(prefix.lowercased()), let number = Int64(word.dropFirst(prefix.count)), number > 0
            else { return nil }
            return String(number)
        }
        // A sentence is no trailer.
        return numbers.count == words.count ? numbers : []
    }

    /// What a trailer takes back, such as `c0ffee1234567` or `CR-7` of `Reverts: c0ffee1234567, CR-7`.
    private static func targets(_ line: Substring) -> [String] {
        let lower = line.lowercased()
        guard let key = ["reverts:", "revert:"].first(where: lower.hasPrefix) else { return [] }
        let words = lower.dropFirst(key.count).split { $0 == "," || $0.isWhitespace }
        let found = words.compactMap { word -> String? in
            if word.hasPrefix("cr-") { return Int64(word.dropFirst(3)).flatMap { $0 > 0 ? "CR-\($0)" : nil } }
            return (7...64).contains(word.utf8.count) && word.allSatisfy { $0.isASCII && $0.isHexDigit }
                ? String(word) : nil
        }
        // A sentence is no trailer.
        return found.count == words.count ? found : []
    }

    /// The parent that stays when a merge is reverted: "… reversing changes made to HASH."
    private static func kept(_ message: String) -> String? {
        let words = message.split(whereSeparator: \.isWhitespace)
        guard let place = words.indices.first(where: { words[$0...].starts(with: ["changes", "made", "to"]) }),
            place + 3 < words.count
        else { return nil }
        let hash = words[place + 3].prefix(while: \.isHexDigit)
        return hash.count >= 7 ? hash.lowercased() : nil
    }

    /// The hash in the sentence that `git revert` writes.
    private static func reverted(_ line: Substring) -> String? {
        guard line.hasPrefix("This reverts commit ") else { return nil }
        let hash = line.dropFirst("This reverts commit ".count).prefix(while: \.isHexDigit)
        return hash.count >= 7 ? hash.lowercased() : nil
    }
}
