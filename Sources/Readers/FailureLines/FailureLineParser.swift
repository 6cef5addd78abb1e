// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Turns one line into a failure: values without escapes are slices of the line, the others lie in a reused buffer.
struct FailureLineParser {
    /// Where a value lies: in the line, or in the arena.
    private struct Part {
        var range = 0..<0
        var isInArena = false
    }

    private static let reusableBytes = 1 << 20

    private let limits: ReaderLimits
    private var parts = [Part](repeating: Part(), count: FailureLine.Key.allCases.count)
    /// A bit for each key that was met, to find duplicates.
    private var met: UInt8 = 0
    private let arena = ByteArena()
    private var bounded = BoundedText()

    init(limits: ReaderLimits) {
        self.limits = limits
    }

    /// Reads a line that is not blank and hands out its failure.
    ///
    /// - Parameters:
    ///   - text: clean UTF-8 without its line feed.
    ///   - number: of the line, from 1.
    /// - Throws: `JSONFault` when the line holds no failure.
    mutating func read(
        _ text: Bytes, number: Int, log: inout DiagnosticLog, body: (borrowing FailureLine) -> Void
    ) throws(JSONFault) {
        for index in parts.indices { parts[index] = Part() }
        met = 0
        arena.removeAll(keeping: Self.reusableBytes)
        var cursor = JSONCursor(text)
        defer { cursor.oddities.report(text, line: number, to: &log) }
        cursor.skipBlanks()
        try readObject(&cursor)
        try cursor.finish()
        if parts[FailureLine.Key.id.rawValue].range.isEmpty {
            let start = arena.count
            arena.append(String(number))
            parts[FailureLine.Key.id.rawValue] = Part(range: start..<arena.count, isInArena: true)
        }
        handOut(text, number: number, body: body)
    }

    private func handOut(_ text: Bytes, number: Int, body: (borrowing FailureLine) -> Void) {
        func value(_ key: FailureLine.Key) -> Bytes {
            let part = parts[key.rawValue]
            return part.isInArena ? arena[part.range] : Bytes(rebasing: text[part.range])
        }
        body(
            FailureLine(
                id: value(.id), suite: value(.suite), className: value(.className), name: value(.name),
                type: value(.type), message: value(.message), text: value(.text), run: value(.run), line: number))
    }

    private mutating func readObject(_ cursor: inout JSONCursor) throws(JSONFault) {
        let start = cursor.position
        guard cursor.skip(UInt8(ascii: "{")) else {
            try cursor.skipValue()
            try cursor.finish()
            throw JSONFault("json-not-object", at: start, "the line is JSON but no object")
        }
        cursor.skipBlanks()
        if cursor.skip(UInt8(ascii: "}")) { return }
        repeat {
            cursor.skipBlanks()
            let keyStart = cursor.position
            let name = try cursor.key()
            guard let key = key(name, &cursor) else {
                try cursor.skipValue()
                continue
            }
            if met & 1 << key.rawValue != 0 { cursor.oddities.duplicates.note(at: keyStart) }
            met |= 1 << key.rawValue
            try readValue(key, &cursor)
        } while try cursor.separator(closing: UInt8(ascii: "}"))
    }

    private mutating func key(_ name: JSONString, _ cursor: inout JSONCursor) -> FailureLine.Key? {
        guard name.hasEscapes else { return FailureLine.Key(Bytes(rebasing: cursor.text[name.range])) }
        let start = arena.count
        name.unescape(cursor.text, into: arena, oddities: &cursor.oddities)
        defer { arena.truncate(to: start) }
        return FailureLine.Key(arena[start..<arena.count])
    }

    private mutating func readValue(_ key: FailureLine.Key, _ cursor: inout JSONCursor) throws(JSONFault) {
        let start = cursor.position
        var part = Part()
        switch cursor.current {
        case UInt8(ascii: "\""):
            let string = try cursor.string()
            part.range = string.range
            if string.hasEscapes {
                let arenaStart = arena.count
                string.unescape(cursor.text, into: arena, oddities: &cursor.oddities)
                part = Part(range: arenaStart..<arena.count, isInArena: true)
            }
        case UInt8(ascii: "n"): try cursor.literal()
        case UInt8(ascii: "-") where key.allowsInteger, 0x30...0x39 where key.allowsInteger:
            let found = try cursor.number()
            guard found.isInteger else { throw Self.typeFault(key, at: start) }
            part.range = found.range
        default:
            try cursor.skipValue()
            throw Self.typeFault(key, at: start)
        }
        if bound(&part, key, cursor.text) { cursor.oddities.cuts.note(at: start) }
        parts[key.rawValue] = part
    }

    private static func typeFault(_ key: FailureLine.Key, at offset: Int) -> JSONFault {
        JSONFault(
            "json-type", at: offset,
            "\"\(key.word)\" is neither a string nor \(key.allowsInteger ? "an integer" : "null")")
    }

    /// Bytes that a value may have, as in a JUnit report.
    private func limit(_ key: FailureLine.Key) -> Int {
        switch key {
        case .text: limits.detailsBytes
        case .message: limits.messageBytes
        default: limits.valueBytes
        }
    }

    /// Cuts a value that is longer than its limit; answers whether it was.
    private mutating func bound(_ part: inout Part, _ key: FailureLine.Key, _ text: Bytes) -> Bool {
        let limit = limit(key)
        guard part.range.count > limit else { return false }
        let start = part.isInArena ? part.range.lowerBound : arena.count
        if !part.isInArena { arena.append(Bytes(rebasing: text[part.range])) }
        let isCut: Bool
        if key == .text {
            bounded.reset(limit: limit)
            bounded.append(arena[start..<arena.count])
            arena.truncate(to: start)
            bounded.write(to: arena)
            isCut = bounded.isCut
        } else {
            isCut = BoundedText.cutName(in: arena, from: start, limit: limit)
        }
        part = Part(range: start..<arena.count, isInArena: true)
        return isCut
    }
}
