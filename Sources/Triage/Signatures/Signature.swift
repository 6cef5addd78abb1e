// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The exact key of a failure: equal for failures that differ only in what changes from run to run.
package struct Signature: Sendable, Hashable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the 32 hexadecimal digits of `text`; nil for anything else.
    package init?(text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 32, digits.allSatisfy(\.isHex), let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    /// Reads the 32 hexadecimal digits of a stored key; 0 for what is none.
    package init(digits: Bytes) {
        var halves: (UInt64, UInt64) = (0, 0)
        for (index, byte) in digits.prefix(32).enumerated() {
            let digit = UInt64(byte < 0x3A ? byte &- 0x30 : (byte | 0x20) &- 0x57)
            if index < 16 { halves.0 = halves.0 << 4 | digit & 15 } else { halves.1 = halves.1 << 4 | digit & 15 }
        }
        self.init(high: halves.0, low: halves.1)
    }

    /// 32 lower-case hexadecimal digits.
    package var text: String { Hexadecimal.text(high: high, low: low) }
}

extension Signature: Comparable {
    package static func < (left: Signature, right: Signature) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension Signature: CustomStringConvertible {
    package var description: String { text }
}
