// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What the scanner wants to know of a byte, several properties in one load.
struct ByteClass: OptionSet {
    let rawValue: UInt8

    /// Belongs to a chunk: letters, digits and `_$.:/\@%+~-`.
    static let chunk = ByteClass(rawValue: 1)
    static let digit = ByteClass(rawValue: 2)
    /// `/` or `\`, which make a chunk a path.
    static let slash = ByteClass(rawValue: 4)
    /// Letters, digits, `_` and `$`.
    static let word = ByteClass(rawValue: 8)
    static let dot = ByteClass(rawValue: 16)
    static let space = ByteClass(rawValue: 32)
    static let letter = ByteClass(rawValue: 64)
    /// Hexadecimal digits of both cases.
    static let hex = ByteClass(rawValue: 128)

    /// One entry for each of the 256 bytes.
    static let table: [UInt8] = (UInt8.min...UInt8.max).map { byte in
        var kind: ByteClass = []
        if byte.isDigit { kind.formUnion([.digit, .word, .chunk]) }
        if byte.isLetter { kind.formUnion([.letter, .word, .chunk]) }
        if byte.isHex { kind.insert(.hex) }
        if byte == .underscore || byte == .dollar { kind.formUnion([.word, .chunk]) }
        if byte == .slash || byte == .backslash { kind.formUnion([.slash, .chunk]) }
        if byte == .dot { kind.formUnion([.dot, .chunk]) }
        if ByteSet(":@%+~-").contains(byte) { kind.insert(.chunk) }
        if byte <= .space { kind.insert(.space) }
        return kind.rawValue
    }
}
