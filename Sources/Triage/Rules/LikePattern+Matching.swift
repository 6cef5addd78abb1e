// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension LikePattern {
    /// Whether the whole of `text` is as the pattern says.
    ///
    /// Cost: bytes of the text times 1/64 of the places between two `%`.
    func matches(_ text: Bytes) -> Bool {
        table.withUnsafeBufferPointer { table in
            classes.withUnsafeBufferPointer { classes in
                width == 1 ? matchesNarrow(text, table, classes) : matchesWide(text, table, classes)
            }
        }
    }

    /// All states in one register.
    private func matchesNarrow(
        _ text: Bytes,
        _ table: UnsafeBufferPointer<UInt64>,
        _ classes: UnsafeBufferPointer<UInt16>
    ) -> Bool {
        let end: UInt64 = 1 << UInt64(last)
        let accepting = gaps.last == last ? end : 0
        var state: UInt64 = 1
        for byte in text {
            let row = Int(classes[Int(byte)]) &* 2
            state = (state & table[row]) &<< 1 | state & table[row &+ 1]
            if state == 0 { return false }
            if state & accepting != 0 { return true }
        }
        return state & end != 0
    }

    /// As above, over the words from the last `%` that was reached to the next one.
    private func matchesWide(
        _ text: Bytes,
        _ table: UnsafeBufferPointer<UInt64>,
        _ classes: UnsafeBufferPointer<UInt16>
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: width) { state in
            state.initialize(repeating: 0)
            state[0] = 1
            var nextGap = gaps.first == 0 ? 1 : 0
            var target = nextGap < gaps.count ? gaps[nextGap] : last
            var low = 0
            for byte in text {
                let row = Int(classes[Int(byte)]) &* width
                var carry: UInt64 = 0
                var alive: UInt64 = 0
                for word in low...target / 64 {
                    let entry = (row &+ word) &* 2
                    let moved = state[word] & table[entry]
                    state[word] = moved &<< 1 | carry | state[word] & table[entry &+ 1]
                    carry = moved &>> 63
                    alive |= state[word]
                }
                if alive == 0 { return false }
                guard nextGap < gaps.count, state.hasBit(target) else { continue }
                if target == last { return true }
                // Whatever an earlier state could still find, this one finds too.
                low = target / 64
                state[low] = 1 << UInt64(target % 64)
                nextGap += 1
                target = nextGap < gaps.count ? gaps[nextGap] : last
            }
            return state.hasBit(last)
        }
    }
}

extension UnsafeMutableBufferPointer<UInt64> {
    fileprivate func hasBit(_ place: Int) -> Bool { self[place / 64] &>> UInt64(place % 64) & 1 == 1 }
}

extension LikePattern.Unit {
    /// A plain text in double quotes.
    static func quoted(_ bytes: [UInt8]) -> String {
        quoted(bytes.map(Self.byte), escapesWildcards: false)
    }

    /// A pattern in double quotes.
    static func quoted(_ units: [LikePattern.Unit]) -> String { quoted(units, escapesWildcards: true) }

    private static func quoted(_ units: [LikePattern.Unit], escapesWildcards: Bool) -> String {
        var text: [UInt8] = [.quote]
        for unit in units {
            switch unit {
            case .run: text.append(.percent)
            case .one: text.append(.underscore)
            case .byte(.newline): text += [.backslash, UInt8(ascii: "n")]
            case .byte(.tab): text += [.backslash, UInt8(ascii: "t")]
            case .byte(let byte):
                let isWildcard = byte == .percent || byte == .underscore
                if byte == .quote || byte == .backslash || escapesWildcards && isWildcard { text.append(.backslash) }
                text.append(byte)
            }
        }
        return String(decoding: text + [.quote], as: UTF8.self)
    }
}

extension UInt8 {
    static let percent = UInt8(ascii: "%")
}
