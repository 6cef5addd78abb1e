// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What XCTest printed while one test failed: SwiftPM puts all of it into `message`
/// (`--experimental-xunit-message-failure`), where the failure is a few lines between times, totals and what the test prints.
///
/// A line of a failure is `FILE:LINE: error: TEST : TEXT`, with the name that `Test Case 'TEST' started` told. A test that died
/// has none: then the line of the fatal error counts, or else all that came after that start.
struct XCTestLog {
    /// Text of the first failure, within the log: one line.
    let message: Range<Int>
    /// All failures with their places, or what is known of the death, within the log.
    let details: Range<Int>

    /// nil for what is no such log.
    init?(_ log: Bytes) {
        guard Self.isOne(log) else { return nil }
        var name = Bytes.none
        var (start, end): (Int?, Int) = (nil, 0)
        var first = 0..<0
        var fatal: Range<Int>?
        var begin = 0
        var line = 0
        while line < log.count {
            let next = log.firstIndex(ofByte: 0x0A, from: line) ?? log.count
            let text = Bytes(rebasing: log[line..<next])
            if let started = Self.started(text) {
                (name, begin) = (started, next + 1)
            } else if let words = Self.failure(of: name, in: text) {
                if start == nil { (start, first) = (line, line + words..<next) }
                end = next
            } else if fatal == nil, let words = text.firstIndex(of: "Fatal error: ") {
                fatal = line + words..<next
            }
            line = next + 1
        }
        if let start {
            (message, details) = (Self.trimmed(first, in: log), start..<end)
        } else if let fatal {
            let place = log[..<fatal.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            (message, details) = (fatal, place..<log.count)
        } else {
            // Without the lines that are the same for every test.
            let rest = min(begin, log.count)..<log.count
            guard begin > 0, !Bytes(rebasing: log[rest]).isBlank else { return nil }
            (message, details) = (
                rest.lowerBound..<(log.firstIndex(ofByte: 0x0A, from: rest.lowerBound) ?? log.count), rest
            )
        }
    }

    /// Whether a message begins as such a log does.
    static func isOne(_ message: Bytes) -> Bool {
        message.hasASCII("Test Suite '", at: 0) || message.hasASCII("Test Case '", at: 0)
    }

    /// The name in `Test Case 'NAME' started …`; nil for another line.
    private static func started(_ line: Bytes) -> Bytes? {
        guard line.hasASCII("Test Case '", at: 0), let end = line.firstIndex(of: "' started", from: 11) else {
            return nil
        }
        return Bytes(rebasing: line[11..<end])
    }

    /// Where the text of a failure of a test begins in its line; nil for another line, such as one that a test printed.
    private static func failure(of name: Bytes, in line: Bytes) -> Int? {
        guard let mark = line.firstIndex(of: ": error: "), mark > 0,
            let colon = line[..<mark].lastIndex(of: 0x3A), colon + 1 < mark,
            line[(colon + 1)..<mark].allSatisfy({ (0x30...0x39).contains($0) }), !name.isEmpty,
            line[(mark + 9)...].starts(with: name)
        else { return nil }
        let words = mark + 9 + name.count
        return line.hasASCII(" : ", at: words) ? words + 3 : nil
    }

    /// Without the ` - ` of an assertion that has no words of its own.
    private static func trimmed(_ range: Range<Int>, in log: Bytes) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, Prolog.isBlank(log[end - 1]) { end -= 1 }
        if end - range.lowerBound > 2, log[end - 1] == 0x2D, log[end - 2] == 0x20 { end -= 2 }
        return range.lowerBound..<end
    }
}
