// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The text of a lock file, in whatever encoding it came: UTF-8 with or without a mark, or UTF-16 with one.
///
/// Lines end as Unix has them, because Swift takes the two signs of Windows for one character.
struct LockText {
    let text: String

    init(_ bytes: [UInt8]) {
        let decoded: String
        switch (bytes.first, bytes.dropFirst().first) {
        case (0xFF, 0xFE): decoded = Self.utf16(bytes) { UInt16($0) | UInt16($1) << 8 }
        case (0xFE, 0xFF): decoded = Self.utf16(bytes) { UInt16($0) << 8 | UInt16($1) }
        default:
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            decoded = String(decoding: bytes[start...], as: UTF8.self)
        }
        let hasReturns = decoded.utf8.withContiguousStorageIfAvailable { $0.contains(0x0D) } ?? true
        text = hasReturns ? Self.withPlainEnds(decoded) : decoded
    }

    private static func withPlainEnds(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let kept = bytes.indices.lazy.filter { place in
            bytes[place] != 0x0D || place + 1 < bytes.count && bytes[place + 1] != 0x0A
        }
        return String(decoding: kept.map { bytes[$0] }, as: UTF8.self)
    }

    /// Whether nothing but blanks stands here.
    var isBlank: Bool { text.utf8.allSatisfy { $0 <= 0x20 } }

    /// Lines with their numbers from 1, without what ends them.
    ///
    /// - Complexity: O(length).
    var lines: [(number: Int, text: Substring)] {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().map { index, line in
            (index + 1, Substring(line))
        }
    }

    /// PowerShell writes UTF-16 when the output of a command is redirected into a file.
    private static func utf16(_ bytes: [UInt8], unit: (UInt8, UInt8) -> UInt16) -> String {
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { unit(bytes[$0], bytes[$0 + 1]) }
        return String(decoding: units, as: UTF16.self)
    }
}

extension Substring {
    /// Without blanks at either end.
    var trimmed: Substring {
        let start = utf8.firstIndex { !$0.isBlank } ?? endIndex
        let end = utf8.lastIndex { !$0.isBlank }.map { utf8.index(after: $0) } ?? start
        return self[start..<end]
    }

    /// Number of blanks before the first other character.
    var indentation: Int { utf8.prefix { $0.isBlank }.count }

    /// Words parted by blanks.
    var words: [Substring] { utf8.split { $0.isBlank }.map { Substring($0) } }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
