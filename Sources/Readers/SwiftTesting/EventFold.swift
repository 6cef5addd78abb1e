// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The tests of an event stream, with what happened to each.
struct EventFold {
    struct Test {
        let className: String
        let name: String
        /// Of the last attempt, and of those before it.
        private(set) var failures: [(message: String, text: String)] = []
        private var earlier: [(message: String, text: String)] = []
        private var begunAt: Double?
        private var endedAt: Double?
        private(set) var skipReason: String?

        init(className: String, name: String) {
            self.className = className
            self.name = name
        }

        /// Whether anything is known of it: one that a filter left out is only listed.
        var hasBegun: Bool { begunAt != nil || skipReason != nil }
        var isUnfinished: Bool { begunAt != nil && endedAt == nil && skipReason == nil }

        var outcome: Outcome {
            if skipReason != nil { return .skipped }
            if isUnfinished { return .error }
            if !failures.isEmpty { return .failed }
            return earlier.isEmpty ? .passed : .flaky
        }

        mutating func take(_ event: EventRecord.Payload) {
            switch event.kind {
            case "testStarted":
                // A repetition is a further attempt.
                earlier += failures
                (failures, begunAt, endedAt, skipReason) = ([], event.instant?.absolute ?? 0, nil, nil)
            case "testEnded": endedAt = event.instant?.absolute ?? 0
            case "testSkipped", "testCancelled": skipReason = Self.reason(event.messages?.first?.text ?? "")
            default: break
            }
        }

        mutating func fail(_ failure: (message: String, text: String)) { failures.append(failure) }

        /// `Test skipped() skipped: "later"` is told because of `later`.
        private static func reason(_ text: String) -> String {
            guard let mark = text.firstRange(of: ": \""), text.hasSuffix("\"") else { return "" }
            return String(text[mark.upperBound...].dropLast())
        }

        /// Calls `body` with the test as the consumers of reports know it.
        ///
        /// - Returns: How many texts were cut to the limits.
        func withCase(limits: ReaderLimits, _ body: (borrowing JUnitCase) -> Void) -> Int {
            var all: [(kind: JUnitFailure.Kind, message: String, text: String)] = []
            let isPassed = failures.isEmpty && !isUnfinished
            all += earlier.map { (isPassed ? .flakyFailure : .rerunFailure, $0.message, $0.text) }
            all += failures.map { (.failure, $0.message, $0.text) }
            if isUnfinished { all.append((.error, "the process ended while this test ran", "")) }
            var cuts = 0
            func cut(_ text: String, _ limit: Int) -> String {
                guard text.utf8.count > limit else { return text }
                cuts += 1
                return String(decoding: text.utf8.prefix(limit), as: UTF8.self)
            }
            let texts =
                [
                    cut(className, limits.valueBytes), cut(name, limits.valueBytes),
                    cut(skipReason ?? "", limits.messageBytes),
                ]
                + all.flatMap { [cut($0.message, limits.messageBytes), cut($0.text, limits.detailsBytes)] }
            Self.withBytes(texts[...], []) { parts in
                var testCase = JUnitCase(suite: 0)
                (testCase.className, testCase.name, testCase.skipReason) = (parts[0], parts[1], parts[2])
                testCase.outcome = outcome
                testCase.hasFailedReruns = !isPassed && !earlier.isEmpty
                if let begunAt, let endedAt, endedAt >= begunAt { testCase.seconds = endedAt - begunAt }
                testCase.failures = all.indices.map { place in
                    JUnitFailure(kind: all[place].kind, message: parts[3 + place * 2], text: parts[4 + place * 2])
                }
                body(testCase)
            }
            return cuts
        }

        /// Calls `body` with the bytes of all texts.
        private static func withBytes(
            _ texts: ArraySlice<String>, _ parts: [Bytes], _ body: ([Bytes]) -> Void
        ) {
            guard var text = texts.first else { return body(parts) }
            text.withUTF8 { withBytes(texts.dropFirst(), parts + [$0], body) }
        }
    }

    private(set) var tests: [Test] = []
    /// Seconds since 1970.
    private(set) var startedAt: Double?
    /// Whether the stream tells the end of the run.
    private(set) var hasEnd = false
    /// What failed outside of any test: in a suite, or in a task that nobody waited for.
    private(set) var suiteFailures: [(message: String, text: String)] = []
    private var places: [String: Int] = [:]

    mutating func take(_ record: EventRecord) {
        guard let payload = record.payload else { return }
        switch record.kind {
        case "test":
            guard payload.kind == "function", let id = payload.id, let name = payload.name else { return }
            if places[id] == nil {
                places[id] = tests.count
                tests.append(Test(className: Self.scope(of: id, name, payload.sourceLocation), name: name))
            }
        case "event": take(payload)
        default: break
        }
    }

    private mutating func take(_ event: EventRecord.Payload) {
        let place = event.testID.flatMap { places[$0] }
        switch event.kind {
        case "runStarted": startedAt = event.instant?.since1970
        case "runEnded": hasEnd = true
        case "issueRecorded":
            guard let issue = event.issue, !issue.isKnown, issue.isFailure ?? true else { return }
            let message = (event.messages ?? []).map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
            let failure = (message, issue.sourceLocation.map { "\($0.text): error: \(message)" } ?? message)
            if let place { tests[place].fail(failure) } else { suiteFailures.append(failure) }
        default: if let place { tests[place].take(event) }
        }
    }

    /// `LibTests.NewTests/adds()/A.swift:13:6` is in `LibTests.NewTests`.
    private static func scope(of id: String, _ name: String, _ location: EventRecord.Place?) -> String {
        var scope = id[...]
        if let location, let file = location.fileID.split(separator: "/").last {
            let end = "/\(file):\(location.line):\(location.column)"
            if scope.hasSuffix(end) { scope.removeLast(end.count) }
        }
        for separator in ["/", "."] where scope.hasSuffix(separator + name) {
            scope.removeLast(name.count + 1)
            break
        }
        // A raw name keeps its slashes.
        var isRaw = false
        return String(
            scope.map { character in
                if character == "`" { isRaw.toggle() }
                return character == "/" && !isRaw ? "." : character
            })
    }
}
