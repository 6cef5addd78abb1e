// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What XCTest printed while one test failed: SwiftPM puts all of it into `message`
/// (`--experimental-xunit-message-failure`), where the failure is a few lines between times and totals.
///
/// A line of a failure is `FILE:LINE: error: CLASS.TEST : TEXT`; more lines of its text may follow.
struct XCTestLog {
    /// Text of the first failure, within the log.
    let message: Range<Int>
    /// All failures with their places, within the log.
    let details: Range<Int>

    /// nil for what is no such log.
    init?(_ log: Bytes) {
        guard log.hasASCII("Test Suite '", at: 0) || log.hasASCII("Test Case '", at: 0) else { return nil }
        var start: Int?
        var first = 0..<0
        var end = 0
        var line = 0
        var (isInside, isFirst) = (false, true)
        while line < log.count {
            let next = log.firstIndex(ofByte: 0x0A, from: line) ?? log.count
            let text = Bytes(rebasing: log[line..<next])
            if let words = Self.failure(in: text) {
                if start == nil { (start, first) = (line, line + words..<next) } else { isFirst = false }
                (isInside, end) = (true, next)
            } else if text.hasASCII("Test Case '", at: 0) || text.hasASCII("Test Suite '", at: 0) {
                isInside = false
            } else if isInside {
                if isFirst { first = first.lowerBound..<next }
                end = next
            }
            line = next + 1
        }
        guard let start else { return nil }
        message = Self.trimmed(first, in: log)
        details = start..<end
    }

    /// Where the text of a failure begins in its line; nil for another line.
    private static func failure(in line: Bytes) -> Int? {
        guard let mark = line.firstIndex(of: ": error: "), mark > 0,
            let colon = line[..<mark].lastIndex(of: 0x3A),
            line[(colon + 1)..<mark].allSatisfy({ (0x30...0x39).contains($0) }), colon + 1 < mark
        else { return nil }
        let words = mark + 9
        return line.firstIndex(of: " : ", from: words).map { $0 + 3 } ?? words
    }

    /// Without the ` - ` of an assertion that has no words of its own.
    private static func trimmed(_ range: Range<Int>, in log: Bytes) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, Prolog.isBlank(log[end - 1]) { end -= 1 }
        if end - range.lowerBound > 2, log[end - 1] == 0x2D, log[end - 2] == 0x20 { end -= 2 }
        return range.lowerBound..<end
    }
}
