// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension UnsafeBufferPointer<UInt8> {
    /// Index of the first `byte` at or after `from`; vectorised by the C library.
    @inline(__always)
    func firstIndex(ofByte byte: UInt8, from: Int = 0) -> Int? {
        guard from < count, let base = baseAddress else { return nil }
        guard let found = memchr(base + from, Int32(byte), count - from) else { return nil }
        return UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
    }

    /// Index of the first occurrence of an ASCII `text` at or after `from`.
    func firstIndex(of text: StaticString, from: Int = 0) -> Int? {
        var position = from
        while let found = firstIndex(ofByte: text.utf8Start[0], from: position) {
            if hasASCII(text, at: found) { return found }
            position = found + 1
        }
        return nil
    }

    /// Whether the ASCII `text` stands at `index`.
    func hasASCII(_ text: StaticString, at index: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count - index >= length, let base = baseAddress else { return false }
        return memcmp(base + index, text.utf8Start, length) == 0
    }

    /// How many line feeds there are in `range`.
    func lineFeeds(in range: Range<Int>) -> Int {
        var total = 0
        for index in range where self[index] == 0x0A { total += 1 }
        return total
    }
}
