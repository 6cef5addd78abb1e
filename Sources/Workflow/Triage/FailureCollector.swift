// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Triage

/// What is kept of the first failure of a signature, for people.
struct FailureSample: Sendable {
    let title: String
    let className: String
    let name: String
    let type: String
    let message: String
    let text: String
    let suite: String

    var test: String {
        if className.isEmpty { return name.isEmpty ? "(no name)" : name }
        return name.isEmpty ? className : "\(className).\(name)"
    }
}

/// Signs the failures of one input: numbers for each, evidence and texts once a signature.
struct FailureSigner {
    /// One failure in numbers.
    struct Signed {
        let signature: Signature
        let place: TestPlace
        /// Where its identity ends in the arena; it begins where the one before ends.
        let idEnd: Int
        /// Position in `runs`; nil for none.
        let run: Int32?
    }

    /// What is asked for once a signature: from the test with the smallest token, whatever the order.
    struct Discovery {
        let evidence: SignatureEvidence
        /// As the input names the failure.
        let id: String
        let sample: FailureSample
    }

    /// Bytes of a sample; there is one a signature, and there may be hundreds of thousands.
    private static let messageLimit = 200
    private static let textLimit = 600

    private(set) var failures: [Signed] = []
    private(set) var ids: [UInt8] = []
    private(set) var discoveries: [Signature: Discovery] = [:]
    private(set) var secrets = SecretTally()
    /// Runs as the input names them, in the order in which they came.
    private(set) var runs: [String] = []
    private var runNumbers: [String: Int32] = [:]
    /// Where the identity of the last failure begins.
    private var idStart = 0
    private var builder = SignatureBuilder()
    private var matcher: RuleMatcher?
    private let known: KnownSignatures
    private let crossesSuites: Bool

    /// - Parameters:
    ///   - filter: Failures that it does not speak of are left out; nil for none.
    ///   - known: Signatures that nothing more is asked about.
    ///   - crossesSuites: Whether failures of different suites may have one cause.
    init(filter: RulePredicate?, known: KnownSignatures, crossesSuites: Bool) {
        matcher = filter.map { RuleMatcher($0) }
        self.known = known
        self.crossesSuites = crossesSuites
    }

    /// Signs one failure, secrets masked.
    ///
    /// - Parameters:
    ///   - run: As the input names it; empty for none.
    ///   - id: Appends the identity of the failure.
    mutating func add(_ failure: FailureText, run: Bytes, id: (inout [UInt8]) -> Void) {
        if matcher?.matches(failure) == false { return }
        idStart = ids.count
        id(&ids)
        let run = run.isEmpty ? nil : number(ofRun: run.text)
        var tally = SecretTally()
        var second = SecretTally()
        tally.mask(failure.message) { message in
            second.mask(failure.text) { text in
                var masked = failure
                masked.message = message
                masked.text = text
                sign(masked, run)
            }
        }
        secrets.add(tally)
        secrets.add(second)
    }

    private mutating func number(ofRun name: String) -> Int32 {
        if let known = runNumbers[name] { return known }
        let number = Int32(truncatingIfNeeded: runs.count)
        runNumbers[name] = number
        runs.append(name)
        return number
    }

    private mutating func sign(_ failure: FailureText, _ run: Int32?) {
        var input = failure
        if crossesSuites { input.suite = .none }
        let place = TestPlace(input)
        let (signed, evidence) = signed(input, test: place.test)
        failures.append(Signed(signature: signed.signature, place: place, idEnd: ids.count, run: run))
        guard let evidence else { return }
        discoveries[signed.signature] = Discovery(
            evidence: evidence, id: String(decoding: ids[idStart...], as: UTF8.self),
            sample: FailureSample(
                title: builder.title(of: input), className: failure.className.text, name: failure.name.text,
                type: failure.type.text, message: Self.cut(failure.message, Self.messageLimit),
                text: Self.cut(failure.text, Self.textLimit), suite: failure.suite.text))
    }

    /// Asks for evidence of signatures that are new, and where this test shall stand for its signature.
    private mutating func signed(_ failure: FailureText, test: UInt64) -> (SignedFailure, SignatureEvidence?) {
        // Lent, so that the table is not copied when it grows.
        let (known, own) = (known, discoveries)
        return builder.sign(failure) { signature in
            if let leader = own[signature] { return test < leader.evidence.test }
            return !known.covers(signature, test: test)
        }
    }

    /// The first bytes of a text, ended at a line if one ends there.
    private static func cut(_ text: Bytes, _ limit: Int) -> String {
        guard text.count > limit else { return text.text }
        let head = Bytes(rebasing: text[..<limit])
        let end = head.lastIndex(of: 0x0A) ?? limit
        return Bytes(rebasing: head[..<(end > limit / 2 ? end : limit)]).text + "…"
    }
}

/// Gathers the failures of one JUnit report.
final class FailureCollector: JUnitConsumer {
    private(set) var signer: FailureSigner
    private let makeSigner: () -> FailureSigner
    private let file: [UInt8]

    /// - Parameter file: Begins the identities of the failures.
    init(file: String, makeSigner: @escaping () -> FailureSigner) {
        signer = makeSigner()
        self.makeSigner = makeSigner
        self.file = Array(file.utf8)
    }

    func suiteBegan(_ suite: JUnitSuite) {}

    func suiteEnded(_ index: Int, properties: [(name: String, value: String)]) {}

    func restart() {
        signer = makeSigner()
    }

    func testCase(_ testCase: borrowing JUnitCase, log: inout DiagnosticLog) {
        guard testCase.outcome.hasOccurrence else { return }
        if testCase.failures.isEmpty { return add(JUnitFailure(kind: .failure), 0, testCase) }
        for (ordinal, failure) in testCase.failures.enumerated() { add(failure, ordinal, testCase) }
    }

    private func add(_ failure: JUnitFailure, _ ordinal: Int, _ testCase: borrowing JUnitCase) {
        // A producer such as CTest says what went wrong on the standard output only.
        let isSilent = failure.message.isEmpty && failure.text.isBlank
        let className = testCase.className
        let name = testCase.name
        signer.add(
            FailureText(
                suite: .none, className: className, name: name, type: failure.type, message: failure.message,
                text: isSilent ? testCase.output : failure.text), run: .none
        ) { ids in
            ids.append(contentsOf: file)
            ids.append(UInt8(ascii: ":"))
            if !className.isEmpty {
                ids.append(contentsOf: className)
                ids.append(contentsOf: "::".utf8)
            }
            ids.append(contentsOf: name)
            if ordinal > 0 { ids.append(contentsOf: "/\(ordinal + 1)".utf8) }
        }
    }
}
