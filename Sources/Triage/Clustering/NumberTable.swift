// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A table from 64-bit keys, hashes already, to numbers: open addressing, two arrays, no order to depend on.
struct NumberTable: Sendable {
    /// 0 marks a free place; the key 0 is kept as 1, which no token is.
    private var keys: [UInt64]
    private var values: [Int32]
    private(set) var count = 0
    private var mask: Int

    init(capacity: Int = 1_024) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        keys = [UInt64](repeating: 0, count: size)
        values = [Int32](repeating: 0, count: size)
        mask = size - 1
    }

    /// The number of `key`, or nil.
    subscript(key: UInt64) -> Int32? {
        let place = place(of: key)
        return keys[place] == 0 ? nil : values[place]
    }

    /// The number of `key`; it gets `fresh` when it has none.
    @inline(__always)
    mutating func number(of key: UInt64, orElse fresh: @autoclosure () -> Int32) -> Int32 {
        let place = place(of: key)
        if keys[place] != 0 { return values[place] }
        let number = fresh()
        insert(key, number, at: place)
        return number
    }

    /// Sets the number of `key`, and returns the one it had.
    @discardableResult
    mutating func set(_ key: UInt64, to number: Int32) -> Int32? {
        let place = place(of: key)
        if keys[place] == 0 {
            insert(key, number, at: place)
            return nil
        }
        let old = values[place]
        values[place] = number
        return old
    }

    /// Adds 1 to the number of `key`, which begins with 0; returns the sum.
    @inline(__always)
    mutating func increment(_ key: UInt64) -> Int32 {
        let place = place(of: key)
        if keys[place] != 0 {
            values[place] += 1
            return values[place]
        }
        insert(key, 1, at: place)
        return 1
    }

    private mutating func insert(_ key: UInt64, _ number: Int32, at place: Int) {
        keys[place] = Self.stored(key)
        values[place] = number
        count += 1
        if count * 10 > keys.count * 7 { grow() }
    }

    private static func stored(_ key: UInt64) -> UInt64 { key == 0 ? 1 : key }

    @inline(__always)
    private func place(of key: UInt64) -> Int {
        let wanted = Self.stored(key)
        var place = Int(truncatingIfNeeded: (wanted &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
        while keys[place] != 0, keys[place] != wanted { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        var larger = NumberTable(capacity: keys.count)
        for (key, value) in zip(keys, values) where key != 0 { larger.set(key, to: value) }
        self = larger
    }
}

// MARK: Images

extension NumberTable {
    /// A table of keys that have the numbers 0, 1, 2 and so on.
    init(numbering list: [UInt64]) {
        self.init(capacity: list.count)
        for (number, key) in list.enumerated() { set(key, to: Int32(truncatingIfNeeded: number)) }
    }

    /// The keys of a table that numbers them from 0, by their numbers.
    var list: [UInt64] {
        var list = [UInt64](repeating: 0, count: count)
        for (key, value) in zip(keys, values) where key != 0 { list[Int(value)] = key }
        return list
    }

    /// Any table, by its keys.
    func write(to image: inout ImageWriter) {
        let pairs = zip(keys, values).filter { $0.0 != 0 }.sorted { $0.0 < $1.0 }
        image.append(pairs.map(\.0))
        image.append(pairs.map(\.1))
    }

    init(from image: inout ImageReader) throws {
        let (keys, values): ([UInt64], [Int32]) = (try image.numbers(), try image.numbers())
        self.init(capacity: keys.count)
        for (key, value) in zip(keys, values) { set(key, to: value) }
    }
}
