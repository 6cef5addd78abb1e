// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The tests of an event stream, with what happened to each.
struct EventFold {
    struct Test {
        let className: String
        let name: String
        private(set) var failures: [(message: String, text: String)] = []
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
            return failures.isEmpty ? .passed : .failed
        }

        mutating func take(_ event: EventRecord.Payload) {
            switch event.kind {
            case "testStarted": begunAt = event.instant?.absolute ?? 0
            case "testEnded": endedAt = event.instant?.absolute ?? 0
            case "testSkipped": skipReason = Self.reason(event.messages?.first?.text ?? "")
            case "issueRecorded":
                guard let issue = event.issue, !issue.isKnown, issue.isFailure ?? true else { return }
                let words = (event.messages ?? []).map(\.text).filter { !$0.isEmpty }
                let message = words.joined(separator: "\n")
                failures.append((message, issue.sourceLocation.map { "\($0.text): error: \(message)" } ?? message))
            default: break
            }
        }

        /// `Test skipped() skipped: "later"` is told because of `later`.
        private static func reason(_ text: String) -> String {
            guard let mark = text.firstRange(of: " skipped: \"") else { return "" }
            return String(text[mark.upperBound...].dropLast())
        }

        /// Calls `body` with the test as the consumers of reports know it.
        func withCase(limits: ReaderLimits, _ body: (borrowing JUnitCase) -> Void) {
            var failures = failures
            if isUnfinished { failures.append(("the process ended while this test ran", "")) }
            let texts = [className, name, skipReason ?? ""] + failures.flatMap { [$0.message, $0.text] }
            let limited = zip(texts.indices, texts).map { place, text in
                place < 2 ? text : String(decoding: text.utf8.prefix(limits.messageBytes), as: UTF8.self)
            }
            Self.withBytes(limited[...], []) { parts in
                var testCase = JUnitCase(suite: 0)
                (testCase.className, testCase.name, testCase.skipReason) = (parts[0], parts[1], parts[2])
                testCase.outcome = outcome
                if let begunAt, let endedAt, endedAt >= begunAt { testCase.seconds = endedAt - begunAt }
                testCase.failures = failures.indices.map { place in
                    JUnitFailure(
                        kind: isUnfinished && place == failures.count - 1 ? .error : .failure,
                        message: parts[3 + place * 2], text: parts[4 + place * 2])
                }
                body(testCase)
            }
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
    private var places: [String: Int] = [:]

    mutating func take(_ record: EventRecord) {
        let payload = record.payload
        switch record.kind {
        case "test":
            guard payload.kind == "function", let id = payload.id, let name = payload.name else { return }
            if places[id] == nil {
                places[id] = tests.count
                tests.append(Test(className: Self.scope(of: id, name, payload.sourceLocation), name: name))
            }
        case "event":
            if payload.kind == "runStarted" { startedAt = payload.instant?.since1970 }
            if let place = payload.testID.flatMap({ places[$0] }) { tests[place].take(payload) }
        default: break
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
        return String(scope.replacing("/", with: "."))
    }
}
