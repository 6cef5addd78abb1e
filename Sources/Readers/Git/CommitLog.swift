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
        output.split(separator: 0).compactMap(Record.init).flatMap(\.notes)
    }

    /// One commit of the output.
    struct Record {
        let hash: ArraySlice<UInt8>
        /// Hashes with spaces between.
        let parents: ArraySlice<UInt8>
        private let author: ArraySlice<UInt8>
        private let seconds: Int64
        private let message: ArraySlice<UInt8>

        init?(_ record: ArraySlice<UInt8>) {
            let fields = record.split(separator: 0x1F, maxSplits: 4, omittingEmptySubsequences: false)
            guard fields.count == 5, let seconds = Int64(String(decoding: fields[1], as: UTF8.self)) else { return nil }
            // Some versions of git end a record with a line.
            hash = fields[0].drop { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
            self.seconds = seconds
            (author, parents, message) = (fields[2], fields[3], fields[4])
        }

        /// What the message says; no more of it is decoded than the lines that say something.
        var notes: [CommitNote] {
            var seen: Set<String> = []
            var notes: [CommitNote] = []
            func add(_ kind: CommitNote.Kind, _ value: String) {
                guard seen.insert("\(kind) \(value)").inserted else { return }
                notes.append(
                    CommitNote(
                        commit: String(decoding: hash, as: UTF8.self), kind: kind, value: value,
                        author: String(decoding: author, as: UTF8.self), at: seconds * 1000))
            }
            if parents.contains(0x20), let title = lines(where: { _ in true }, limit: 1).first {
                add(.merge, String(title.prefix(longestTitle)))
            }
            for line in lines(where: CommitLog.mayTell) {
                for number in numbers(line, after: ["change:", "change-request:"], prefix: "CR-") {
                    add(.change, number)
                }
                for number in numbers(line, after: ["fixes:", "fix:"], prefix: "ISS-") { add(.fixes, number) }
                for target in targets(line) { add(.reverts, target) }
                if let hash = reverted(line) {
                    let kept = kept(String(decoding: message, as: UTF8.self))
                    add(.reverts, hash + (kept.map { " \($0)" } ?? ""))
                }
            }
            return notes
        }

        /// Lines that have something in them and fit.
        private func lines(where fits: (ArraySlice<UInt8>) -> Bool, limit: Int = .max) -> [Substring] {
            var lines: [Substring] = []
            var start = message.startIndex
            while start < message.endIndex, lines.count < limit {
                let end = message[start...].firstIndex(of: 0x0A) ?? message.endIndex
                let line = message[start..<end]
                start = min(end + 1, message.endIndex)
                guard !line.isEmpty, fits(line) || line.contains(where: CommitLog.mayEndLine) else { continue }
                // Unicode knows more ends of lines than this one.
                lines += String(decoding: line, as: UTF8.self).split(whereSeparator: \.isNewline)
            }
            return Array(lines.prefix(limit))
        }
    }

    /// Whether a line begins as those that say something do.
    private static func mayTell(_ line: ArraySlice<UInt8>) -> Bool {
        guard let first = line.first, let second = line.dropFirst().first else { return false }
        switch (first | 0x20, second | 0x20) {
        case (UInt8(ascii: "c"), UInt8(ascii: "h")), (UInt8(ascii: "f"), UInt8(ascii: "i")),
            (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "t"), UInt8(ascii: "h")):
            return true
        default: return false
        }
    }

    /// Whether a byte is an end of a line other than LF, or may begin one of U+0085, U+2028 and U+2029.
    private static func mayEndLine(_ byte: UInt8) -> Bool {
        (0x0B...0x0D).contains(byte) || byte == 0xC2 || byte == 0xE2
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
