// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension StringProtocol {
    /// Where an ASCII text of at least one character stands first.
    ///
    /// - Complexity: O(length), without the cost of characters.
    package func range(ofASCII part: StaticString) -> Range<Index>? {
        let wanted = UnsafeBufferPointer(start: part.utf8Start, count: part.utf8CodeUnitCount)
        var start = utf8.startIndex
        while let found = utf8[start...].firstIndex(of: wanted[0]) {
            if utf8[found...].starts(with: wanted) { return found..<utf8.index(found, offsetBy: wanted.count) }
            start = utf8.index(after: found)
        }
        return nil
    }
}
