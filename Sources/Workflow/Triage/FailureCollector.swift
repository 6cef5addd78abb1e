// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Triage

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
        let isSilent = failure.message.isEmpty && failure.text.isBlank
        let className = testCase.className
        let name = testCase.name
        let id = id(className, name, ordinal)
        signer.add(
            FailureText(
                suite: .none, className: className, name: name, type: failure.type, message: failure.message,
                text: isSilent ? testCase.evidenceOutput : failure.text), run: .none
        ) { $0 += id }
    }

    /// `FILE:CLASS::NAME`, and the position of the failure in its test from the second on.
    private func id(_ className: Bytes, _ name: Bytes, _ ordinal: Int) -> [UInt8] {
        var id = file
        id.append(UInt8(ascii: ":"))
        if !className.isEmpty {
            signer.mask(className, into: &id)
            id.append(contentsOf: "::".utf8)
        }
        signer.mask(name, into: &id)
        if ordinal > 0 { id.append(contentsOf: "/\(ordinal + 1)".utf8) }
        return id
    }
}

extension JUnitCase {
    /// What a failure is told by that has no text: a producer such as CTest says what went wrong on its output only.
    var evidenceOutput: Bytes { output.isEmpty ? errorOutput : output }
}
