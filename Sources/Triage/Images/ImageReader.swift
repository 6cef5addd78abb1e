// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reads what ``ImageWriter`` wrote.
struct ImageReader {
    /// The bytes are no image of this layout, or not as they were written.
    struct Damage: Error {}

    private let bytes: UnsafeRawBufferPointer
    private var place = 16

    /// - Throws: ``Damage``.
    /// - Complexity: O(bytes), for the check sum.
    init(_ image: Bytes) throws {
        bytes = UnsafeRawBufferPointer(image)
        guard bytes.count >= 16, bytes.loadUnaligned(as: UInt64.self) == ImageWriter.layout,
            bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == ImageWriter.sum(Bytes(rebasing: image[16...]))
        else { throw Damage() }
    }

    /// The next list.
    mutating func numbers<Number: BitwiseCopyable>(_ type: Number.Type = Number.self) throws -> [Number] {
        let count = try number()
        let size = MemoryLayout<Number>.stride
        guard count >= 0, count <= (bytes.count - place) / size else { throw Damage() }
        let start = place
        place += Int(count) * size
        // With room for what comes next, or the first addition would copy it all.
        return Array(unsafeUninitializedCapacity: Int(count + count / 8) + 64) { buffer, filled in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[start..<place]))
            filled = Int(count)
        }
    }

    /// The next single number.
    mutating func number() throws -> Int64 {
        guard bytes.count - place >= 8 else { throw Damage() }
        place += 8
        return bytes.loadUnaligned(fromByteOffset: place - 8, as: Int64.self)
    }
}
