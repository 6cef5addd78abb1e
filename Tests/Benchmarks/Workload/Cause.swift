// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One root cause, ready to be written as `<failure>` again and again.
struct Cause {
    private let type: ByteText
    private let message: EscapedTemplate
    private let messageInBody: EscapedTemplate
    private let lines: [EscapedTemplate]
    private let frames: Range<Int>
    private let retryFrame: EscapedTemplate
    private let isCharacterData: Bool

    private init(_ language: Trace.Language, random: inout SeededRandom) {
        let trace = Trace.make(language, random: &random)
        // Producers on the JVM and GoogleTest write CDATA, most others escape.
        isCharacterData = language == .java || language == .cpp
        let place = isCharacterData ? XMLPlace.characterData : .element
        var type = ByteText()
        type.write(trace.type, in: .attribute)
        self.type = type
        message = EscapedTemplate(trace.message, in: .attribute)
        messageInBody = EscapedTemplate(trace.message, in: place)
        lines = trace.lines.map { EscapedTemplate($0, in: place) }
        frames = trace.frames
        retryFrame = EscapedTemplate(trace.retryFrame, in: place)
    }

    /// Appends the element; equal causes rarely give equal bytes.
    func write(to text: inout ByteText, random: inout SeededRandom) {
        let values = random.branch()
        var replay = values
        text.write("<failure message=\"")
        message.write(to: &text, random: &replay)
        text.write("\" type=\"")
        text.append(contentsOf: type)
        text.write(isCharacterData ? "\"><![CDATA[" : "\">")
        writeBody(to: &text, random: &random, values: values)
        text.write(isCharacterData ? "]]></failure>" : "</failure>")
    }

    private func writeBody(to text: inout ByteText, random: inout SeededRandom, values: SeededRandom) {
        let change = random.below(100)
        let place = frames.lowerBound + random.below(frames.count)
        for (index, line) in lines.enumerated() {
            // A frame was inlined away in 6 of 100 failures, in 6 others a
            // retry added one.
            if change < 6, index == place { continue }
            if index > 0 { text.write("\n") }
            if (6..<12).contains(change), index == place {
                retryFrame.write(to: &text, random: &random)
                text.write("\n")
            }
            line.write(to: &text, random: &random) { text in
                var replay = values
                messageInBody.write(to: &text, random: &replay)
            }
        }
    }
}

extension Cause {
    /// Root causes with a long tail: the first is met a hundred times as often
    /// as the last of a thousand.
    struct Corpus {
        private let causes: [Cause]
        private let cumulativeWeights: [Int]

        /// - Parameters:
        ///   - count: At least 1.
        ///   - hasLongTail: Otherwise all are met alike.
        init(seed: Int, count: Int, hasLongTail: Bool = true) {
            var total = 0
            var weights: [Int] = []
            causes = (0..<count).map { number in
                var random = SeededRandom("cause", seed, number)
                return Cause(random.pick(Trace.Language.allCases), random: &random)
            }
            for number in 0..<count {
                // Whole numbers, because the last bit of a power function
                // differs between machines.
                total += hasLongTail ? 10_000_000 / (number + 10) : 1
                weights.append(total)
            }
            cumulativeWeights = weights
        }

        /// Cost: O(log n).
        func pick(random: inout SeededRandom) -> Cause {
            let mark = random.below(cumulativeWeights[cumulativeWeights.count - 1])
            var low = 0
            var high = cumulativeWeights.count - 1
            while low < high {
                let middle = (low + high) / 2
                if cumulativeWeights[middle] > mark {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            return causes[low]
        }
    }
}
