// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct LikePatternTests {
    @Test(arguments: [
        ("", "", true), ("", "a", false), ("%", "", true), ("%", "a\nb", true), ("_", "", false), ("_", "☃", true),
        ("_", "e\u{301}", false), ("__", "e\u{301}", true), ("%_", "", false), ("%_", "é", true), ("_%", "éa", true),
        ("_%_", "é", false), ("_%_", "éé", true), ("a%", "ba", false), ("%a", "ab", false), ("a%a", "a", false),
        ("%ab%ab%", "abab", true), ("%ab%ba%", "aba", false), ("%aba", "ababa", true), ("a_c", "aéc", true),
        ("%☃", "a☃", true), ("%é_%", "xéyz", true), ("é", "è", false), ("%_☃_%", "a☃", false),
    ])
    func `a pattern is anchored at both ends`(pattern: String, text: String, isMatch: Bool) {
        let compiled = LikePattern(Self.units(pattern))

        #expect(compiled.isMatch(Array(text.utf8)) == isMatch)
    }

    @Test(arguments: 1...8)
    func `short patterns agree with a table of all scalars`(seed: Int) {
        var generator = SeededGenerator(state: UInt64(seed))
        var matchCount = 0

        for _ in 0..<2_000 {
            let alphabet = generator.pick(["a", "ab", "aé", "éè☃", "a🧪b"])
            let pattern = generator.word(alphabet + "%_%", generator.number(0..<9))
            let text = generator.word(alphabet, generator.number(0..<12))

            let isMatch = LikePattern(Self.units(pattern)).isMatch(Array(text.utf8))

            #expect(isMatch == Self.scalarOracle(pattern, text), "\(pattern) on \(text)")
            if isMatch { matchCount += 1 }
        }

        #expect((200...1_800).contains(matchCount))
    }

    @Test(arguments: 1...4)
    func `patterns of many words agree with a table of all scalars`(seed: Int) {
        var generator = SeededGenerator(state: UInt64(seed) << 20)
        var matchCount = 0

        for _ in 0..<250 {
            let alphabet = generator.pick(["a", "ab", "aé", "abcdefgh☃"])
            let rare = String(repeating: alphabet, count: generator.number(2..<20))
            let end = generator.pick(["", "", "%", "%a", "%_", "%aa"])
            let pattern = generator.word(rare + "%_", generator.number(50..<260)) + end
            let text = generator.instance(of: pattern, alphabet: alphabet)

            let isMatch = LikePattern(Self.units(pattern)).isMatch(Array(text.utf8))

            #expect(isMatch == Self.scalarOracle(pattern, text), "\(pattern) on \(text)")
            if isMatch { matchCount += 1 }
        }

        #expect((50...225).contains(matchCount))
    }

    @Test(arguments: 1...4)
    func `texts that are no UTF-8 agree with a table of all bytes`(seed: Int) {
        var generator = SeededGenerator(state: UInt64(seed) << 40)
        let bytes: [UInt8] = [0x61, 0xC3, 0xA9, 0xE2, 0x98, 0x83, 0xFF]

        for _ in 0..<1_500 {
            let count = generator.number(0..<20) == 0 ? 70 : generator.number(0..<7)
            let units = Self.units(generator.word("aé☃%_%", count))
            let text = (0..<generator.number(0..<12)).map { _ in generator.pick(bytes) }

            #expect(LikePattern(units).isMatch(text) == Self.byteOracle(units, text), "\(units) on \(text)")
        }
    }

    @Test func `a pattern with every byte there is compiles`() {
        let units = (UInt8.min...UInt8.max).map(LikePattern.Unit.byte)

        #expect(LikePattern([.run] + units).isMatch([1, 2] + Array(UInt8.min...UInt8.max)))
        #expect(!LikePattern(units + [.one]).isMatch(Array(UInt8.min...UInt8.max)))
    }

    private static func units(_ pattern: String) -> [LikePattern.Unit] {
        pattern.utf8.map { $0 == UInt8(ascii: "%") ? .run : $0 == UInt8(ascii: "_") ? .one : .byte($0) }
    }

    /// Every prefix of the text against every prefix of the pattern, one scalar at a time.
    private static func scalarOracle(_ pattern: String, _ text: String) -> Bool {
        let text = Array(text.unicodeScalars)
        var row = [true] + Array(repeating: false, count: text.count)
        for unit in pattern.unicodeScalars {
            var next = Array(repeating: false, count: text.count + 1)
            if unit == "%" { next[0] = row[0] }
            for index in text.indices {
                next[index + 1] =
                    unit == "%" ? row[index + 1] || next[index] : row[index] && (unit == "_" || unit == text[index])
            }
            row = next
        }
        return row[text.count]
    }

    /// The same for bytes; a character is a byte that begins one and those that follow.
    private static func byteOracle(_ units: [LikePattern.Unit], _ text: [UInt8]) -> Bool {
        var row = [true] + Array(repeating: false, count: text.count)
        for unit in units {
            var next = Array(repeating: false, count: text.count + 1)
            if unit == .run { next[0] = row[0] }
            for (index, byte) in text.enumerated() {
                let continues = byte & 0xC0 == 0x80
                switch unit {
                case .byte(let wanted): next[index + 1] = row[index] && byte == wanted
                case .one: next[index + 1] = continues ? next[index] : row[index]
                case .run: next[index + 1] = row[index + 1] || next[index]
                }
            }
            row = next
        }
        return row[text.count]
    }
}

extension LikePattern {
    fileprivate func isMatch(_ text: [UInt8]) -> Bool { text.withUnsafeBufferPointer(matches) }
}

extension SeededGenerator {
    /// A text that fits `pattern`, or in half of the cases one that most likely does not.
    fileprivate mutating func instance(of pattern: String, alphabet: String) -> String {
        var text = pattern.map { unit in
            switch unit {
            case "%": word(alphabet, number(0..<4))
            case "_": word(alphabet, 1)
            default: String(unit)
            }
        }
        switch number(0..<6) {
        case 0: text[number(0..<text.count)] = word(alphabet + "z", 1)
        case 1: text[text.count - 1] = word("z", number(0..<2))
        case 2: text.append("z")
        default: break
        }
        return text.joined()
    }
}
