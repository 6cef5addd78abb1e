// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase

/// Everything that reading one report came to, copied out of the calls.
struct Recording: Equatable {
    struct Suite: Equatable {
        var path: [String]
        var hostname: String
        var timestamp: Int64?
        var hasZone: Bool
        var properties: [String] = []
    }

    var condition: JUnitReading.Condition
    var tally: ReportTally
    var diagnostics: [Diagnostic]
    /// Bytes read; 0 when the report was rejected, because it was left at the end of a chunk.
    var bytes: Int
    var wellFormed: String
    var suites: [Suite]
    var cases: [RecordedCase]
    /// How often everything before was declared void.
    var restarts: Int

    var codes: [String] { diagnostics.map(\.code) }
    var outcomes: [String] { cases.map(\.outcome) }
    var names: [String] { cases.map(\.name) }

    /// One line for failed expectations.
    var summary: String {
        let findings = diagnostics.map {
            "\($0.code)@\($0.line ?? 0):\($0.column ?? 0)x\($0.count) at \($0.path ?? "-")"
        }
        return
            "\(condition) \(bytes) \(tally.documents) docs, \(zip(names, outcomes).map { "\($0)=\($1)" }) \(findings)"
    }

    /// The first finding with a code.
    func diagnostic(_ code: String) -> Diagnostic? { diagnostics.first { $0.code == code } }
}

/// One test case with copies of its texts; what is empty or absent is nil.
struct RecordedCase: Codable, Equatable {
    struct Attempt: Codable, Equatable {
        var kind: String
        var message: String?
        var type: String?
        var text: String?
    }

    var suite: [String]
    var isSuiteLevel: Bool?
    var className: String
    var name: String
    var outcome: String
    var attempts: [Attempt]?
    var hasFailedReruns: Bool?
    var file: String?
    var line: Int?
    var seconds: Double?
    var skipReason: String?
    var output: String?
    var errorOutput: String?
    var properties: [String]?
    var attachments: [String]?
}

/// Behind a comment so long that the reader does not gather it with what follows, to see the encoding: only then do
/// small chunks stay small.
func padded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    Array("<!--".utf8) + [UInt8](repeating: 0x2E, count: 5000) + Array("-->".utf8) + bytes
}

/// Reads a report that lies in memory.
///
/// - Parameter chunk: the most bytes that one call of the source hands out.
func record(_ bytes: some Sequence<UInt8>, limits: ReaderLimits = ReaderLimits(), chunk: Int = .max) -> Recording {
    var source = ChunkedSource(Array(bytes), size: chunk)
    return record(from: &source, limits: limits)
}

/// Reads a report from any source.
func record<Source: ByteSource & ~Copyable>(from source: inout Source, limits: ReaderLimits = ReaderLimits())
    -> Recording
{
    recording { JUnitReader(limits: limits).read(&source, name: "report.xml", consumer: $0) }
}

/// Reads an event stream of Swift Testing.
func recordEvents(_ text: String, limits: ReaderLimits = ReaderLimits(), chunk: Int = .max) -> Recording {
    var source = ChunkedSource(Array(text.utf8), size: chunk)
    return recording { EventStreamReader(limits: limits).read(&source, name: "events.jsonl", consumer: $0) }
}

private func recording(_ read: (any JUnitConsumer) -> JUnitReading) -> Recording {
    let recorder = Recorder()
    let reading = read(recorder)
    return Recording(
        condition: reading.condition,
        tally: reading.tally,
        diagnostics: reading.diagnostics,
        bytes: reading.condition == .rejected ? 0 : reading.bytes,
        wellFormed: reading.wellFormed,
        suites: recorder.suites,
        cases: recorder.cases,
        restarts: recorder.restarts
    )
}

func record(_ text: String, limits: ReaderLimits = ReaderLimits(), chunk: Int = .max) -> Recording {
    record(text.utf8, limits: limits, chunk: chunk)
}

/// Reads `cases` inside a suite with the name `s`.
func recordSuite(_ cases: String, limits: ReaderLimits = ReaderLimits()) -> Recording {
    record("<testsuite name=\"s\">\(cases)</testsuite>", limits: limits)
}

/// Copies what the reader hands out.
private final class Recorder: JUnitConsumer {
    private(set) var suites: [Recording.Suite] = []
    private(set) var cases: [RecordedCase] = []
    private(set) var restarts = 0

    func suiteBegan(_ suite: JUnitSuite) {
        let parent = suite.parent.map { suites[$0].path } ?? []
        suites.append(
            Recording.Suite(
                path: parent + [suite.name],
                hostname: suite.hostname,
                timestamp: suite.timestamp,
                hasZone: suite.hasZone
            )
        )
    }

    func suiteEnded(_ index: Int, properties: [(name: String, value: String)]) {
        suites[index].properties = properties.map { "\($0.name)=\($0.value)" }
    }

    func testCase(_ testCase: borrowing JUnitCase, log: inout DiagnosticLog) {
        cases.append(
            RecordedCase(
                suite: testCase.suite.map { suites[$0].path } ?? [],
                isSuiteLevel: testCase.isSuiteLevel ? true : nil,
                className: testCase.className.text,
                name: testCase.name.text,
                outcome: testCase.outcome.word,
                attempts: testCase.failures.isEmpty ? nil : testCase.failures.map(Self.attempt),
                hasFailedReruns: testCase.hasFailedReruns ? true : nil,
                file: Self.text(testCase.file),
                line: testCase.line,
                seconds: testCase.seconds,
                skipReason: Self.text(testCase.skipReason),
                output: Self.text(testCase.output),
                errorOutput: Self.text(testCase.errorOutput),
                properties: testCase.properties.isEmpty
                    ? nil : testCase.properties.map { "\($0.name.text)=\($0.value.text)" },
                attachments: testCase.attachments.isEmpty ? nil : testCase.attachments.map(\.text)
            )
        )
    }

    func restart() {
        suites = []
        cases = []
        restarts += 1
    }

    private static func attempt(_ failure: JUnitFailure) -> RecordedCase.Attempt {
        RecordedCase.Attempt(
            kind: String(describing: failure.kind),
            message: text(failure.message),
            type: text(failure.type),
            text: text(failure.text)
        )
    }

    private static func text(_ bytes: Bytes) -> String? { bytes.isEmpty ? nil : bytes.text }
}
