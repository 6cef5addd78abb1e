// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Readers
import Storage
import TestPhase
import Triage

/// Gives rows to an upload: tests, results, texts, occurrences; one call inside one transaction.
struct UploadWriter {
    /// Occurrences that are written together, and so few that the pages of their texts are still at hand.
    private static let batch = 1_024

    private let connection: any StoreConnection
    private let draft: UploadDraft
    private let run: StoredRun
    private let upload: Int64
    private var index: TestIndex

    /// What the fold needs to know of the upload.
    struct Written {
        /// The worst outcome of each test.
        var outcomes: [StoredResult] = []
        /// Tests that failed, by signature, and whether each failed in the end.
        var failures: [Int64: [Int64: Bool]] = [:]
        /// What clusters depend on.
        var evidence = EvidenceWriter.Written()
        /// A finding for each report that repeats a test.
        var duplicates: [Diagnostic] = []
    }

    init(
        _ connection: any StoreConnection, draft: UploadDraft, run: StoredRun, upload: Int64, index: TestIndex
    ) {
        self.connection = connection
        self.draft = draft
        self.run = run
        self.upload = upload
        self.index = index
    }

    mutating func write(records: RunRecords) throws -> Written {
        let tests = try writeTests()
        index = TestIndex()
        var digest = OccurrenceDigest()
        var written = Written()
        (written.failures, written.evidence) = try writeOccurrences(tests, &digest)
        var results = storedResults(tests)
        if !zip(results, results.dropFirst()).allSatisfy({ $0.test <= $1.test }) {
            results = results.enumerated().sorted { ($0.element.test, $0.offset) < ($1.element.test, $1.offset) }.map(
                \.element)
        }
        let resultsDigest = try ResultRecords(connection).insert(results, upload: upload)
        try records.seal(upload, rowsDigest: digest.finish(results: resultsDigest))
        try records.insert(draft.files, upload: upload)
        written.duplicates = duplicates(tests)
        try records.insert(draft.diagnostics + written.duplicates, upload: upload)
        try records.insert(draft.parts.flatMap(\.collector.properties), upload: upload)
        written.outcomes = results
        return written
    }

    // MARK: Tests

    /// The row of the test of every result, in the order of the upload.
    private mutating func writeTests() throws -> [UInt32] {
        let records = TestRecords(connection)
        try records.load(into: &index)
        index.reserve(index.count + draft.newResults)
        var rows: [UInt32] = []
        rows.reserveCapacity(draft.results)
        var suites = SuiteRows(connection, expected: draft.parts.reduce(0) { $0 + $1.collector.groups.count })
        var fresh = FreshTests(records, first: Int64(index.count + 1))
        for part in draft.parts {
            let collector = part.collector
            var groups: [Int64] = Array(repeating: 0, count: collector.groups.count)
            for result in collector.results {
                if result.known != 0 {
                    rows.append(result.known)
                    continue
                }
                if let id = index.id(result.key) {
                    rows.append(UInt32(truncatingIfNeeded: id))
                    continue
                }
                let group = Int(result.group)
                if groups[group] == 0 { groups[group] = try suites.group(collector.groups[group], of: collector) }
                try fresh.add(result, of: collector, group: groups[group])
                rows.append(UInt32(truncatingIfNeeded: index.add(result.key)))
            }
        }
        try fresh.flush()
        try suites.flush()
        return rows
    }

    /// New tests, written some ten thousand at a time, whichever reports they come from.
    private struct FreshTests {
        private static let batch = 16_384

        private let records: TestRecords
        private var first: Int64
        private var tests: [TestRecords.NewTest] = []
        private var names: [UInt8] = []

        init(_ records: TestRecords, first: Int64) {
            self.records = records
            self.first = first
        }

        mutating func add(_ result: ResultDraft, of collector: ReportCollector, group: Int64) throws {
            let start = names.count
            collector.names.withName(result.nameStart, result.nameCount) { names.append(contentsOf: $0) }
            tests.append(TestRecords.NewTest(key: result.key, group: group, name: start..<names.count))
            if tests.count == Self.batch { try flush() }
        }

