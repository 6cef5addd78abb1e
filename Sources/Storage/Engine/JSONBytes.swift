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
}
