// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import TestPhase
import Triage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A result of one report before it has a row; 32 bytes, because a report may hold millions.
struct ResultDraft {
    var key: TestKey
    /// Row of the test when the index knew it, else 0.
    var known: UInt32
    /// Position in the groups of the report.
    var group: UInt32
    /// Where the name lies in the arena; only for tests that the index did not know.
    var nameStart: UInt32
    var nameCount: UInt16
    var outcome: Outcome
    var isSuiteLevel: Bool
    var duration: PackedDuration
}

/// Suite, class and file that tests share.
struct GroupDraft {
    var hash: UInt64
    var suite: Int?
    var className: String
    var file: String
    /// Whether its test stands for the suite itself.
    var isSuite: Bool
}

/// A failing observation of one report before it has a row.
struct OccurrenceDraft {
    /// Position in the results of the report.
    var result: Int
    var ordinal: Int
    var kind: JUnitFailure.Kind
    var decides: Bool
    var signature: Signature
    var place: TestPlace
    var type: String
    var message: TextSpool.Reference?
    var details: TextSpool.Reference?
    var output: TextSpool.Reference?
    var line: Int?
}

/// Gathers one report in a compact form: results as numbers, names only of tests that are new, texts masked and spooled.
final class ReportCollector: JUnitConsumer {
    private let index: TestIndex
    private let seed: UInt64
    let masksSecrets: Bool

    private(set) var suites: [(parent: Int?, name: String)] = []
    private(set) var groups: [GroupDraft] = []
    private(set) var results: [ResultDraft] = []
    private(set) var occurrences: [OccurrenceDraft] = []
    /// Titles of signatures by their first occurrence, where all that it says was read for the signature.
    private(set) var titles: [Signature: String] = [:]
    /// What signatures are compared by.
    private(set) var evidence: LeadingEvidence
    /// Of the tests that the index did not know.
    private(set) var names = NameArena()
    private(set) var spool = TextSpool()
    private(set) var secrets = SecretTally()
    private(set) var properties: [(suite: String, name: String, value: String)] = []
    /// Earliest time stamp of a suite, UTC ms.
    private(set) var earliest: Int64?
    /// Whether one of them names no zone, and was read as UTC.
    private(set) var lacksZone = false
    private var suitePaths: SuitePaths
    private var groupsByHash: [UInt64: Int] = [:]
    private var lastGroup = LastGroup()
    /// All that were met.
    private var signatures: Set<Signature> = []
    /// Made with the first failure, and gone once the report is read: it holds more memory than a small report.
    private var signer: SignatureBuilder?
    /// The row that the next test probably has.
    private var hint: Int64 = 1

    private let known: KnownSignatures

    /// - Parameter known: Signatures that other reports of the upload have evidence of.
    init(index: TestIndex, seed: UInt64, masksSecrets: Bool, known: KnownSignatures = KnownSignatures()) {
        self.known = known
        evidence = LeadingEvidence(known: known)
        self.index = index
        self.seed = seed
        self.masksSecrets = masksSecrets
        suitePaths = SuitePaths(seed: seed)
    }

    func restart() {
        suites.removeAll()
        groups.removeAll()
        results.removeAll()
        occurrences.removeAll()
        titles.removeAll()
        signatures.removeAll()
        evidence = LeadingEvidence(known: known)
        names = NameArena()
        properties.removeAll()
        groupsByHash.removeAll()
        spool = TextSpool()
        secrets = SecretTally()
        earliest = nil
        lacksZone = false
        suitePaths = SuitePaths(seed: seed)
        lastGroup = LastGroup()
    }

    func suiteBegan(_ suite: JUnitSuite) {
        suites.append((suite.parent, masked(suite.name)))
        suitePaths.add(suite)
        guard let timestamp = suite.timestamp else { return }
        earliest = min(earliest ?? timestamp, timestamp)
        lacksZone = lacksZone || !suite.hasZone
    }

    func suiteEnded(_ index: Int, properties: [(name: String, value: String)]) {
        for property in properties {
            self.properties.append((suites[index].name, masked(property.name), masked(property.value)))
        }
    }

    func testCase(_ testCase: borrowing JUnitCase, log: inout DiagnosticLog) {
        let group = self.group(of: testCase)
        var draft = ResultDraft(
            key: TestKey(hash: 0, check: 0), known: 0, group: UInt32(group), nameStart: 0, nameCount: 0,
            outcome: testCase.outcome, isSuiteLevel: testCase.isSuiteLevel,
            duration: PackedDuration(seconds: testCase.seconds))
        if testCase.isSuiteLevel {
            var suiteTest = TestName.suiteTest
            suiteTest.withUTF8 { name($0, group: group, &draft) }
        } else {
            name(testCase.name, group: group, &draft)
        }
        results.append(draft)
        if testCase.outcome.hasOccurrence { collectFailures(testCase) }
    }

    private func name(_ name: Bytes, group: Int, _ draft: inout ResultDraft) {
        draft.key = TestKey(group: groups[group].hash, name: name)
        if let id = index.id(draft.key, hint: hint) {
            hint = id + 1
            draft.known = UInt32(truncatingIfNeeded: id)
        } else {
            (draft.nameStart, draft.nameCount) = names.add(name)
        }
    }

    /// Ends the report: lets go of what only reading needs, and masks the secrets in the names of new tests.
    func seal() {
        signer = nil
        groupsByHash = [:]
        signatures = []
        maskNames()
    }

    /// All names at once, because they hardly ever hold any secret.
    private func maskNames() {
        guard masksSecrets, !names.isEmpty else { return }
        let hasSecrets = names.contains { some in
            var tally = SecretTally()
            tally.look(at: some)
            return !tally.counts.isEmpty
        }
        guard hasSecrets else { return }
        let raw = names
        names = NameArena()
        for index in results.indices where results[index].known == 0 {
            raw.withName(results[index].nameStart, results[index].nameCount) { name in
                withMasked(name) { (results[index].nameStart, results[index].nameCount) = names.add($0) }
            }
        }
    }