        mutating func flush() throws {
            try names.withUnsafeBufferPointer { try records.insert(tests, first: first, names: $0) }
            first += Int64(tests.count)
            tests.removeAll(keepingCapacity: true)
            names.removeAll(keepingCapacity: true)
        }
    }

    /// Rows of suites and groups, looked up once each.
    private struct SuiteRows {
        private struct Name: Hashable {
            let parent: Int64?
            let name: String
        }

        private var rows: GroupRows
        private var suites: [Name: Int64] = [:]

        init(_ connection: any StoreConnection, expected: Int) {
            rows = GroupRows(connection, expected: expected)
        }

        mutating func flush() throws { try rows.flush() }

        mutating func group(_ group: GroupDraft, of collector: ReportCollector) throws -> Int64 {
            let suite = try group.suite.map { try self.suite($0, of: collector) }
            return try rows.group(suite: suite, className: group.className, file: group.file, isSuite: group.isSuite)
        }

        private mutating func suite(_ position: Int, of collector: ReportCollector) throws -> Int64 {
            let suite = collector.suites[position]
            let name = Name(parent: try suite.parent.map { try self.suite($0, of: collector) }, name: suite.name)
            if let row = suites[name] { return row }
            let row = try rows.suite(parent: name.parent, name: name.name)
            suites[name] = row
            return row
        }
    }

    private func storedResults(_ tests: [UInt32]) -> [StoredResult] {
        var results: [StoredResult] = []
        results.reserveCapacity(tests.count)
        for part in draft.parts {
            for result in part.collector.results {
                results.append(
                    StoredResult(
                        test: Int64(tests[results.count]), outcome: result.outcome, duration: result.duration,
                        isSuiteLevel: result.isSuiteLevel))
            }
        }
        return results
    }

    /// Reports in which a test stands more than once; new tests have rising rows, so only a fall needs a closer look.
    private func duplicates(_ tests: [UInt32]) -> [Diagnostic] {
        draft.parts.compactMap { part in
            let rows = tests[part.firstResult..<part.firstResult + part.collector.results.count]
            guard !zip(rows, rows.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
            let count = rows.count - Set(rows).count
            return count > 0 ? .duplicateTests(count, file: part.file) : nil
        }
    }

    // MARK: Occurrences

    /// Rows of all signatures of the upload; the title of a new one is that of its first occurrence.
    private func signatures(_ records: OccurrenceRecords) throws -> [Signature: (row: Int64, isNew: Bool)] {
        var places: [Signature: Int] = [:]
        var first: [(part: Int, occurrence: Int)] = []
        for (part, one) in draft.parts.enumerated() {
            for (place, occurrence) in one.collector.occurrences.enumerated()
            where places[occurrence.signature] == nil {
                places[occurrence.signature] = first.count
                first.append((part, place))
            }
        }
        let titler = FailureTitler()
        let rows = try records.signatures(
            first.map { draft.parts[$0.part].collector.occurrences[$0.occurrence].signature.text },
            algorithm: "\(SignatureBuilder.algorithm)"
        ) { place in
            let collector = draft.parts[first[place].part].collector
            let occurrence = collector.occurrences[first[place].occurrence]
            return collector.titles[occurrence.signature] ?? titler.title(of: occurrence, in: collector)
        }
        return places.mapValues { rows[$0] }
    }

    private func writeOccurrences(
        _ tests: [UInt32], _ digest: inout OccurrenceDigest
    ) throws -> ([Int64: [Int64: Bool]], EvidenceWriter.Written) {
        let records = OccurrenceRecords(connection)
        var evidence = EvidenceWriter(connection, run: run)
        let signatures = try signatures(records)
        var failures: [Int64: [Int64: Bool]] = [:]
        var texts = try TextWriter(connection, records)
        var rows: [OccurrenceRecords.NewOccurrence] = []
        for part in draft.parts where !part.collector.occurrences.isEmpty {
            let spool = part.collector.spool
            try texts.begin(spool)
            evidence.add(part.collector.evidence)
            for occurrence in part.collector.occurrences {
                let signature = signatures[occurrence.signature]?.row ?? 0
                evidence.see(signature, in: occurrence.place)
                let test = Int64(tests[part.firstResult + occurrence.result])
                let kind = occurrence.kind.rawValue
                let time = part.collector.results[occurrence.result].duration.microseconds
                failures[signature, default: [:]][test, default: false] =
                    failures[signature]?[test] == true || occurrence.decides
                rows.append(
                    OccurrenceRecords.NewOccurrence(
                        test: test, ordinal: occurrence.ordinal, kind: kind, decides: occurrence.decides,
                        signature: signature, type: occurrence.type, message: texts.row(occurrence.message),
                        details: texts.row(occurrence.details), output: texts.row(occurrence.output),
                        line: occurrence.line,
                        microseconds: occurrence.ordinal == 0 && time >= 0 ? time : nil))
                digest.add(
                    test: test, ordinal: occurrence.ordinal, kind: kind, decides: occurrence.decides,
                    signature: occurrence.signature.text, type: occurrence.type, line: occurrence.line,
                    texts: [occurrence.message, occurrence.details, occurrence.output].map {
                        $0.map { spool.digest($0.position) } ?? []
                    })
                if rows.count >= Self.batch {
                    try texts.write()
                    try records.insert(rows, upload: upload)
                    rows.removeAll(keepingCapacity: true)
                }
            }
            try texts.finish()
        }
        try records.insert(rows, upload: upload)
        return (failures, try evidence.write(signatures))
    }
}

/// Makes the title of a new signature from its first occurrence.
private final class FailureTitler {
    private var signer = SignatureBuilder()

