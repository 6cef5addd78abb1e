// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// From identity to row of every test that the store knows: 16 bytes a slot, read as blobs, never as rows.
package struct TestIndex: Sendable {
    private struct Slot {
        var hash: UInt64
        var check: UInt32
        /// Row of the test; 0 for a free slot.
        var id: UInt32
    }

    private var slots: [Slot]
    private var mask: Int
    /// Tests known; the next one gets this number plus 1.
    package private(set) var count = 0

    package init(capacity: Int = 1024) {
        var size = 1024
        while size * 3 / 4 < capacity { size *= 2 }
        slots = Array(repeating: Slot(hash: 0, check: 0, id: 0), count: size)
        mask = size - 1
    }

    /// Row of a test; nil when it is new. A few nanoseconds, plus a cache miss.
    package func id(_ key: TestKey) -> Int64? {
        slots.withUnsafeBufferPointer { slots in
            var index = Int(truncatingIfNeeded: key.hash) & mask
            while slots[index].id != 0 {
                if slots[index].hash == key.hash, slots[index].check == key.check { return Int64(slots[index].id) }
                index = (index + 1) & mask
            }
            return nil
        }
    }

    /// Adds a test that is not in the index; answers its row.
    package mutating func add(_ key: TestKey) -> Int64 {
        if (count + 1) * 4 > slots.count * 3 { grow() }
        count += 1
        place(Slot(hash: key.hash, check: key.check, id: UInt32(truncatingIfNeeded: count)))
        return Int64(count)
    }

    private mutating func place(_ slot: Slot) {
        var index = Int(truncatingIfNeeded: slot.hash) & mask
        while slots[index].id != 0 { index = (index + 1) & mask }
        slots[index] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(hash: 0, check: 0, id: 0), count: old.count * 2)
        mask = slots.count - 1
        for slot in old where slot.id != 0 { place(slot) }
    }
}