    // MARK: Groups

    /// The group of the case before: cases of one class usually follow each other.
    private struct LastGroup {
        var index = -1
        var suite: Int?
        var isSuite = false
        var className: [UInt8] = []
        /// As written, relative or not.
        var file: [UInt8] = []
    }

    private func group(of testCase: borrowing JUnitCase) -> Int {
        if lastGroup.index >= 0, lastGroup.suite == testCase.suite,
            lastGroup.isSuite == testCase.isSuiteLevel, Self.equal(lastGroup.className, testCase.className),
            Self.equal(lastGroup.file, testCase.file)
        {
            return lastGroup.index
        }
        let file = Self.isRelative(testCase.file) ? testCase.file : .none
        var state = StableHash(seed: suitePaths.hash(testCase.suite))
        state.combine(testCase.className)
        if !file.isEmpty { state.combine(file) }
        if testCase.isSuiteLevel { state.combine(1) }
        let hash = state.value.low
        let position = groupsByHash[hash] ?? groups.count
        if position == groups.count {
            groupsByHash[hash] = position
            groups.append(
                GroupDraft(
                    hash: hash, suite: testCase.suite, className: masked(testCase.className.text),
                    file: masked(file.text), isSuite: testCase.isSuiteLevel))
        }
        lastGroup = LastGroup(
            index: position, suite: testCase.suite, isSuite: testCase.isSuiteLevel,
            className: Array(testCase.className), file: Array(testCase.file))
        return position
    }

    private static func equal(_ left: [UInt8], _ right: Bytes) -> Bool {
        guard left.count == right.count, let start = right.baseAddress else { return left.count == right.count }
        return memcmp(left, start, left.count) == 0
    }

    /// An absolute path names a machine, not a test.
    private static func isRelative(_ file: Bytes) -> Bool {
        guard let first = file.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "\\") else { return false }
        return !(file.count > 1 && file[1] == UInt8(ascii: ":")) && !file.contains(UInt8(ascii: "%"))
    }

    // MARK: Failures

    private func collectFailures(_ testCase: borrowing JUnitCase) {
        let output = spooled(testCase.output)
        let errorOutput = spooled(testCase.errorOutput)
        let className = maskedName(testCase.className)
        let name = maskedName(testCase.name)
        let bare = JUnitFailure(kind: testCase.outcome == .error ? .error : .failure)
        let failures = testCase.failures.isEmpty ? [bare] : testCase.failures
        for (ordinal, failure) in failures.enumerated() {
            let reference = ordinal == 0 ? output ?? errorOutput : nil
            let draft = OccurrenceDraft(
                result: results.count - 1, ordinal: ordinal, kind: failure.kind, decides: testCase.outcome.isFailure,
                signature: Signature(high: 0, low: 0), place: TestPlace(suite: 0, className: 0, test: 0),
                type: masked(failure.type.text), output: reference, line: testCase.line)
            add(draft, failure, className, name, testCase.evidenceOutput)
        }
    }

    private func add(
        _ draft: OccurrenceDraft, _ failure: JUnitFailure, _ className: [UInt8], _ name: [UInt8], _ output: Bytes
    ) {
        var draft = draft
        var type = draft.type
        withMasked(failure.message) { message in
            withMasked(failure.text) { text in
                draft.message = spool.add(message)
                draft.details = spool.add(text)
                withEvidence(message, text, output) { text in
                    type.withUTF8 { type in
                        className.withUnsafeBufferPointer { className in
                            name.withUnsafeBufferPointer { name in
                                sign(
                                    FailureText(
                                        suite: .none, className: className, name: name, type: type, message: message,
                                        text: text), &draft)
                            }
                        }
                    }
                }
            }
        }
        occurrences.append(draft)
    }

    private func withEvidence(_ message: Bytes, _ text: Bytes, _ output: Bytes, _ body: (Bytes) -> Void) {
        guard message.isEmpty, text.isBlank else { return body(text) }
        withMasked(output, body)
    }

    private func sign(_ failure: FailureText, _ draft: inout OccurrenceDraft) {
        var builder = signer ?? SignatureBuilder()
        signer = nil
        defer { signer = builder }
        draft.place = TestPlace(failure)
        draft.signature = evidence.sign(failure, test: draft.place.test, with: &builder)
        guard signatures.insert(draft.signature).inserted, draft.details != nil, !failure.text.isBlank else { return }
        titles[draft.signature] = builder.titleAsRead(
            FailureText(
                suite: .none, className: .none, name: .none, type: failure.type, message: failure.message,
                text: failure.text))
    }

    private func withMasked(_ text: Bytes, _ body: (Bytes) -> Void) {
        if masksSecrets {
            // A second text is masked inside the first one's call, so each needs a tally of its own.
            var tally = SecretTally()
            tally.mask(text, body)
            secrets.add(tally)
        } else {
            body(text)
        }
    }

    /// Not counted: the name of a new test is masked and counted with all names.
    private func maskedName(_ name: Bytes) -> [UInt8] {
        guard masksSecrets else { return Array(name) }
        var tally = SecretTally()
        return tally.mask(name) { Array($0) }
    }

    private func spooled(_ text: Bytes) -> TextSpool.Reference? {
        guard masksSecrets else { return spool.add(text) }
        return secrets.mask(text) { spool.add($0) }
    }

    private func masked(_ text: String) -> String {
        guard masksSecrets else { return text }
        var text = text
        return text.withUTF8 { secrets.mask($0) { $0.text } }
    }
}
