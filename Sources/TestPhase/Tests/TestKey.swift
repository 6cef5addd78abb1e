// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The identity of a test as 96 bits: suite path, class, name, and the file when it is relative.
package struct TestKey: Hashable, Sendable {
    package let hash: UInt64
    package let check: UInt32

    @inlinable
    package init(hash: UInt64, check: UInt32) {
        self.hash = hash
        self.check = check
    }

    /// - Parameter group: hash of suite path, class and file.
    @inlinable
    package init(group: UInt64, name: UnsafeBufferPointer<UInt8>) {
        var state = StableHash(seed: group)
        state.combine(name)
        let value = state.value
        hash = value.low
        check = UInt32(truncatingIfNeeded: value.high)
    }

    @inlinable
    package func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }
}
