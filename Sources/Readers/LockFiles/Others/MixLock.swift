// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `mix.lock` of Elixir: a map from names to tuples that begin with `:hex` or `:git`.
enum MixLock {
    /// What a tuple holds at its top; lists inside it are skipped.
    private struct Entry {
        var key: String
        var line: Int
        var values: [String] = []
    }

    static func read(_ text: LockText, into draft: inout LockDraft) {
        var tokens = MixTokens(text.text)
        var depth = 0
        var entry: Entry?
        while let token = tokens.next() {
            switch token.kind {
            case .open:
                depth += 1
            case .close:
                depth -= 1
                if depth == 1, let complete = entry {
                    add(complete, to: &draft)
                    entry = nil
                }
            case .value where depth == 1: entry = Entry(key: token.text, line: token.line)
            case .value where depth == 2: entry?.values.append(token.text)
            case .value: continue
            }
        }
        if depth != 0 { draft.markMalformed("the map is not closed", line: tokens.line) }
    }

    private static func add(_ entry: Entry, to draft: inout LockDraft) {
        let values = entry.values
        switch values.first {
        case ":hex" where values.count >= 4:
            // The outer checksum is that of the archive; older files have only the inner one.
            let outer = values.last.flatMap { isChecksum($0) ? $0 : nil }
            let repository = values.dropFirst(4).first { !isChecksum($0) }
            draft.add(
                LockedDependency(
                    .hex, values[1].drop { $0 == ":" }, version: values[2],
                    digests: LockDigest.known("sha256", outer ?? values[3]),
                    source: repository == "hexpm" ? nil : repository),
                line: entry.line)
        case ":git" where values.count >= 3:
            draft.add(
                LockedDependency(
                    .hex, entry.key, version: values[2], digests: LockDigest.commit(values[2]).map { [$0] } ?? [],
                    source: SourceAddress(values[1]).text),
                line: entry.line)
        default: draft.skipEntry(entry.key, line: entry.line)
        }
    }

    private static func isChecksum(_ value: String) -> Bool { LockDigest.isCommit(value) && value.utf8.count == 64 }
}

/// The texts, atoms and brackets of an Elixir term; commas, colons and the signs of a map part them.
struct MixTokens {
    enum Kind {
        case open
        case close
        case value
    }

    private let bytes: [UInt8]
    private var index = 0
    /// Line that is read, from 1.
    private(set) var line = 1

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func next() -> (kind: Kind, text: String, line: Int)? {
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                index += 1
                return (.open, "", line)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                index += 1
                return (.close, "", line)
            case UInt8(ascii: "\""): return (.value, string(), line)
            case UInt8(ascii: ":") where index + 1 < bytes.count && Self.isWord(bytes[index + 1]):
                return (.value, word(), line)
            case _ where Self.isWord(byte): return (.value, word(), line)
            case 0x0A:
                line += 1
                index += 1
            default: index += 1
            }
        }
        return nil
    }

    private mutating func string() -> String {
        let start = index + 1
        index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        let end = min(index, bytes.count)
        index += 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func word() -> String {
        let start = index
        index += 1
        while index < bytes.count, Self.isWord(bytes[index]) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "@"), 0x80...: true
        default: false
        }
    }
}
