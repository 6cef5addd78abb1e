// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A pattern behind `LIKE`, compiled to a machine that reads each byte of a text once (Shift-And, 64 states a word).
///
/// State *i* means that *i* of the places of the pattern are filled. A `%` is no place: it lets the state before it
/// wait. A byte moves the states that accept it, all of a word at once. As soon as the state of a `%` is reached, no
/// earlier state can add anything, so only the states up to the next `%` are looked at: text times part, never
/// text times pattern, and no way back.
///
/// A character is a byte that begins one, with the bytes `10xxxxxx` that follow. So `_` is one scalar of valid UTF-8,
/// and has a meaning for every other text.
struct LikePattern: Sendable {
    enum Unit: Sendable, Hashable {
        case byte(UInt8)
        /// `_`: exactly one character.
        case one
        /// `%`: any bytes, also none.
        case run
    }

    /// Without two runs beside each other.
    let units: [Unit]
    /// How many units are places, which is also the number of the last state.
    let last: Int
    /// States that wait at a `%`, ascending.
    let gaps: [Int]
    /// Words that hold one bit for each state.
    let width: Int
    /// The class of each of the 256 bytes: bytes that no place tells apart share one.
    let classes: [UInt16]
    /// For each class and word: the states that a byte of it moves on, then those in which it lets the machine wait.
    let table: [UInt64]

    private static let otherStart: UInt16 = 0
    private static let otherContinuation: UInt16 = 1

    init(_ units: [Unit]) {
        var merged: [Unit] = []
        for unit in units where unit != .run || merged.last != .run { merged.append(unit) }
        self.units = merged
        let places = merged.filter { $0 != .run }
        last = places.count
        width = last / 64 + 1
        gaps = Self.gaps(of: merged)
        let (classes, count) = Self.classes(of: places)
        self.classes = classes
        table = Self.table(places, gaps, classes, count, width: width)
    }

    private static func gaps(of units: [Unit]) -> [Int] {
        var gaps: [Int] = []
        var place = 0
        for unit in units {
            if unit == .run { gaps.append(place) } else { place += 1 }
        }
        return gaps
    }

    private static func classes(of places: [Unit]) -> (classes: [UInt16], count: Int) {
        var classes = (UInt8.min...UInt8.max).map { $0.isContinuation ? otherContinuation : otherStart }
        var count = otherContinuation + 1
        for case .byte(let byte) in places where classes[Int(byte)] <= otherContinuation {
            classes[Int(byte)] = count
            count += 1
        }
        return (classes, Int(count))
    }

    private static func table(
        _ places: [Unit],
        _ gaps: [Int],
        _ classes: [UInt16],
        _ count: Int,
        width: Int
    ) -> [UInt64] {
        var table = [UInt64](repeating: 0, count: count * width * 2)
        func set(_ kind: Int, _ state: Int, waits: Bool) {
            table[(kind * width + state / 64) * 2 + (waits ? 1 : 0)] |= 1 << UInt64(state % 64)
        }
        var continues = [Bool](repeating: false, count: count)
        for byte in UInt8.min...UInt8.max { continues[Int(classes[Int(byte)])] = byte.isContinuation }
        for kind in 0..<count {
            for gap in gaps { set(kind, gap, waits: true) }
        }
        for (state, place) in places.enumerated() {
            if case .byte(let byte) = place {
                set(Int(classes[Int(byte)]), state, waits: false)
            } else {
                // The first byte of a character moves on, the others wait behind it.
                for kind in 0..<count { set(kind, continues[kind] ? state + 1 : state, waits: continues[kind]) }
            }
        }
        return table
    }
}

extension LikePattern: Hashable {
    static func == (left: LikePattern, right: LikePattern) -> Bool { left.units == right.units }

    func hash(into hasher: inout Hasher) { hasher.combine(units) }
}

extension LikePattern: CustomStringConvertible {
    /// The pattern in double quotes, as a rule writes it.
    var description: String { Unit.quoted(units) }
}

extension UInt8 {
    /// Whether the byte belongs to a character that began before it.
    var isContinuation: Bool { self & 0xC0 == 0x80 }
}
