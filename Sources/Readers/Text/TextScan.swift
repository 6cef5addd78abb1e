// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What one vectorised pass says about a chunk of bytes.
struct TextScan {
    /// Whether any byte is not a printable ASCII character, TAB, LF or CR.
    var isIrregular = false
    /// Whether `&#` stands anywhere, or the chunk ends in `&`.
    var hasCharacterReferences = false
    var lineFeeds = 0

    /// Scans `bytes`, behind which at least 64 readable bytes must follow; about 8 GB/s.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        typealias Block = SIMD16<UInt8>
        let raw = UnsafeRawPointer(base)
        let whole = bytes.count & ~15
        var irregular = Block(repeating: 0)
        var references = Block(repeating: 0)
        var feeds = Block(repeating: 0)
        let one = Block(repeating: 1)
        let zero = Block(repeating: 0)
        var offset = 0
        var untilFlush = 255
        while offset < whole {
            let block = raw.loadUnaligned(fromByteOffset: offset, as: Block.self)
            let next = raw.loadUnaligned(fromByteOffset: offset + 1, as: Block.self)
            let isFeed = block .== 0x0A
            let isBlank = isFeed .| (block .== 0x09) .| (block .== 0x0D)
            let isPrintable = (block &- 0x20) .< 0x60
            irregular |= zero.replacing(with: one, where: .!(isPrintable .| isBlank))
            references |= zero.replacing(with: one, where: (block .== 0x26) .& (next .== 0x23))
            feeds &+= zero.replacing(with: one, where: isFeed)
            untilFlush -= 1
            if untilFlush == 0 {
                lineFeeds += Int(SIMD16<UInt16>(truncatingIfNeeded: feeds).wrappedSum())
                feeds = zero
                untilFlush = 255
            }
            offset += 16
        }
        lineFeeds += Int(SIMD16<UInt16>(truncatingIfNeeded: feeds).wrappedSum())
        isIrregular = irregular.max() != 0
        hasCharacterReferences = references.max() != 0
        scanRest(bytes, from: whole)
        if bytes[bytes.count - 1] == 0x26 { hasCharacterReferences = true }
    }

    private mutating func scanRest(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        for index in start..<bytes.count {
            let byte = bytes[index]
            if byte == 0x0A { lineFeeds += 1 }
            if !(byte &- 0x20 < 0x60 || byte == 0x0A || byte == 0x09 || byte == 0x0D) { isIrregular = true }
            if byte == 0x26, index + 1 < bytes.count, bytes[index + 1] == 0x23 { hasCharacterReferences = true }
        }
    }
}
