// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SignatureBuilder {
    /// At most so many bytes of a cause's message are read.
    private static let causeLimit = 300

    /// What the failure that was just read is compared by.
    mutating func evidence(of failure: FailureText, _ reading: Reading) -> SignatureEvidence {
        if selection.app.count == FrameSelection.signedLimit {
            // With fewer, all that there are were chosen for the signature.
            chooseFrames(failure, reading.name, reading.isAssertion, reading.isLine, limit: FrameSelection.appLimit)
        }
        var words = WordTokens(wantsPhrases: isThorough)
        template.withUnsafeBufferPointer { words.add(template: $0.part(0, templateCount)) }
        addCauses(of: reading.text, to: &words)
        let className = TokenSpace.className.token(failure.className)
        let method = TokenSpace.method.token(reading.name)
        let simple = failure.className.afterLast(.dot)
        let kind = kind(words, reading)
        return SignatureEvidence(
            suite: TokenSpace.suite.token(failure.suite), kind: kind, isAssertion: reading.isAssertion,
            type: TokenSpace.type.token(MessageText.shortType(reading.type)),
            rootType: TokenSpace.type.token(MessageText.shortType(reading.rootType)),
            template: template.withUnsafeBufferPointer { TokenSpace.template.token($0.part(0, templateCount)) },
            hardTemplate: words.hardTemplate, rootMessage: isThorough ? rootMessage(failure, reading) : 0,
            className: className,
            package: TokenSpace.package.token(
                failure.className.part(0, max(0, failure.className.count - simple.count - 1))),
            method: method, test: Token.mix(className, method),
            hasParameters: failure.hasParameters, hardWords: words.hard.sorted(),
            softWords: words.soft.subtracting(words.hard).sorted(), frames: tokens(selection.app),
            testFrames: tokens(selection.test),
            nameWords: NameWords.tokens(of: reading.name, without: ["test", "should"]),
            classWords: NameWords.tokens(of: simple, without: ["test", "tests", "case"]),
            phrases: words.phrases.sorted(),
            differences: isThorough ? differences(failure, reading) : [],
            sentence: sentence(kind, reading))
    }

    /// The sentence, where nothing else is there to compare by.
    private func sentence(_ kind: FailureKind, _ reading: Reading) -> SentenceForm? {
        guard templateCount > 0, reading.isLine || reading.type.isEmpty && kind.isMessageOnly else { return nil }
        return template.withUnsafeBufferPointer { SentenceForm($0.part(0, templateCount), isLine: reading.isLine) }
    }

    private func tokens(_ places: [Int]) -> [UInt64] {
        places.map { TokenSpace.frame.token(of: trace.frames[$0].hash) }
    }

    private func kind(_ words: WordTokens, _ reading: Reading) -> FailureKind {
        if !selection.app.isEmpty { return reading.isAssertion && selection.beginsInTest ? .test : .app }
        if selection.hasTest { return .test }
        if words.informative >= 3 { return .message }
        return words.informative > 0 && !MessageText.isAssertion(reading.type) ? .short : .bare
    }

    /// The words of the exceptions behind the first one.
    private func addCauses(of text: Bytes, to words: inout WordTokens) {
        for block in trace.blocks.dropFirst() where !block.message.isEmpty {
            withTemplate(of: text.part(block.message.lowerBound, block.message.upperBound)) { words.add(template: $0) }
        }
    }

    /// What the innermost cause is and said.
    private func rootMessage(_ failure: FailureText, _ reading: Reading) -> UInt64 {
        guard !reading.isAssertion, !reading.rootType.isEmpty else { return 0 }
        let root = trace.isRootFirst ? trace.blocks[0] : trace.blocks[trace.blocks.count - 1]
        var line = reading.text.part(root.message.lowerBound, root.message.upperBound)
        if line.isEmpty, trace.blocks.count == 1 {
            line = failure.message.part(0, failure.message.newline(from: 0))
        }
        guard !line.isEmpty else { return 0 }
        return withTemplate(of: line) {
            TokenSpace.template.token(
                of: Token.mix(Digest.short(MessageText.shortType(reading.rootType)), Digest.short($0)))
        }
    }

    private func differences(_ failure: FailureText, _ reading: Reading) -> [UInt64] {
        if reading.isLine { return [] }
        var lines: [UInt8] = []
        MessageChoice(failure, text: reading.text, trace: trace, type: reading.type).forEachLine { line in
            lines += line
            lines.append(.newline)
        }
        var reader = DifferenceReader()
        lines.withUnsafeBufferPointer { reader.add(sentences: $0) }
        if reader.tokens.isEmpty { reader.add(example: reading.text) }
        return reader.tokens.sorted()
    }

    /// Calls `body` with the masked beginning of a line.
    private func withTemplate<Value>(of line: Bytes, _ body: (Bytes) -> Value) -> Value {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.causeLimit) { memory in
            var writer = ByteWriter(memory, count: 0)
            var state = TemplateScanner.State()
            scanner.scan(line.part(0, min(line.count, Self.causeLimit)), into: &writer, &state)
            scanner.finish(&writer)
            return body(writer.view(0, writer.count))
        }
    }
}

