// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A numeric character reference such as `&#27;` or `&#x1B;`.
enum CharacterReference: Equatable {
    /// The longest text that is read as a reference, in bytes.
    static let maximumLength = 14

    case valid(length: Int)
    /// Names a character that XML 1.0 forbids; fatal to libxml2.
    case forbidden(length: Int)
    /// The text ends before the reference does.
    case cut
    case none

    /// Judges the text at `index`, where an ampersand stands.
    init(_ text: UnsafeBufferPointer<UInt8>, at index: Int) {
        guard index + 1 < text.count else {
            self = .cut
            return
        }
        guard text[index + 1] == UInt8(ascii: "#") else {
            self = .none
            return
        }
        var position = index + 2
        let isHexadecimal = position < text.count && text[position] == UInt8(ascii: "x")
        if isHexadecimal { position += 1 }
        let firstDigit = position
        var value: UInt32 = 0
        while position < text.count, position - index < Self.maximumLength {
            let byte = text[position]
            if byte == UInt8(ascii: ";") {
                let length = position + 1 - index
                self =
                    position == firstDigit
                    ? .none : Self.isAllowed(value) ? .valid(length: length) : .forbidden(length: length)
                return
            }
            guard let digit = Self.digit(byte, isHexadecimal: isHexadecimal) else {
                self = .none
                return
            }
            value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x11_0000)
            position += 1
        }
        self = position < text.count ? .none : .cut
    }

    private static func digit(_ byte: UInt8, isHexadecimal: Bool) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46 where isHexadecimal: UInt32(byte - 0x41 + 10)
        case 0x61...0x66 where isHexadecimal: UInt32(byte - 0x61 + 10)
        default: nil
        }
    }

    /// Whether XML 1.0 allows the character; surrogates are none.
    static func isAllowed(_ value: UInt32) -> Bool {
        switch value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
