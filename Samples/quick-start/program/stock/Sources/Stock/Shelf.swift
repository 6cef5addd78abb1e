// Exitgate
// SPDX-License-Identifier: Apache-2.0

public struct OutOfStock: Error, Equatable {
    public let missing: Int

    public init(missing: Int) {
        self.missing = missing
    }
}

/// The units of one article, and the orders that hold some of them.
public struct Shelf {
    public private(set) var free: Int
    private var held: [Int: Int] = [:]

    public init(units: Int) {
        free = units
    }

    public mutating func reserve(_ units: Int, for order: Int) throws {
        guard units <= free else { throw OutOfStock(missing: units - free) }
        free -= units
        held[order, default: 0] += units
    }

    public mutating func release(order: Int) {
        free += held.removeValue(forKey: order) ?? 0
    }

    /// Takes back the oldest reservation and returns its order; order numbers only grow.
    public mutating func expireOldest() -> Int? {
        guard let order = held.keys.first else { return nil }
        release(order: order)
        return order
    }
}
