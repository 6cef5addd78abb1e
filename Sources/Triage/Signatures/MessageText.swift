// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Small judgements on lines of failure texts.
enum MessageText {
    private static let generic: [StaticString] = [
        "", "failed", "failure", "error", "fail", "null", "none", "assertionerror", "assertion error",
        "assertionfailederror",
    ]
    private static let noise: [StaticString] = [
        "=== RUN", "=== PAUSE", "=== CONT", "=== NAME", "--- FAIL", "--- PASS", "--- SKIP", "PASS", "FAIL",
        "exit status", "goroutine ",
    ]
    private static let errorWords: [StaticString] = [
        "error", "exception", "fail", "fatal", "panic", "assert", "timeout", "time out", "timed out", "timedout",
        "expected",
        "unexpected", "cannot", "can't", "unable", "refused", "denied", "not found", "mismatch", "differ", "wrong",
        "invalid",
        "missing", "got", "want",
    ]
    private static let errorTypes: [StaticString] = [
        "Error", "Exception", "Failure", "Failed", "Panic", "Timeout", "Throwable", "Interrupt",
    ]
    private static let errorStarts: [Bool] = (0...255).map { byte in
        errorWords.contains { Int($0.utf8Start[0]) == byte || Int($0.utf8Start[0] & ~32) == byte }
    }

    /// Whether the line is only a word for failing.
    static func isGeneric(_ line: Bytes) -> Bool {
        var start = 0
        if line.count > 5, line.startsIgnoringCase("test ", at: 0) { start = 5 }
        var end = line.count
        while end > start, !line[end - 1].isAlphanumeric, line[end - 1] < 0x80 { end -= 1 }
        return generic.contains { $0.utf8CodeUnitCount == end - start && line.startsIgnoringCase($0, at: start) }
    }

    /// Whether a runner wrote the line for itself.
    static func isNoise(_ line: Bytes) -> Bool {
        let start = line.blanksEnd(0)
        if line.has("ok ", at: 0) || line.has("ok\t", at: 0) { return true }
        return noise.contains { line.has($0, at: start == 0 || $0.utf8Start[0] == .dash ? start : 0) }
    }

    /// The line behind a date and time at its beginning.
    static func withoutTime(_ line: Bytes) -> Bytes {
        var place = line.byte(0) == UInt8(ascii: "[") ? 1 : 0
        guard line.end(of: .digit, from: place, limit: place + 4) == place + 4, line.byte(place + 4) == .dash,
            line.byte(place + 13) == .colon
        else { return line }
        place = line.end(of: ByteSet("0123456789-:.,TZ +]"), from: place, limit: place + 40)
        while place > 0, line[place - 1].isDigit, line.byte(place).isAlphanumeric { place -= 1 }
        if ByteSet("|-").contains(line.byte(place)) { place += 1 }
        return line.part(line.blanksEnd(place), line.count)
    }

    /// Whether nothing but blanks surrounds one line.
    static func isOneLine(_ text: Bytes) -> Bool {
        var start = 0
        var end = text.count
        while start < end, text[start].isSpace { start += 1 }
        while end > start, text[end - 1].isSpace { end -= 1 }
        return text.part(start, end).newline(from: 0) == end - start
    }

    /// Whether a word in the line speaks of an error.
    static func namesError(_ line: Bytes) -> Bool {
        for index in 0..<line.count where errorStarts[Int(line[index])] {
            for word in errorWords where line.startsIgnoringCase(word, at: index) { return true }
        }
        return false
    }

    /// Whether the line is a frame of Java inside a message.
    static func isCall(_ line: Bytes) -> Bool {
        let start = line.blanksEnd(0)
        guard start > 0, line.has("at ", at: start) else { return false }
        var place = start + 3
        while place < line.count, ByteSet.word.union(ByteSet(".$<>/@-")).contains(line[place]) { place += 1 }
        return place > start + 3 && line.byte(place) == UInt8(ascii: "(")
    }

    /// The type at the beginning of a message, `shop.CartError: empty`; empty if there is none.
    static func leadingType(_ message: Bytes) -> Bytes {
        guard message.byte(0).isLetter || message.byte(0) == .underscore else { return message.part(0, 0) }
        var end = message.end(of: ByteSet.word.union(ByteSet(".:$")), from: 0, limit: 200)
        while end > 0, message[end - 1] == .colon || message[end - 1] == .dot { end -= 1 }
        let isType = errorTypes.contains {
            end >= $0.utf8CodeUnitCount && message.has($0, at: end - $0.utf8CodeUnitCount)
        }
        return message.part(0, isType ? end : 0)
    }

    /// Whether the type is one of an assertion rather than of a defect.
    static func isAssertion(_ type: Bytes) -> Bool {
        for index in 0..<type.count {
            let isFound =
                switch type[index] | 32 {
                case UInt8(ascii: "a"): type.startsIgnoringCase("assert", at: index)
                case UInt8(ascii: "c"): type.startsIgnoringCase("comparisonfailure", at: index)
                case UInt8(ascii: "m"):
                    type.startsIgnoringCase("mismatch", at: index)
                        || type.startsIgnoringCase("multiplefailures", at: index)
                case UInt8(ascii: "e"): type.startsIgnoringCase("expectation", at: index)
                case UInt8(ascii: "t"): type.startsIgnoringCase("testfailed", at: index)
                default: false
                }
            if isFound { return true }
        }
        if type.count == 6 { return type.startsIgnoringCase("failed", at: 0) }
        return type.count == 7 && type.startsIgnoringCase("failure", at: 0)
    }

    /// The last part of a qualified type.
    static func shortType(_ type: Bytes) -> Bytes {
        var start = type.count
        while start > 0, type[start - 1] != .dot { start -= 1 }
        return type.part(start, type.count)
    }
}
