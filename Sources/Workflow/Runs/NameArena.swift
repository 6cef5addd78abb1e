// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Triage

/// Names one behind the other, in pieces: to grow copies nothing and leaves no hole of half the size behind.
struct NameArena {
    /// Bytes of a piece; no name lies in two.
    private static let pieceBits = 18
    private static let longest = Int(UInt16.max)

    private var pieces: [[UInt8]] = []

    var isEmpty: Bool { pieces.isEmpty }

    /// Adds a name, and a line feed behind it; what is longer than 65,535 bytes is cut, and what comes behind 4 GiB of names is
    /// left out.
    ///
    /// - Returns: Where it begins, and how many bytes it has.
    mutating func add(_ name: Bytes) -> (start: UInt32, count: UInt16) {
        let name = Bytes(rebasing: name.prefix(Self.longest))
        var last = pieces.count - 1
        if last < 0 || pieces[last].count + name.count >= 1 << Self.pieceBits {
            guard pieces.count < 1 << (32 - Self.pieceBits) else { return (0, 0) }
            pieces.append([])
            last += 1
            // Most reports have few new tests.
            if last > 0 { pieces[last].reserveCapacity(1 << Self.pieceBits) }
        }
        let start = last << Self.pieceBits | pieces[last].count
        pieces[last].append(contentsOf: name)
        pieces[last].append(0x0A)
        return (UInt32(truncatingIfNeeded: start), UInt16(truncatingIfNeeded: name.count))
    }

    /// Calls with the bytes of a name, which are there during the call only.
    func withName<Result>(
        _ start: UInt32, _ count: UInt16, _ body: (Bytes) throws -> Result
    ) rethrows -> Result {
        try pieces[Int(start >> UInt32(Self.pieceBits))].withUnsafeBufferPointer { piece in
            let place = Int(start) & (1 << Self.pieceBits - 1)
            return try body(Bytes(rebasing: piece[place..<place + Int(count)]))
        }
    }

    /// Calls with many names at once, a line feed behind each, until all were there or the answer is true.
    func contains(where body: (Bytes) -> Bool) -> Bool {
        pieces.contains { $0.withUnsafeBufferPointer(body) }
    }
}
