// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Writes the state of the clustering as an image: lists of numbers, one behind the other, that ``ImageReader`` reads back.
///
/// Equal states have equal images, so that an image proves a state. It begins with a layout and a check sum; numbers lie in
/// it as they do in memory.
struct ImageWriter {
    /// Another layout, and another order of bytes, is another number.
    static let layout: UInt64 = 0x0102_0304_0506_0002

    private var bytes: [UInt8] = []

    mutating func append<Number: BitwiseCopyable>(_ numbers: [Number]) {
        withUnsafeBytes(of: UInt64(numbers.count)) { bytes.append(contentsOf: $0) }
        numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ number: Int64) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    /// The whole image.
    var image: [UInt8] {
        let sum = bytes.withUnsafeBufferPointer(Self.sum)
        var image: [UInt8] = []
        image.reserveCapacity(bytes.count + 16)
        withUnsafeBytes(of: (Self.layout, sum)) { image.append(contentsOf: $0) }
        image += bytes
        return image
    }

    /// A check sum in four lanes, for speed.
    static func sum(_ bytes: Bytes) -> UInt64 {
        var lanes = SIMD4<UInt64>(repeating: UInt64(bytes.count)) &+ SIMD4(1, 2, 3, 4)
        let raw = UnsafeRawBufferPointer(bytes)
        var place = 0
        while place + 32 <= raw.count {
            lanes = (lanes ^ raw.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt64>.self)) &* 0x9E37_79B9_7F4A_7C15
            lanes ^= lanes &>> 29
            place += 32
        }
        var sum = (0..<4).reduce(0) { Token.mix($0, lanes[$1]) }
        for byte in raw[place...] { sum = Token.mix(sum, UInt64(byte)) }
        return sum
    }
}
