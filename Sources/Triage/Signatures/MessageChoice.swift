// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which lines of a failure say what went wrong: its message, or what the trace says when the message says nothing.
struct MessageChoice {
    /// At most so many lines and bytes are looked at.
    static let lineLimit = 8
    private static let byteLimit = 1_200

    private let failure: FailureText
    private let text: Bytes
    private let trace: Trace
    private let type: Bytes

    /// - Parameter text: What `trace` was read from.
    init(_ failure: FailureText, text: Bytes, trace: Trace, type: Bytes) {
        self.failure = failure
        self.text = text
        self.trace = trace
        self.type = type
    }

    /// Calls `body` with each line in order.
    func forEachLine(_ body: (Bytes) -> Void) {
        var left = Self.byteLimit
        func bounded(_ line: Bytes) {
            body(line.part(0, min(line.count, left)))
            left = max(0, left - line.count - 1)
        }
        let message = failure.message
        let firstLine = message.part(0, message.newline(from: 0))
        let isTyped = !type.isEmpty && trace.blocks[0].hasFrames && message.count > 12
        if MessageText.isGeneric(firstLine), !isTyped {
            fallback(bounded)
        } else if !trace.verdictLines.isEmpty, message.count < 400 {
            for line in trace.verdictLines { bounded(text.part(line.lowerBound, line.upperBound)) }
        } else {
            lines(of: message, bounded)
        }
    }

    /// What to read when the message is only "Failed" or nothing.
    private func fallback(_ body: (Bytes) -> Void) {
        if !trace.logLines.isEmpty {
            for line in trace.logLines.prefix(6) { body(text.part(line.lowerBound, line.upperBound)) }
        } else if !trace.verdictLines.isEmpty {
            for line in trace.verdictLines.prefix(6) { body(text.part(line.lowerBound, line.upperBound)) }
        } else if !type.isEmpty, text.count >= type.count, text.part(0, type.count).isEqual(type) {
            afterType(body)
        } else {
            plainLines(body)
        }
    }

    /// `type: message` up to the first frame.
    private func afterType(_ body: (Bytes) -> Void) {
        var start = type.count
        while start < text.count, text[start] == .colon || text[start] == .space { start += 1 }
        let isTrace = trace.blocks[0].hasFrames
        guard isTrace || text.newline(from: 0) == text.count else { return }
        lines(of: text.part(start, text.count), untilFrame: true, body)
    }

    /// Lines with words of errors, or else the first lines that no runner wrote.
    private func plainLines(_ body: (Bytes) -> Void) {
        for wantsError in [true, false] {
            var count = 0
            for range in trace.plainLines where count < 6 {
                let line = text.part(range.lowerBound, range.upperBound)
                if MessageText.isNoise(line) { continue }
                let content = MessageText.withoutTime(line)
                if wantsError, !MessageText.namesError(content) { continue }
                body(content)
                count += 1
            }
            if count > 0 { return }
        }
    }

    private func lines(of message: Bytes, untilFrame: Bool = false, _ body: (Bytes) -> Void) {
        var start = 0
        for _ in 0..<Self.lineLimit where start <= message.count {
            let end = message.newline(from: start)
            let line = message.part(start, end)
            if MessageText.isCall(line) {
                if untilFrame { return }
            } else {
                body(line)
            }
            start = end + 1
        }
    }
}
