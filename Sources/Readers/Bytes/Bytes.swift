// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Borrowed UTF-8; valid only during the call that hands it out.
package typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
    /// A copy as text.
    package var text: String { String(decoding: self, as: UTF8.self) }

    /// Whether nothing but blanks stands here.
    package var isBlank: Bool { allSatisfy(Prolog.isBlank) }
}