    func title(of occurrence: OccurrenceDraft, in collector: ReportCollector) -> String {
        var type = occurrence.type
        return type.withUTF8 { type in
            withText(occurrence.message, collector) { message in
                withText(occurrence.details ?? occurrence.output, collector) { details in
                    signer.title(
                        of: FailureText(
                            suite: .none, className: .none, name: .none, type: type,
                            message: message, text: details))
                }
            }
        }
    }

    private func withText(
        _ reference: TextSpool.Reference?, _ collector: ReportCollector, _ body: (Bytes) -> String
    ) -> String {
        guard let reference else { return body(.none) }
        var reader = TextSpool.Reader(collector.spool, ahead: 0)
        return reader.withText(reference.position, body)
    }
}

/// The part of an upload's digest that covers its occurrences.
struct OccurrenceDigest {
    private var hash = SHA256()
    private var buffer: [UInt8] = []

    mutating func add(
        test: Int64, ordinal: Int, kind: String, decides: Bool, signature: String, type: String, line: Int?,
        texts: [[UInt8]]
    ) {
        let numbers: [Int64] = [test, Int64(ordinal), decides ? 1 : 0, line.map(Int64.init) ?? -1]
        for number in numbers {
            withUnsafeBytes(of: number.littleEndian) { buffer.append(contentsOf: $0) }
        }
        for field in [kind, signature, type] {
            buffer.append(contentsOf: field.utf8)
            buffer.append(0)
        }
        for text in texts {
            buffer.append(contentsOf: text)
            buffer.append(0)
        }
        if buffer.count > 1 << 16 { flush() }
    }

    /// The digest of all that was added and of the results: 64 hexadecimal digits.
    mutating func finish(results: String) -> String {
        flush()
        hash.update(data: Data(results.utf8))
        return Hexadecimal.text(hash.finalize())
    }

    private mutating func flush() {
        buffer.withUnsafeBytes { hash.update(bufferPointer: $0) }
        buffer.removeAll(keepingCapacity: true)
    }
}
