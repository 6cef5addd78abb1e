// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// From identity to row of every test that the store knows: about 28 bytes a test, read as blobs, never as rows.
package struct TestIndex: Sendable {
    /// The row of a test, and a part of its key: another test is most often told apart without a look at the keys, which lie
    /// far away.
    private struct Slot {
        /// 0 for a free slot.
        var row: UInt32 = 0
        var check: UInt32 = 0
    }

    /// Keys in the order of rows: the test of row 1 is the first.
    private var keys: [TestKey] = []
    /// By hash; at most three quarters are taken.
    private var slots: [Slot]
    private var mask: Int

    package init() {
        slots = Array(repeating: Slot(), count: 1024)
        mask = 1023
    }

    /// Tests known; the next one gets this number plus 1.
    package var count: Int { keys.count }

    /// Row of a test; nil when it is new. A few nanoseconds when the hint is right, else a cache miss or two.
    ///
    /// - Parameter hint: the row that it probably has: reports list tests in the same order again and again.
    package func id(_ key: TestKey, hint: Int64 = 0) -> Int64? {
        keys.withUnsafeBufferPointer { keys in
            if hint > 0, hint <= keys.count, keys[Int(hint) - 1] == key { return hint }
            return slots.withUnsafeBufferPointer { slots in
                var index = Int(truncatingIfNeeded: key.hash) & mask
                while slots[index].row != 0 {
                    let slot = slots[index]
                    if slot.check == key.check, keys[Int(slot.row) - 1] == key { return Int64(slot.row) }
                    index = (index + 1) & mask
                }
                return nil
            }
        }
    }

    /// Adds a test that is not in the index; answers its row.
    package mutating func add(_ key: TestKey) -> Int64 {
        if (count + 1) * 4 > slots.count * 3 { grow(to: slots.count * 2) }
        keys.append(key)
        place(UInt32(truncatingIfNeeded: count), key)
        return Int64(count)
    }

    /// Prepares for this many tests in all.
    package mutating func reserve(_ capacity: Int) {
        keys.reserveCapacity(capacity)
        var size = slots.count
        while size * 3 / 4 <= capacity { size *= 2 }
        if size > slots.count { grow(to: size) }
    }

    private mutating func place(_ row: UInt32, _ key: TestKey) {
        slots.withUnsafeMutableBufferPointer { slots in
            var index = Int(truncatingIfNeeded: key.hash) & mask
            while slots[index].row != 0 { index = (index + 1) & mask }
            slots[index] = Slot(row: row, check: key.check)
        }
    }

    private mutating func grow(to size: Int) {
        slots = Array(repeating: Slot(), count: size)
        mask = size - 1
        for (position, key) in keys.enumerated() { place(UInt32(truncatingIfNeeded: position + 1), key) }
    }
}
