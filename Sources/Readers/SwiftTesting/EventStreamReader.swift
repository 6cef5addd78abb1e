// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase

/// Reads what `swift test --event-stream-output-path FILE` writes: more than its XML holds, with the place of each failure and
/// each argument that failed.
///
/// The results are those of the XML, under the same names, so that one may follow the other. A test that began and never ended
/// is an error: its process died.
package struct EventStreamReader: Sendable {
    /// As SwiftPM calls the one suite of its XML.
    private static let suite = "TestResults"

    package let limits: ReaderLimits

    package init(limits: ReaderLimits) { self.limits = limits }

    /// Whether a file that begins so is an event stream: its first record names a kind, a version and a payload.
    package static func looksLikeEvents(firstBytes: Bytes) -> Bool {
        guard FailureLinesReader.looksLikeFailures(firstBytes: firstBytes) else { return false }
        return ["\"kind\"", "\"payload\""].allSatisfy { firstBytes.firstIndex(of: $0) != nil }
    }

    /// Reads one stream; linear in its size.
    ///
    /// - Parameter name: the path for diagnostics, as the user wrote it.
    package func read<Source: ByteSource & ~Copyable>(
        _ source: inout Source, name: String, consumer: any JUnitConsumer
    ) -> JUnitReading {
        var pass = EventStreamPass(limits: limits, log: DiagnosticLog(file: name), consumer: consumer)
        do throws(SourceError) {
            try pass.run(&source)
            return pass.finish(suite: Self.suite)
        } catch {
            return pass.rejected(error)
        }
    }
}

/// One walk over the lines of a stream.
struct EventStreamPass {
    private let limits: ReaderLimits
    private var log: DiagnosticLog
    private let consumer: any JUnitConsumer
    private var events = EventFold()
    private let decoder = JSONDecoder()
    private var bytes = 0
    /// Of the line at hand, from 1.
    private var number = 1
    private var records = 0

    init(limits: ReaderLimits, log: DiagnosticLog, consumer: any JUnitConsumer) {
        self.limits = limits
        self.log = log
        self.consumer = consumer
    }

    mutating func run<Source: ByteSource & ~Copyable>(_ source: inout Source) throws(SourceError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { buffer.deallocate() }
        var pending: [UInt8] = []
        while case let count = try source.read(into: buffer), count > 0 {
            bytes += count
            guard bytes <= limits.fileBytes else {
                throw SourceError("file-too-large", "has more than \(limits.fileBytes) bytes")
            }
            var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            while let end = rest.firstIndex(of: 0x0A) {
                pending.append(contentsOf: rest[..<end])
                read(pending, isCut: false)
                pending.removeAll(keepingCapacity: true)
                number += 1
                rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
            }
            pending.append(contentsOf: rest)
            guard pending.count <= limits.lineBytes else {
                throw SourceError("line-too-long", "line \(number) is longer than \(limits.lineBytes) bytes")
            }
        }
        read(pending, isCut: true)
    }

    private mutating func read(_ line: [UInt8], isCut: Bool) {
        guard line.contains(where: { !Prolog.isBlank($0) }) else { return }
        do {
            let record = try decoder.decode(EventRecord.self, from: Data(line))
            records += 1
            events.take(record)
        } catch {
            if isCut {
                log.add(
                    .error, "truncated", line: number,
                    hint: "its process was stopped; the rest is kept",
                    "the file ends inside this line")
            } else {
                log.add(.error, "json-syntax", line: number, "is no record of an event stream; the line is skipped")
            }
        }
    }

    func rejected(_ error: SourceError) -> JUnitReading {
        var log = log
        consumer.restart()
        log.add(.error, error.code, hint: error.hint, error.message)
        return JUnitReading(diagnostics: log.diagnostics, condition: .rejected, bytes: bytes)
    }

    /// Hands the results on.
    mutating func finish(suite: String) -> JUnitReading {
        guard records > 0 else {
            return rejected(SourceError("not-junit", "holds no record of an event stream"))
        }
        var tally = ReportTally()
        (tally.documents, tally.roots, tally.suites) = (1, 1, 1)
        tally.note(isReport: true, hasKnownRoot: true)
        let start = events.startedAt.map { Int64($0 * 1_000) }
        consumer.suiteBegan(
            JUnitSuite(index: 0, parent: nil, name: suite, hostname: "", timestamp: start, hasZone: true))
        var log = log
        var cuts = 0
        for test in events.tests where test.hasBegun {
            tally.cases += 1
            cuts += test.withCase(limits: limits) { testCase in
                tally.count(testCase)
                consumer.testCase(testCase, log: &log)
            }
        }
        deliverSuiteFailures(&tally, &log)
        consumer.suiteEnded(0, properties: [])
        if cuts > 0 {
            log.add(.warning, "value-truncated", count: cuts, "a value is longer than its limit and was cut")
        }
        if tally.cases == 0 {
            log.add(
                .warning, "no-tests", hint: "a gate over a run without results is UNDECIDED", "holds no test results")
        }
        let unfinished = events.tests.count { $0.isUnfinished }
        if unfinished > 0 {
            log.add(
                .error, "unfinished-tests", hint: "its process ended; they count as errors", count: unfinished,
                "a test began and never ended")
        } else if events.startedAt != nil, !events.hasEnd, !log.hasErrors {
            log.add(
                .error, "truncated", line: number, hint: "its process was stopped; the tests before it are kept",
                "the stream does not tell the end of the run")
        }
        return JUnitReading(
            tally: tally, diagnostics: log.diagnostics, condition: log.hasErrors ? .salvaged : .complete, bytes: bytes)
    }

    /// What failed outside of any test is a failure of the suite.
    private func deliverSuiteFailures(_ tally: inout ReportTally, _ log: inout DiagnosticLog) {
        for failure in events.suiteFailures {
            var (message, text) = (failure.message, failure.text)
            message.withUTF8 { message in
                text.withUTF8 { text in
                    var testCase = JUnitCase(suite: 0)
                    (testCase.isSuiteLevel, testCase.outcome) = (true, .error)
                    testCase.failures = [JUnitFailure(kind: .error, message: message, text: text)]
                    tally.suiteErrors += 1
                    consumer.testCase(testCase, log: &log)
                }
            }
        }
    }
}
