// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Borrowed UTF-8; valid only during the call that hands it out.
package typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
    /// No bytes.
    package static var none: Bytes { Bytes(start: nil, count: 0) }

    /// A copy as text.
    package var text: String { String(decoding: self, as: UTF8.self) }

    /// Whether nothing but blanks stands here.
    package var isBlank: Bool { allSatisfy(Prolog.isBlank) }

    /// Without blanks at either end.
    var trimmed: Bytes {
        var start = 0
        var end = count
        while start < end, Prolog.isBlank(self[start]) { start += 1 }
        while end > start, Prolog.isBlank(self[end - 1]) { end -= 1 }
        return Bytes(rebasing: self[start..<end])
    }
}
