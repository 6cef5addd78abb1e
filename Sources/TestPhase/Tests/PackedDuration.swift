// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A duration in four bytes: microseconds below 35 minutes, milliseconds from there to 24 days, longer ones as 24 days.
package struct PackedDuration: Sendable, Hashable {
    /// As the store keeps it.
    package let code: UInt32

    private static let coarse: UInt32 = 1 << 31
    private static let unknownCode = UInt32.max

    /// Not stated, or not readable.
    package static let unknown = PackedDuration(code: unknownCode)

    package init(code: UInt32) {
        self.code = code
    }

    /// - Parameter microseconds: negative for unknown.
    package init(microseconds: Int64) {
        if microseconds < 0 {
            code = Self.unknownCode
        } else if microseconds < Int64(Self.coarse) {
            code = UInt32(microseconds)
        } else {
            code = Self.coarse | UInt32(min((microseconds + 500) / 1000, Int64(Self.coarse) - 2))
        }
    }

    /// - Parameter seconds: finite and not negative; nil for unknown.
    package init(seconds: Double?) {
        guard let seconds else {
            self = .unknown
            return
        }
        self.init(microseconds: Int64(min(seconds, 1e9) * 1_000_000 + 0.5))
    }

    /// -1 when unknown.
    package var microseconds: Int64 {
        if code == Self.unknownCode { return -1 }
        return code < Self.coarse ? Int64(code) : Int64(code & ~Self.coarse) * 1000
    }
}
