// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A failure with the exact key under which it is known.
package struct SignedFailure: Sendable {
    /// The key; equal keys are the same failure.
    package let signature: Signature
    /// Name and version of the rules that made the signature; another version gives other signatures.
    package let algorithm: StaticString
}

/// Gives failures their signatures: type, root type, message template and the frames that tell, in 128 bits.
///
/// The name of the test is part of it only where nothing better is there: no frame of the product, and either frames of
/// tests or a message without information. So a broken database has one signature in a hundred tests, and a bare
/// `expected true` has one for each test.
///
/// A builder keeps its memory and is used again for the next failure; it allocates nothing once it is warm.
package struct SignatureBuilder: Sendable {
    /// Stored beside each signature; any change of a mask, frame or hash rule needs a new number.
    package static let algorithm: StaticString = "signature/2"

    private static let templateCapacity = 2_048

    let scanner = TemplateScanner()
    private(set) var trace = Trace()
    var selection = FrameSelection()
    private(set) var template = [UInt8](repeating: 0, count: templateCapacity)
    private(set) var templateCount = 0

    /// Whether evidence holds what only issues of run times are compared by.
    let isThorough: Bool

    package init(isThorough: Bool = false) { self.isThorough = isThorough }

    /// The signature of `failure`: equal on every machine, whatever was signed before.
    ///
    /// - Complexity: O(n) in the bytes of the failure.
    package mutating func sign(_ failure: FailureText) -> SignedFailure {
        read(failure) { $0.digest(failure, $1) }
    }

    /// The signature of `failure`, and what it is compared by where `wants` asks for that.
    ///
    /// - Complexity: O(n) in the bytes of the failure; the evidence allocates, so ask for it once a signature.
    package mutating func sign(
        _ failure: FailureText, wants: (Signature) -> Bool
    ) -> (signed: SignedFailure, evidence: SignatureEvidence?) {
        read(failure) { builder, reading in
            let signed = builder.digest(failure, reading)
            return (signed, wants(signed.signature) ? builder.evidence(of: failure, reading) : nil)
        }
    }

    /// What a failure was found to say; valid until the next one is read.
    struct Reading {
        /// What the trace was read from.
        let text: Bytes
        let name: Bytes
        let type: Bytes
        let rootType: Bytes
        let isAssertion: Bool
        /// Whether it is a line of a log: no class, no name, a text of one line.
        let isLine: Bool
    }

    mutating func read<Value>(_ failure: FailureText, _ body: (inout Self, Reading) -> Value) -> Value {
        let text = failure.text.isEmpty ? failure.message : failure.text
        FrameParser.parse(text, into: &trace)
        let stated = failure.type.isEmpty ? part(text, trace.blocks[0].type) : failure.type
        let choice = MessageChoice(failure, text: text, trace: trace, type: stated)
        let leading = scan(choice, wantsType: stated.isEmpty)
        let type = stated.isEmpty ? leading : stated
        let name = failure.plainName
        let isLine = failure.className.isEmpty && name.isEmpty && MessageText.isOneLine(text)
        let isAssertion = type.isEmpty ? isLine || trace.frames.isEmpty : MessageText.isAssertion(type)
        chooseFrames(failure, name, isAssertion, isLine, limit: FrameSelection.signedLimit)
        let reading = Reading(
            text: text, name: name, type: type, rootType: rootType(text, type), isAssertion: isAssertion,
            isLine: isLine)
        return body(&self, reading)
    }

    /// - Parameter isLine: Whether the failure is a line of a log; what looks like a frame there is text.
    mutating func chooseFrames(
        _ failure: FailureText, _ name: Bytes, _ isAssertion: Bool, _ isLine: Bool, limit: Int
    ) {
        if isLine { return selection.clear() }
        selection.choose(
            from: trace, owner: FrameOwner(className: failure.className, testName: name), skipsHelpers: isAssertion,
            limit: limit)
    }

    /// One line for people: the exception and the first line of what it said, at most 120 characters.
    ///
    /// - Complexity: As `sign`, and it makes a string; for lists, not for every failure.
    package mutating func title(of failure: FailureText) -> String {
        FrameParser.parse(failure.text.isEmpty ? failure.message : failure.text, into: &trace)
        return titleAsRead(failure)
    }

    /// As ``title(of:)``, of the failure that was just signed; who it belongs to may be left out, and nothing else.
    ///
    /// - Complexity: O(n) in the bytes of the message.
    package func titleAsRead(_ failure: FailureText) -> String {
        let text = failure.text.isEmpty ? failure.message : failure.text
        let type = failure.type.isEmpty ? part(text, trace.blocks[0].type) : failure.type
        var first: Bytes?
        MessageChoice(failure, text: text, trace: trace, type: type).forEachLine { line in
            if first == nil, line.contains(where: { !$0.isSpace }) { first = line }
        }
        return FailureTitle.make(type: MessageText.shortType(type), message: first, name: failure.plainName)
    }

    /// Makes the template; returns the type that the message begins with, if wanted.
    private mutating func scan(_ choice: MessageChoice, wantsType: Bool) -> Bytes {
        var type = Bytes(start: nil, count: 0)
        var isFirst = true
        let scanner = scanner
        templateCount = template.withUnsafeMutableBufferPointer { memory in
            var writer = ByteWriter(memory, count: 0)
            var state = TemplateScanner.State()
            choice.forEachLine { line in
                if isFirst, wantsType { type = MessageText.leadingType(line) }
                isFirst = false
                scanner.scan(line, into: &writer, &state)
            }
            scanner.finish(&writer)
            return writer.count
        }
        return type
    }

    private func rootType(_ text: Bytes, _ type: Bytes) -> Bytes {
        guard trace.blocks.count > 1 else { return type }
        let root = trace.isRootFirst ? trace.blocks[0] : trace.blocks[trace.blocks.count - 1]
        return root.type.isEmpty ? type : part(text, root.type)
    }

    private func digest(_ failure: FailureText, _ reading: Reading) -> SignedFailure {
        var digest = Digest(seed: Self.algorithm)
        digest.add(failure.suite)
        digest.add(MessageText.shortType(reading.type))
        digest.add(MessageText.shortType(reading.rootType))
        let isInformative = template.withUnsafeBufferPointer { memory in
            let template = memory.part(0, templateCount)
            digest.add(template)
            return selection.app.isEmpty && !selection.hasTest && TemplateWords.informative(template) >= 3
        }
        add(selection.app[...], to: &digest)
        add(selection.test[...], to: &digest)
        if selection.app.isEmpty, !isInformative {
            digest.add(failure.className)
            digest.add(reading.name)
        }
        let value = digest.value
        return SignedFailure(signature: Signature(high: value.high, low: value.low), algorithm: Self.algorithm)
    }

    private func add(_ places: ArraySlice<Int>, to digest: inout Digest) {
        digest.add(UInt64(places.count))
        for place in places { digest.add(trace.frames[place].hash) }
    }

    private func part(_ text: Bytes, _ range: Range<Int>) -> Bytes { text.part(range.lowerBound, range.upperBound) }
}
