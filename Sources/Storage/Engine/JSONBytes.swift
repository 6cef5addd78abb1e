// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// JSON for packed columns, as bytes.
enum JSONBytes {
    static func append(_ number: UInt64, to text: inout [UInt8]) {
        guard number >= 10 else {
            text.append(UInt8(ascii: "0") + UInt8(number))
            return
        }
        let start = text.count
        var rest = number
        while rest > 0 {
            text.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        text[start...].reverse()
    }

    /// Appends a quoted string of valid UTF-8.
    static func append(_ string: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        var start = 0
        for index in 0..<string.count {
            let byte = string[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            text.append(contentsOf: string[start..<index])
            start = index + 1
            text.append(UInt8(ascii: "\\"))
            if byte < 0x20 {
                let digits = Array("0123456789abcdef".utf8)
                text.append(contentsOf: "u00".utf8)
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            } else {
                text.append(byte)
            }
        }
        text.append(contentsOf: string[start...])
        text.append(UInt8(ascii: "\""))
    }

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

    /// The pairs of an array of arrays, each a number and a string, as ``append(_:to:)`` writes them.
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
