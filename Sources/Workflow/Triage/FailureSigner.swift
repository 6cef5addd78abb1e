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
    private var builder = SignatureBuilder(isThorough: true)
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

    /// Signs one failure, secrets masked in everything that is kept of it.
    ///
    /// - Parameters:
    ///   - run: As the input names it; empty for none.
    ///   - id: Appends the identity of the failure, as it will be printed.
    mutating func add(_ failure: FailureText, run: Bytes, id: (inout [UInt8]) -> Void) {
        // A second text is masked inside the first one's call, so each needs a tally of its own.
        var tally = SecretTally()
        var second = SecretTally()
        tally.mask(failure.message) { message in
            second.mask(failure.text) { text in
                var masked = failure
                masked.message = message
                masked.text = text
                // Rules see what is kept, so that one means the same here and in a store.
                guard matcher?.matches(masked) != false else { return }
                idStart = ids.count
                id(&ids)
                sign(masked, run.isEmpty ? nil : number(ofRun: run.text))
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
                title: title(of: input), className: masked(failure.className), name: masked(failure.name),
                type: masked(failure.type), message: Self.cut(failure.message, Self.messageLimit),
                text: Self.cut(failure.text, Self.textLimit), suite: masked(failure.suite)))
    }

    /// The title holds the type, and the name where nothing is said.
    private mutating func title(of failure: FailureText) -> String {
        var title = builder.title(of: failure)
        return title.withUTF8 { masked($0) }
    }

    private mutating func masked(_ text: Bytes) -> String { secrets.mask(text) { $0.text } }

    /// Appends a name to an identity, its secrets masked.
    mutating func mask(_ name: Bytes, into id: inout [UInt8]) { secrets.mask(name) { id.append(contentsOf: $0) } }

    /// Asks for evidence of signatures that are new, and where this test shall stand for its signature.
    private mutating func signed(_ failure: FailureText, test: UInt64) -> (SignedFailure, SignatureEvidence?) {
        // Lent, so that the table is not copied when it grows.
        let (known, own) = (known, discoveries)
        let rank = EvidenceRank(test: test, said: failure.hasParameters ? 1 : 0)
        return builder.sign(failure) { signature in
            if let leader = own[signature] { return rank < EvidenceRank(leader.evidence) }
            return !known.covers(signature, rank)
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
