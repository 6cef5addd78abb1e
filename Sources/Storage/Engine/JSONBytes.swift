// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// JSON for packed columns, as bytes.
enum JSONBytes {
    /// The most digits of a number.
    static let digits = 20

    /// Writes the digits of a number; answers how many there are.
    ///
    /// - Parameter place: room for ``digits`` bytes.
    @inline(__always)
    static func write(_ number: UInt64, at place: UnsafeMutablePointer<UInt8>) -> Int {
        var count = 1
        var bound: UInt64 = 10
        while number >= bound, count < digits {
            count += 1
            // The bound of the last digit does not fit, and is not needed.
            bound = count == digits ? .max : bound &* 10
        }
        var rest = number
        var index = count
        while index > 0 {
            index -= 1
            let tenth = rest / 10
            place[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- tenth &* 10)
            rest = tenth
        }
        return count
    }

    /// The most bytes that ``write(_:at:)`` needs for a string of so many.
    @inline(__always)
    static func room(forString count: Int) -> Int { 6 * count + 2 }

    /// Writes a quoted string of valid UTF-8; answers how many bytes it has.
    static func write(_ string: UnsafeBufferPointer<UInt8>, at place: UnsafeMutablePointer<UInt8>) -> Int {
        place[0] = UInt8(ascii: "\"")
        var count = 1
        if let start = string.baseAddress, isPlain(start, string.count) {
            (place + 1).update(from: start, count: string.count)
            count += string.count
        } else {
            for byte in string { count += writeEscaped(byte, at: place + count) }
        }
        place[count] = UInt8(ascii: "\"")
        return count + 1
    }

    private static func writeEscaped(_ byte: UInt8, at place: UnsafeMutablePointer<UInt8>) -> Int {
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            place[0] = byte
            return 1
        }
        place[0] = UInt8(ascii: "\\")
        guard byte < 0x20 else {
            place[1] = byte
            return 2
        }
        let low = byte & 15
        place[1] = UInt8(ascii: "u")
        place[2] = UInt8(ascii: "0")
        place[3] = UInt8(ascii: "0")
        place[4] = UInt8(ascii: "0") + byte >> 4
        place[5] = low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10
        return 6
    }

    /// Whether no byte needs an escape; eight are judged at a time.
    private static func isPlain(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var index = 0
        while index + 8 <= count {
            let word = UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self)
            let isControl = (word &- 0x2020_2020_2020_2020) & ~word
            if (isControl | zeros(word ^ 0x2222_2222_2222_2222) | zeros(word ^ 0x5C5C_5C5C_5C5C_5C5C))
                & 0x8080_8080_8080_8080 != 0
            {
                return false
            }
            index += 8
        }
        while index < count {
            let byte = start[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
            index += 1
        }
        return true
    }

    /// The high bit of a byte is set if any byte up to it is zero.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word }

    /// An array of whole numbers that are not negative.
    static func text(ofNumbers numbers: [Int64]) -> String {
        "[\(numbers.map { String($0) }.joined(separator: ","))]"
    }

    /// The numbers of an array of whole numbers.
    static func numbers(_ text: UnsafeBufferPointer<UInt8>) -> [Int64] {
        var numbers: [Int64] = []
        var value: Int64 = 0
        var hasDigit = false
        for byte in text {
            if byte &- 0x30 < 10 {
                value = value * 10 + Int64(byte &- 0x30)
                hasDigit = true
            } else if hasDigit {
                numbers.append(value)
                (value, hasDigit) = (0, false)
            }
        }
        return numbers
    }

    /// The pairs of an array of arrays, each a number and a string, as ``write(_:at:)`` writes them.
    ///
    /// - Parameter body: Hears of the position from 0, the number, and the string with its escapes, and whether it has any.
    static func pairs(
        _ text: UnsafeBufferPointer<UInt8>,
        _ body: (_ index: Int, _ number: Int64, _ string: UnsafeBufferPointer<UInt8>, _ isEscaped: Bool) throws -> Void
    ) rethrows {
        var (place, index) = (1, 0)
        while place < text.count, text[place] == UInt8(ascii: "[") {
            place += 1
            var number: Int64 = 0
            while place < text.count, text[place] &- 0x30 < 10 {
                number = number * 10 + Int64(text[place] &- 0x30)
                place += 1
            }
            // A comma and a quote stand before the string, a quote, a bracket and a comma behind it.
            place += 2
            let start = min(place, text.count)
            var isEscaped = false
            while place < text.count, text[place] != UInt8(ascii: "\"") {
                if text[place] == UInt8(ascii: "\\") {
                    isEscaped = true
                    place += 1
                }
                place += 1
            }
            try body(index, number, UnsafeBufferPointer(rebasing: text[start..<min(place, text.count)]), isEscaped)
            place += 3
            index += 1
        }
    }

    /// A string of ``pairs(_:_:)``.
    static func string(_ bytes: UnsafeBufferPointer<UInt8>, isEscaped: Bool) -> String {
        guard isEscaped else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            guard byte == UInt8(ascii: "\\"), place + 1 < bytes.count else {
                plain.append(byte)
                place += 1
                continue
            }
            if bytes[place + 1] == UInt8(ascii: "u"), place + 5 < bytes.count {
                let digits = String(decoding: bytes[(place + 4)...(place + 5)], as: UTF8.self)
                plain.append(UInt8(digits, radix: 16) ?? 0x3F)
                place += 6
            } else {
                plain.append(bytes[place + 1])
                place += 2
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
