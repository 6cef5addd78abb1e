// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Values of attributes: decoded, bounded, and judged.
extension ReportBuilder {
    /// Copies a value to the arena, cut to `limit` bytes.
    @inline(__always)
    mutating func store(_ value: Bytes, limit: Int) -> Range<Int> {
        let start = arena.count
        append(value)
        if BoundedText.cutName(in: arena, from: start, limit: limit) { noteCut(limit: limit) }
        return start..<arena.count
    }

    mutating func decoded(_ value: Bytes, limit: Int) -> String {
        let range = store(value, limit: limit)
        defer { arena.truncate(to: range.lowerBound) }
        return String(decoding: arena[range], as: UTF8.self)
    }

    /// Undoes what libxml2 leaves in attributes when entities are off: every `&` arrives as `&#38;`.
    @inline(__always)
    private func append(_ value: Bytes) {
        if let ampersand = value.firstIndex(ofByte: 0x26) {
            appendDecoded(value, from: ampersand)
        } else {
            arena.append(value)
        }
    }

    private func appendDecoded(_ value: Bytes, from first: Int) {
        var (start, ampersand) = (0, first)
        while true {
            arena.append(Bytes(rebasing: value[start...ampersand]))
            start = ampersand + 1
            if value.hasASCII("&#38;", at: ampersand) { start = ampersand + 5 }
            guard let next = value.firstIndex(ofByte: 0x26, from: start) else { break }
            ampersand = next
        }
        arena.append(Bytes(rebasing: value[start...]))
    }

    private mutating func noteCut(limit: Int) {
        log.add(.warning, "value-truncated", line: line, path: path, "a value is longer than \(limit) bytes; it is cut")
    }

    /// A line number or another count, from 0.
    mutating func readCount(_ value: Bytes) -> Int? {
        guard !value.isBlank else { return nil }
        if let number = Int(value.text), number >= 0 { return number }
        log.add(
            .warning, "bad-number", line: line, path: path,
            "\"\(value.text.prefix(40))\" is no count; it is ignored")
        return nil
    }

    mutating func readTimestamp(_ text: String?) -> JUnitTimestamp.Reading? {
        guard let text else { return nil }
        guard let reading = JUnitTimestamp.read(text) else {
            log.add(
                .warning, "bad-timestamp", line: line, path: path,
                "timestamp=\"\(text.prefix(40))\" is no date; the time of ingestion counts")
            return nil
        }
        guard limits.now != .max else { return reading }
        let latest = limits.now + Int64(limits.clockSkewSeconds) * 1000
        if reading.milliseconds > latest || reading.milliseconds < 631_152_000_000 {
            log.add(
                .warning, "clock-skew", line: line, path: path,
                "timestamp=\"\(text.prefix(40))\" is in the future or before 1990")
            return reading.milliseconds > latest
                ? JUnitTimestamp.Reading(milliseconds: limits.now, hasZone: reading.hasZone) : nil
        }
        return reading
    }

    /// Where the parser stands, in words: `testsuite[2]("api") > testcase[7]`.
    var path: String { suites.path(isInsideCase: isInsideCase) }
}
