// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Writes UTF-8 of characters that XML 1.0 allows; everything else becomes U+FFFD and is counted.
struct TextCleaner {
    private let output: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var invalidSequences = 0
    private var forbiddenCharacters = 0

    /// - Parameter output: room for three bytes an input byte.
    init(output: UnsafeMutablePointer<UInt8>) {
        self.output = output
    }

    /// Appends UTF-8; answers how many bytes were used, all but an incomplete character at the end of a piece.
    mutating func appendUTF8(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) -> Int {
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            if first < 0x80 {
                append(ascii: first)
                index += 1
                continue
            }
            switch UTF8Sequence(bytes, at: index) {
            case .valid(let length):
                if isNoncharacter(bytes, at: index, length: length) {
                    appendReplacement()
                    forbiddenCharacters += 1
                } else {
                    for offset in 0..<length { output[count + offset] = bytes[index + offset] }
                    count += length
                }
                index += length
            case .incomplete where !isLast:
                return index
            case .incomplete:
                appendReplacement()
                invalidSequences += 1
                index = bytes.count
            case .invalid(let length):
                appendReplacement()
                invalidSequences += 1
                index += length
            }
        }
        return index
    }

    /// Appends UTF-16; answers how many bytes were used.
    mutating func appendUTF16(_ bytes: UnsafeBufferPointer<UInt8>, isLittleEndian: Bool, isLast: Bool) -> Int {
        func unit(_ index: Int) -> UInt32 {
            let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
            return isLittleEndian ? second << 8 | first : first << 8 | second
        }
        var index = 0
        while index + 1 < bytes.count {
            let high = unit(index)
            index += 2
            guard (0xD800..<0xE000).contains(high) else {
                append(scalar: high)
                continue
            }
            if high < 0xDC00, index + 1 >= bytes.count, !isLast { return index - 2 }
            guard high < 0xDC00, index + 1 < bytes.count, (0xDC00..<0xE000).contains(unit(index)) else {
                appendReplacement()
                invalidSequences += 1
                continue
            }
            append(scalar: 0x10000 + (high - 0xD800) << 10 + (unit(index) - 0xDC00))
            index += 2
        }
        if isLast, index < bytes.count {
            appendReplacement()
            invalidSequences += 1
            index = bytes.count
        }
        return index
    }

    /// Appends text with one byte a character; all of it is used.
    mutating func appendSingleBytes(_ bytes: UnsafeBufferPointer<UInt8>, _ table: SingleByteTable) -> Int {
        for byte in bytes {
            if byte < 0x80 { append(ascii: byte) } else { append(scalar: table.scalar(byte)) }
        }
        return bytes.count
    }

    /// Adds the counted warnings.
    func report(to log: inout DiagnosticLog) {
        if invalidSequences > 0 {
            log.add(
                .warning, "invalid-utf8", count: invalidSequences,
                "holds bytes that are not in the file's encoding; they show as U+FFFD")
        }
        log.addForbiddenCharacters(forbiddenCharacters)
    }

    @inline(__always)
    private mutating func append(ascii byte: UInt8) {
        if byte >= 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D {
            output[count] = byte
            count += 1
        } else {
            appendReplacement()
            forbiddenCharacters += 1
        }
    }

    private mutating func append(scalar value: UInt32) {
        if value < 0x80 { return append(ascii: UInt8(value)) }
        if value & 0xFFFE == 0xFFFE || value > 0x10FFFF {
            forbiddenCharacters += 1
            return appendReplacement()
        }
        if value < 0x800 {
            output[count] = UInt8(0xC0 | value >> 6)
            output[count + 1] = UInt8(0x80 | value & 0x3F)
            count += 2
        } else if value < 0x10000 {
            output[count] = UInt8(0xE0 | value >> 12)
            output[count + 1] = UInt8(0x80 | value >> 6 & 0x3F)
            output[count + 2] = UInt8(0x80 | value & 0x3F)
            count += 3
        } else {
            output[count] = UInt8(0xF0 | value >> 18)
            output[count + 1] = UInt8(0x80 | value >> 12 & 0x3F)
            output[count + 2] = UInt8(0x80 | value >> 6 & 0x3F)
            output[count + 3] = UInt8(0x80 | value & 0x3F)
            count += 4
        }
    }

    private mutating func appendReplacement() {
        output[count] = 0xEF
        output[count + 1] = 0xBF
        output[count + 2] = 0xBD
        count += 3
    }

    private func isNoncharacter(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, length: Int) -> Bool {
        length == 3 && bytes[index] == 0xEF && bytes[index + 1] == 0xBF && bytes[index + 2] >= 0xBE
    }
}

/// What stands at a lead byte of UTF-8, by table 3-7 of the Unicode standard.
enum UTF8Sequence {
    case valid(length: Int)
    /// The piece ends inside a character that may still become valid.
    case incomplete
    /// The maximal part that can not become valid.
    case invalid(length: Int)

    init(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) {
        let first = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default:
            self = .invalid(length: 1)
            return
        }
        for offset in 1..<length {
            guard index + offset < bytes.count else {
                self = .incomplete
                return
            }
            guard (offset == 1 ? second : 0x80...0xBF).contains(bytes[index + offset]) else {
                self = .invalid(length: offset)
                return
            }
        }
        self = .valid(length: length)
    }
}
