// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// A failing child while it is read; ranges point into the arena of the builder.
struct OpenFailure {
    let kind: ElementKind
    var isSuiteLevel = false
    /// Whether it has a message or a type, if only an empty one.
    var hasAttributes = false
    var message = 0..<0
    var type = 0..<0
    var text = 0..<0
}

/// A test case between its tags.
struct OpenCase {
    private(set) var suite: Int?
    var isSuiteLevel = false
    var className = 0..<0
    var name = 0..<0
    var file = 0..<0
    var line: Int?
    var seconds: Double?
    var rule = OutcomeRule()
    var forcedOutcome: Outcome?
    var failures: [OpenFailure] = []
    private var skipReason = 0..<0
    private var output = 0..<0
    private var errorOutput = 0..<0
    private var properties: [(name: Range<Int>, value: Range<Int>)] = []
    private var attachments: [Range<Int>] = []
    /// Properties, attachments and attempts beyond the limit.
    private(set) var droppedDetails = 0

    /// Empties it; the storage of the lists is reused.
    mutating func reset(suite: Int?) {
        self.suite = suite
        (isSuiteLevel, line, seconds, forcedOutcome, droppedDetails) = (false, nil, nil, nil, 0)
        (className, name, file, skipReason, output, errorOutput) = (0..<0, 0..<0, 0..<0, 0..<0, 0..<0, 0..<0)
        rule = OutcomeRule()
        if !failures.isEmpty { failures.removeAll(keepingCapacity: true) }
        if !properties.isEmpty { properties.removeAll(keepingCapacity: true) }
        if !attachments.isEmpty { attachments.removeAll(keepingCapacity: true) }
    }

    /// Notes an outcome child that ended.
    mutating func note(_ record: OpenFailure, arena: ByteArena, limit: Int) {
        let hasText = !arena[record.text].isBlank
        rule.child(record.kind, hasEvidence: hasText || record.hasAttributes)
        if record.kind == .skipped {
            skipReason = record.message.isEmpty ? record.text : record.message
        } else if failures.count < limit {
            failures.append(record)
        } else {
            droppedDetails += 1
        }
    }

    /// Notes standard output or error; several elements of a kind: the longest is kept.
    mutating func appendOutput(_ range: Range<Int>, isError: Bool, limits: ReaderLimits, arena: ByteArena) {
        if isError {
            if range.count > errorOutput.count { errorOutput = range }
        } else if range.count > output.count {
            output = range
        }
        findAttachments(range, arena: arena, limit: limits.details)
    }

    mutating func addProperty(_ name: Range<Int>, _ value: Range<Int>, limit: Int) {
        if properties.count < limit { properties.append((name, value)) } else { droppedDetails += 1 }
    }

    /// Paths in `[[ATTACHMENT|path]]`.
    private mutating func findAttachments(_ range: Range<Int>, arena: ByteArena, limit: Int) {
        let text = arena[range]
        var position = 0
        while let found = text.firstIndex(of: "[[ATTACHMENT|", from: position),
            let end = text.firstIndex(of: "]]", from: found)
        {
            if attachments.count < limit {
                attachments.append(range.lowerBound + found + 13..<range.lowerBound + end)
            } else {
                droppedDetails += 1
            }
            position = end + 2
        }
    }

    /// The case as the consumer sees it.
    func finished(in arena: ByteArena) -> JUnitCase {
        JUnitCase(
            suite: suite, isSuiteLevel: isSuiteLevel, className: arena[className], name: arena[name], file: arena[file],
            line: line, seconds: seconds, outcome: forcedOutcome ?? rule.outcome,
            failures: failures.isEmpty ? [] : finishedFailures(in: arena), hasFailedReruns: rule.hasFailedReruns,
            skipReason: arena[skipReason], output: arena[output], errorOutput: arena[errorOutput],
            properties: properties.isEmpty ? [] : properties.map { (arena[$0.name], arena[$0.value]) },
            attachments: attachments.isEmpty ? [] : attachments.map { arena[$0] })
    }

    private func finishedFailures(in arena: ByteArena) -> [JUnitFailure] {
        failures.compactMap { record in
            JUnitFailure.Kind(record.kind).map {
                let failure = JUnitFailure(
                    kind: $0, message: arena[record.message], type: arena[record.type], text: arena[record.text])
                return failure.withoutLog
            }
        }
    }
}

extension JUnitFailure.Kind {
    init?(_ kind: ElementKind) {
        switch kind {
        case .failure: self = .failure
        case .error: self = .error
        case .flakyFailure: self = .flakyFailure
        case .flakyError: self = .flakyError
        case .rerunFailure: self = .rerunFailure
        case .rerunError: self = .rerunError
        default: return nil
        }
    }
}

extension JUnitFailure {
    /// With the failure alone where the message is all that XCTest printed.
    fileprivate var withoutLog: JUnitFailure {
        guard text.isEmpty, let log = XCTestLog(message) else { return self }
        return JUnitFailure(
            kind: kind, message: Bytes(rebasing: message[log.message]), type: type,
            text: Bytes(rebasing: message[log.details]))
    }
}
