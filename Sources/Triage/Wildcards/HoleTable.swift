// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Places in sentences that may be values, with the different tokens that they have shown.
struct HoleTable: Sendable {
    /// Values of one hole that are kept; one that is not learned from so many will not be.
    private static let valueLimit = 32

    /// What stood at a place.
    struct Value: Sendable {
        let hash: UInt64
        /// The signature that has it.
        let signature: Int32
        let traits: SentenceForm.Traits

        /// A sentence that has a wildcard there.
        static func star(_ signature: Int32) -> Value {
            Value(hash: SentenceForm.star, signature: signature, traits: [.star, .value])
        }
    }

    struct Hole: Sendable {
        /// The least number of values that any token of the place asks for.
        fileprivate(set) var need = UInt8.max
        fileprivate(set) var count: UInt8 = 0
        /// How many of the values look like values, and how many say what happened.
        fileprivate(set) var shaped: UInt8 = 0
        fileprivate(set) var verbs: UInt8 = 0
        fileprivate(set) var hasStar = false
        fileprivate(set) var isLearned = false
        fileprivate var last: Int32 = -1

        /// Whether enough was seen.
        ///
        /// - Parameter words: Half words of the sentence without the token.
        func isComplete(words: Int, isJoint: Bool) -> Bool {
            if words < SentenceForm.least { return count >= 3 && shaped >= 2 }
            guard count >= (hasStar && !isJoint ? 2 : need) else { return false }
            return need >= TokenShape.verb.need || Int(verbs) * 4 <= Int(count)
        }
    }

    private struct Entry: Sendable {
        let hash: UInt64
        let signature: Int32
        let previous: Int32
    }

    private var numbers = NumberTable()
    private var holes: [Hole] = []
    /// Values of all holes; each hole is a list through them, newest first.
    private var entries: [Entry] = []

    func isKnown(_ form: UInt64, _ positions: UInt64) -> Bool { numbers[Self.key(form, positions)] != nil }

    func isLearned(_ form: UInt64, _ positions: UInt64) -> Bool {
        guard let number = numbers[Self.key(form, positions)] else { return false }
        return holes[Int(number)].isLearned
    }

    /// Shows a value to a hole, which is made if need be; returns the hole as it is then, or nil if the hole has learned
    /// nothing from it.
    ///
    /// - Parameter need: How many values the token asks for.
    mutating func show(_ value: Value, need: UInt8, at form: UInt64, _ positions: UInt64) -> Hole? {
        let fresh = Int32(truncatingIfNeeded: holes.count)
        let number = Int(numbers.number(of: Self.key(form, positions), orElse: fresh))
        if number == holes.count { holes.append(Hole()) }
        guard !holes[number].isLearned else { return nil }
        holes[number].need = min(holes[number].need, need)
        if Int(holes[number].count) < Self.valueLimit, !has(value.hash, holes[number]) { add(value, to: number) }
        return holes[number]
    }

    /// Makes the hole a wildcard; returns the signatures that showed its values, in order.
    mutating func learn(_ form: UInt64, _ positions: UInt64) -> [Int32] {
        guard let number = numbers[Self.key(form, positions)] else { return [] }
        var signatures: [Int32] = []
        var place = holes[Int(number)].last
        while place >= 0 {
            signatures.append(entries[Int(place)].signature)
            place = entries[Int(place)].previous
        }
        holes[Int(number)].isLearned = true
        holes[Int(number)].last = -1
        return signatures.reversed()
    }

    private func has(_ hash: UInt64, _ hole: Hole) -> Bool {
        var place = hole.last
        while place >= 0 {
            if entries[Int(place)].hash == hash { return true }
            place = entries[Int(place)].previous
        }
        return false
    }

    private mutating func add(_ value: Value, to number: Int) {
        entries.append(Entry(hash: value.hash, signature: value.signature, previous: holes[number].last))
        holes[number].last = Int32(truncatingIfNeeded: entries.count - 1)
        holes[number].count += 1
        if value.traits.contains(.value) { holes[number].shaped += 1 }
        if value.traits.contains(.verb) { holes[number].verbs += 1 }
        if value.traits.contains(.star) { holes[number].hasStar = true }
    }

    private static func key(_ form: UInt64, _ positions: UInt64) -> UInt64 { Token.mix(form, positions) }
}

// MARK: Images

extension HoleTable {
    func write(to image: inout ImageWriter) {
        image.append(numbers.list)
        image.append(
            holes.flatMap { hole in
                [hole.need, hole.count, hole.shaped, hole.verbs, hole.hasStar ? 1 : 0, hole.isLearned ? 1 : 0]
            })
        image.append(holes.map(\.last))
        image.append(entries.map(\.hash))
        image.append(entries.map(\.signature))
        image.append(entries.map(\.previous))
    }

    init(from image: inout ImageReader) throws {
        numbers = NumberTable(numbering: try image.numbers())
        let (states, lasts): ([UInt8], [Int32]) = (try image.numbers(), try image.numbers())
        holes = lasts.indices.map { place in
            let state = states[(place * 6)..<(place * 6 + 6)]
            let at = state.startIndex
            return Hole(
                need: state[at], count: state[at + 1], shaped: state[at + 2], verbs: state[at + 3],
                hasStar: state[at + 4] == 1, isLearned: state[at + 5] == 1, last: lasts[place])
        }
        let (hashes, signatures): ([UInt64], [Int32]) = (try image.numbers(), try image.numbers())
        let previous: [Int32] = try image.numbers()
        entries = hashes.indices.map { Entry(hash: hashes[$0], signature: signatures[$0], previous: previous[$0]) }
    }
}
