// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// One failure as the store keeps it, with everything that it was signed by.
struct StoredFailure {
    let test: TestName
    let text: OccurrenceQueries.Text

    /// Calls `body` with the failure as triage reads it.
    func withText<Value>(_ body: (FailureText) throws -> Value) rethrows -> Value {
        // The name of a test that stands for a suite is ours, not the report's.
        var name = test.name == TestName.suiteTest ? "" : test.name
        var (className, type) = (test.className, text.type)
        var message = text.message
        var evidence = text.output.isEmpty ? text.details : text.output
        return try className.withUTF8 { className in
            try name.withUTF8 { name in
                try type.withUTF8 { type in
                    try message.withUTF8 { message in
                        try evidence.withUTF8 { evidence in
                            try body(
                                FailureText(
                                    suite: Bytes(start: nil, count: 0), className: className, name: name, type: type,
                                    message: message,
                                    text: evidence))
                        }
                    }
                }
            }
        }
    }
}

/// Looks at the texts of failures again: for rules, for people, and for what an older program did not store.
///
/// A class, because the names of tests that were read are shared by all questions.
final class StoredFailures {
    /// From so many tests on the names of all are read at once.
    private static let fewTests = 64

    private let occurrences: OccurrenceQueries
    private let evidence: EvidenceRecords
    private let tests: TestQueries
    private var names: [Int64: TestName] = [:]
    private var hasAllNames = false
    private var builder = SignatureBuilder()

    init(_ connection: any StoreConnection) {
        occurrences = OccurrenceQueries(connection)
        evidence = EvidenceRecords(connection)
        tests = TestQueries(connection)
    }

    /// The failure that stands for a signature: of the test that its evidence is from.
    func leader(of signature: Int64) throws -> StoredFailure? {
        guard let source = try evidence.source(of: signature) else { return nil }
        let failures = try failures(of: signature, run: source.run)
        let own = failures.filter { $0.withText { TestPlace($0).test.bigEndianBytes == source.test } }
        func said(_ hash: (FailureText) -> UInt64) -> StoredFailure? {
            own.first { $0.withText { hash($0).bigEndianBytes == source.said } }
        }
        return said(LeadingEvidence.hash) ?? said(LeadingEvidence.olderHash) ?? own.first ?? failures.first
    }

    /// The failures of a signature in a run.
    func failures(of signature: Int64, run: Int64) throws -> [StoredFailure] {
        let texts = try occurrences.texts(of: signature, run: run)
        try read(texts.map(\.test))
        return texts.compactMap { text in names[text.test].map { StoredFailure(test: $0, text: text) } }
    }

    /// Gathers the evidence and the sightings of a signature anew, from all its occurrences.
    func gather(_ signature: Int64) throws {
        try evidence.remove(signature)
        let runs = try occurrences.firstRuns(of: signature)
        guard let first = runs.first?.run else { return }
        var leading = LeadingEvidence()
        var key: Signature?
        for failure in try failures(of: signature, run: first) {
            key = failure.withText { leading.sign($0, test: TestPlace($0).test, with: &builder) }
        }
        guard let key, let found = leading[key] else { return }
        try evidence.insert([(signature, found)], run: first)
        try read(runs.map(\.test))
        var seen: Set<[UInt8]> = []
        for (test, run) in runs {
            guard let name = names[test] else { continue }
            let text = OccurrenceQueries.Text(test: test, type: "", message: "", details: "", output: "")
            let place = StoredFailure(test: name, text: text).withText { TestPlace($0) }
            guard seen.insert(place.test.bigEndianBytes).inserted else { continue }
            let sighting = StoredSighting(
                signature: signature, test: place.test.bigEndianBytes, className: place.className.bigEndianBytes)
            try evidence.insert([sighting], run: run)
        }
    }

    /// Adds to the evidence of a signature what older programs did not note: whether its test has parameters.
    ///
    /// Texts may have been pruned since, so the rest stays as it is.
    func complete(_ signature: Int64) throws {
        guard let leader = try leader(of: signature), let body = try evidence.body(of: signature),
            var known = body.withUnsafeBufferPointer({ SignatureEvidence(packed: $0) })
        else { return }
        known.hasParameters = leader.withText { $0.hasParameters }
        try evidence.setBody(known.packed, of: signature)
    }

    /// Names of tests, sorted.
    func names(of tests: Set<Int64>) throws -> [String] {
        try read(Array(tests))
        return tests.compactMap { names[$0]?.display }.sorted()
    }

    /// Source files of tests as reports state them; those without one are left out.
    func files(of tests: Set<Int64>) throws -> [String] {
        try read(Array(tests))
        return tests.compactMap { names[$0]?.file }.filter { !$0.isEmpty }
    }

    private func read(_ wanted: [Int64]) throws {
        let missing = Set(wanted).filter { names[$0] == nil }
        guard !missing.isEmpty, !hasAllNames else { return }
        hasAllNames = missing.count + names.count > Self.fewTests
        let found = hasAllNames ? try tests.search(nil, limit: Int(Int32.max)) : try tests.tests(missing)
        for name in found { names[name.id] = name }
    }
}
