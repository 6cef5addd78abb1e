// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A string of a line, between its quotes; its escapes are known to be well-formed.
struct JSONString {
    /// Position in the line, in bytes from 0.
    let range: Range<Int>
    let hasEscapes: Bool

    /// Appends the text to `target`; `text` is the line.
    func unescape(_ text: Bytes, into target: ByteArena, oddities: inout JSONOddities) {
        var position = range.lowerBound
        while let backslash = Bytes(rebasing: text[..<range.upperBound]).firstIndex(ofByte: 0x5C, from: position) {
            target.append(Bytes(rebasing: text[position..<backslash]))
            position = backslash + 2
            switch text[backslash + 1] {
            case UInt8(ascii: "n"): target.append(0x0A)
            case UInt8(ascii: "t"): target.append(0x09)
            case UInt8(ascii: "r"): target.append(0x0D)
            case UInt8(ascii: "b"), UInt8(ascii: "f"):
                Self.append(0x08, to: target, oddities: &oddities)
            case UInt8(ascii: "u"):
                position = unescapeUnits(text, at: backslash, into: target, oddities: &oddities)
            case let literal: target.append(literal)
            }
        }
        target.append(Bytes(rebasing: text[position..<range.upperBound]))
    }

    /// Appends the character that `\uXXXX`, or a pair of them, stands for; answers the position behind it.
    private func unescapeUnits(
        _ text: Bytes, at backslash: Int, into target: ByteArena, oddities: inout JSONOddities
    ) -> Int {
        let first = Self.unit(text, at: backslash + 2)
        let next = backslash + 6
        guard first & 0xF800 == 0xD800 else {
            Self.append(first, to: target, oddities: &oddities)
            return next
        }
        if first < 0xDC00, next + 6 <= range.upperBound, text[next] == 0x5C, text[next + 1] == UInt8(ascii: "u") {
            let second = Self.unit(text, at: next + 2)
            if second & 0xFC00 == 0xDC00 {
                Self.append(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, to: target, oddities: &oddities)
                return next + 6
            }
        }
        oddities.surrogates.note(at: backslash)
        target.append(Self.replacement)
        return next
    }

    private static let replacement = "\u{FFFD}"

    /// Appends one character; those that XML forbids become U+FFFD, as in a JUnit report.
    private static func append(_ value: UInt32, to target: ByteArena, oddities: inout JSONOddities) {
        if CharacterReference.isAllowed(value), let scalar = Unicode.Scalar(value) {
            for byte in scalar.utf8 { target.append(byte) }
        } else {
            oddities.forbidden += 1
            target.append(replacement)
        }
    }

    /// The value of four hexadecimal digits.
    private static func unit(_ text: Bytes, at index: Int) -> UInt32 {
        var value: UInt32 = 0
        for offset in 0..<4 {
            let byte = text[index + offset]
            value = value << 4 | UInt32(byte < 0x40 ? byte & 0xF : (byte & 0xF) + 9)
        }
        return value
    }
}
