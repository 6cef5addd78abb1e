// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Random numbers that are the same on every machine (SplitMix64, public
/// domain, Steele and Vigna).
///
/// For example: `SeededRandom("names", 1, 40)` gives the same sequence
/// everywhere, for ever.
struct SeededRandom {
    private var state: UInt64

    /// A stream of its own for each label and each list of numbers.
    init(_ label: String, _ numbers: Int...) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in label.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        var mixer = SeededRandom(state: hash)
        for number in numbers {
            mixer = SeededRandom(state: mixer.next() ^ UInt64(bitPattern: Int64(number)))
        }
        state = mixer.next()
    }

    private init(state: UInt64) {
        self.state = state
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// A number from 0 up to, not including, `bound`.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// True in `perMillion` of a million calls.
    mutating func chance(perMillion: Int) -> Bool {
        below(1_000_000) < perMillion
    }

    /// One of a list that is not empty.
    mutating func pick<Element>(_ list: [Element]) -> Element {
        list[below(list.count)]
    }

    /// How often `stop` in a million fails to happen in a row: geometric, mean
    /// about 1,000,000 / `stop` - 1.
    mutating func runLength(stopPerMillion stop: Int) -> Int {
        var length = 0
        while !chance(perMillion: stop) {
            length += 1
        }
        return length
    }

    /// A stream that can be replayed by copying it, independent of what this
    /// one gives next.
    mutating func branch() -> SeededRandom {
        SeededRandom(state: next())
    }
}
