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
    static let dot = ByteClass(rawValue: 8)
    static let colon = ByteClass(rawValue: 16)
    /// `@`.
    static let at = ByteClass(rawValue: 32)
    static let space = ByteClass(rawValue: 64)

    /// One entry for each of the 256 bytes.
    static let table: [UInt8] = (UInt8.min...UInt8.max).map { byte in
        var kind: ByteClass = []
        if byte.isAlphanumeric || ByteSet("_$.:/\\@%+~-").contains(byte) { kind.insert(.chunk) }
        if byte.isDigit { kind.insert(.digit) }
        if byte == .slash || byte == .backslash { kind.insert(.slash) }
        if byte == .dot { kind.insert(.dot) }
        if byte == .colon { kind.insert(.colon) }
        if byte == UInt8(ascii: "@") { kind.insert(.at) }
        if byte <= .space { kind.insert(.space) }
        return kind.rawValue
    }
}
