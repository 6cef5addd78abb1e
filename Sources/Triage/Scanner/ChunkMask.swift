// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Masks the words of one chunk and joins neighbours: `2026-11-25T10:00` is one mask, `pool-3-thread-7` keeps its words.
struct ChunkMask {
    let text: Bytes
    let start: Int
    let end: Int
    /// Where the chunk begins in the template.
    let begin: Int

    private static let mask = UInt8(ascii: "#")

    /// Appends the masked chunk.
    func write(into writer: inout ByteWriter) {
        var place = start
        var isAfterMask = false
        var separator: UInt8 = 0
        while place < end {
            let byte = text[place]
            guard isWord(byte) else {
                if isAfterMask, separator == 0 {
                    if byte != UInt8(ascii: "%") { separator = byte }
                } else {
                    if separator != 0 { writer.put(separator) }
                    separator = 0
                    isAfterMask = false
                    writer.put(byte)
                }
                place += 1
                continue
            }
            let word = Word(text, place, end)
            if word.isMask {
                if separator == 0 || !isAfterMask { putMask(&writer) }
                separator = 0
                isAfterMask = true
            } else if isAfterMask, separator != 0, DateMask.isName(text, place, word.end) {
                separator = 0
            } else {
                if separator != 0 { writer.put(separator) }
                separator = 0
                isAfterMask = false
                word.write(text, place, into: &writer)
            }
            place = word.end
        }
        if separator != 0 { writer.put(separator) }
    }

    /// Appends a mask; a sign before it belongs to it.
    private func putMask(_ writer: inout ByteWriter) {
        let last = writer.last
        if writer.count > begin, last == .dash || last == UInt8(ascii: "+") {
            let isSign = writer.count == begin + 1 || !writer.base[writer.count - 2].isAlphanumeric
            if isSign, writer.count == begin + 1 || writer.base[writer.count - 2] != Self.mask {
                writer.cut(to: writer.count - 1)
            }
        }
        writer.put(Self.mask)
    }

    @inline(__always)
    private func isWord(_ byte: UInt8) -> Bool { byte.isAlphanumeric || byte == .underscore || byte == .dollar }
}

/// One word of a chunk and what becomes of it.
private struct Word {
    private enum Fate {
        case plain
        case mask
        /// Some letters, then a mask.
        case prefix(Int)
        /// Each run of digits is masked by itself.
        case runs
    }

    let end: Int
    private let fate: Fate

    var isMask: Bool { if case .mask = fate { true } else { false } }

    /// Reads the word that begins at `start`, or groups of hexadecimal digits that begin there.
    init(_ text: Bytes, _ start: Int, _ limit: Int) {
        var place = start
        var digits = 0
        var isHex = true
        var hasUnderscore = false
        while place < limit {
            let byte = text[place]
            if byte.isDigit {
                digits += 1
            } else if byte.isLetter {
                if (byte | 32) > UInt8(ascii: "f") { isHex = false }
            } else if byte == .underscore || byte == .dollar {
                isHex = false
                if byte == .underscore { hasUnderscore = true }
            } else {
                break
            }
            place += 1
        }
        if isHex, place - start >= 4, place < limit, text[place] == .dash,
            let groups = IdentifierMask.groupsEnd(text, start, limit)
        {
            end = groups
            fate = .mask
            return
        }
        end = place
        if digits == 0 {
            fate = .plain
        } else if NumberMask.isNumber(text, start, place) || DateMask.isPart(text, start, place) {
            fate = .mask
        } else if let kept = IdentifierMask.keptLetters(text, start, place, isHex: isHex, hasUnderscore: hasUnderscore)
        {
            fate = kept == 0 ? .mask : .prefix(kept)
        } else {
            fate = .runs
        }
    }

    func write(_ text: Bytes, _ start: Int, into writer: inout ByteWriter) {
        switch fate {
        case .plain: writer.put(text, start, end)
        case .mask: writer.put(UInt8(ascii: "#"))
        case .prefix(let kept):
            writer.put(text, start, start + kept)
            writer.put(UInt8(ascii: "#"))
        case .runs: NumberMask.writeRuns(text, start, end, into: &writer)
        }
    }
}
