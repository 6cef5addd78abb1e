// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension UnsafeBufferPointer<UInt8> {
    /// Index of the next line feed from `start` on, or `count`; sixteen bytes at a time.
    @inline(__always)
    func newline(from start: Int) -> Int {
        guard let base = baseAddress else { return 0 }
        let raw = UnsafeRawPointer(base)
        let wanted = SIMD16<UInt8>(repeating: .newline)
        var index = start
        let last = count &- 16
        while index <= last {
            let hits = raw.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self) .== wanted
            let halves = unsafeBitCast(hits, to: SIMD2<UInt64>.self)
            if halves[0] | halves[1] != 0 {
                let low = UInt64(littleEndian: halves[0])
                if low != 0 { return index + low.trailingZeroBitCount >> 3 }
                return index + 8 + UInt64(littleEndian: halves[1]).trailingZeroBitCount >> 3
            }
            index &+= 16
        }
        while index < count, self[index] != .newline { index += 1 }
        return index
    }

    /// The bytes between two indices, without a copy.
    @inline(__always)
    func part(_ start: Int, _ end: Int) -> Bytes {
        guard let base = baseAddress, end > start else { return Bytes(start: nil, count: 0) }
        return Bytes(start: base + start, count: end - start)
    }
}