/// Gathers the words of templates as tokens.
private struct WordTokens {
    private(set) var hard: Set<UInt64> = []
    private(set) var soft: Set<UInt64> = []
    /// Hash of the hard words in the order in which they stood first; 0 for none.
    private(set) var hardTemplate: UInt64 = 0
    /// How many different hard words are not common.
    private(set) var informative = 0
    /// Hard words with the two before each of them.
    private(set) var phrases: Set<UInt64> = []
    private let wantsPhrases: Bool

    init(wantsPhrases: Bool) { self.wantsPhrases = wantsPhrases }

    mutating func add(template: Bytes) {
        var last: (UInt64, UInt64) = (0, 0)
        for word in TemplateWords(template) {
            let text = template.part(word.range.lowerBound, word.range.upperBound)
            let token = TokenSpace.word.token(text)
            if word.isSoft {
                soft.insert(token)
                continue
            }
            if wantsPhrases, last.0 != 0 {
                phrases.insert(TokenSpace.phrase.token(of: Token.mix(Token.mix(last.0, last.1), token)))
            }
            last = (last.1, token)
            if hard.insert(token).inserted {
                hardTemplate = Token.mix(hardTemplate, token)
                if !TemplateWords.isCommon(text) { informative += 1 }
            }
        }
    }
}

/// The words that a name is written of: `testEmptyCart_total` has `empty`, `cart` and `total`.
enum NameWords {
    /// Tokens in ascending order, each once; words of one letter are left out.
    static func tokens(of name: Bytes, without common: [StaticString]) -> [UInt64] {
        var found: Set<UInt64> = []
        forEach(in: name) { word in
            guard word.count > 1 else { return }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: word.count) { memory in
                for index in 0..<word.count { memory[index] = word[index].lowered }
                let lowered = Bytes(memory)
                if !common.contains(where: lowered.isEqual) { found.insert(TokenSpace.nameWord.token(lowered)) }
            }
        }
        return found.sorted()
    }

    /// Calls `body` with each word: `XMLFile` has `XML` and `File`.
    static func forEach(in name: Bytes, _ body: (Bytes) -> Void) {
        var place = 0
        while place < name.count {
            guard name[place].isLetter else {
                place += 1
                continue
            }
            let start = place
            while place < name.count, name[place].isUpper { place += 1 }
            if place - start > 1, place < name.count, name[place].isLower {
                // The last capital letter begins the next word.
                place -= 1
            } else {
                while place < name.count, name[place].isLower { place += 1 }
            }
            body(name.part(start, place))
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// What follows the last `byte`; all of it when there is none.
    fileprivate func afterLast(_ byte: UInt8) -> Bytes {
        var start = count
        while start > 0, self[start - 1] != byte { start -= 1 }
        return part(start, count)
    }
}
