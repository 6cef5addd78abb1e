// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension UnsafeBufferPointer<UInt8> {
    /// The byte at `index`, or 0 outside of the text.
    @inline(__always)
    func byte(_ index: Int) -> UInt8 { index >= 0 && index < count ? self[index] : 0 }

    /// Whether `literal` stands at `index`.
    @inline(__always)
    func has(_ literal: [UInt8], at index: Int) -> Bool {
        guard index >= 0, index + literal.count <= count else { return false }
        return literal.withUnsafeBufferPointer { wanted in
            for offset in 0..<wanted.count where self[index + offset] != wanted[offset] { return false }
            return true
        }
    }

    /// Whether `literal` stands at `index`.
    @inline(__always)
    func has(_ literal: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + literal.utf8CodeUnitCount <= count else { return false }
        let wanted = literal.utf8Start
        for offset in 0..<literal.utf8CodeUnitCount where self[index + offset] != wanted[offset] { return false }
        return true
    }

    /// Whether the lower-case letters of `literal` stand at `index` in any case.
    @inline(__always)
    func hasIgnoringCase(_ literal: [UInt8], at index: Int) -> Bool {
        guard index >= 0, index + literal.count <= count else { return false }
        for offset in 0..<literal.count where self[index + offset].lowered != literal[offset] { return false }
        return true
    }

    /// Whether the lower-case letters of `literal` stand at `index` in any case.
    @inline(__always)
    func startsIgnoringCase(_ literal: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + literal.utf8CodeUnitCount <= count else { return false }
        for offset in 0..<literal.utf8CodeUnitCount where self[index + offset].lowered != literal.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Index of the first byte from `index` on that is not in `set`, at most `limit`.
    @inline(__always)
    func end(of set: ByteSet, from index: Int, limit: Int) -> Int {
        let stop = Swift.min(limit, count)
        var end = index
        while end < stop, set.contains(self[end]) { end += 1 }
        return end
    }

    /// Index of the end of the line that holds `index`, at most `limit`.
    @inline(__always)
    func lineEnd(from index: Int, limit: Int) -> Int {
        let stop = Swift.min(limit, count)
        var end = index
        while end < stop, self[end] != .newline, self[end] != .carriageReturn { end += 1 }
        return end
    }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let tab = UInt8(ascii: "\t")
    static let space = UInt8(ascii: " ")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")
    static let backslash = UInt8(ascii: "\\")
    static let dot = UInt8(ascii: ".")
    static let colon = UInt8(ascii: ":")
    static let equals = UInt8(ascii: "=")
    static let slash = UInt8(ascii: "/")
    static let dash = UInt8(ascii: "-")
    static let underscore = UInt8(ascii: "_")
    static let dollar = UInt8(ascii: "$")

    @inline(__always) var isDigit: Bool { self &- 48 < 10 }
    @inline(__always) var isLower: Bool { self &- 97 < 26 }
    @inline(__always) var isUpper: Bool { self &- 65 < 26 }
    @inline(__always) var isLetter: Bool { (self | 32) &- 97 < 26 }
    @inline(__always) var isAlphanumeric: Bool { isDigit || isLetter }
    @inline(__always) var isHex: Bool { isDigit || (self | 32) &- 97 < 6 }
    @inline(__always) var isBlank: Bool { self == .space || self == .tab }
    @inline(__always) var isSpace: Bool { isBlank || self == .newline || self == .carriageReturn }
    @inline(__always) var isQuote: Bool { self == .quote || self == .apostrophe || self == UInt8(ascii: "`") }
    /// The letter in lower case; every other byte as it is.
    @inline(__always) var lowered: UInt8 { isUpper ? self | 32 : self }
}
