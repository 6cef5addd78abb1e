// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A verdict as an unsigned in-toto Statement v1, for whoever signs and keeps such things.
///
/// Sources: the predicates `test-result/v0.1` of in-toto and `verification_summary/v1` of SLSA.
package enum GateStatement {
    /// The rules as tests: what was waived or is only told is a warning, and what is undecided has failed.
    ///
    /// - Returns: nil where no run says the whole hash of the commit: a statement needs a subject.
    package static func testResult(_ verdict: GateVerdict, _ decision: GateDecision) -> String? {
        func names(_ isIn: (GateVerdict.Rule) -> Bool) -> JSONText {
            .array(verdict.rules.filter(isIn).map { .string("\($0.id) \($0.name)") })
        }
        let result =
            switch verdict.outcome {
            case .go: "PASSED"
            case .conditionalGo: "WARNED"
            case .noGo, .undecided: "FAILED"
            }
        let failing: (GateVerdict.Rule) -> Bool = { [.fail, .undecided].contains($0.outcome) }
        let predicate = JSONText.object([
            .init("result", .string(result)),
            .init(
                "configuration",
                .array(
                    [descriptor("\(verdict.project)/\(verdict.phase)", decision.policyDigest)]
                        + (verdict.baseline.map { [descriptor($0.name, $0.digest)] } ?? []) + [
                            descriptor("evidence", decision.evidenceDigest),
                            descriptor("verdict", decision.verdictDigest),
                        ])),
            .init("passedTests", names { $0.outcome == .pass }),
            .init("warnedTests", names { $0.outcome == .waived || !$0.isBlocking && failing($0) }),
            .init("failedTests", names { $0.isBlocking && failing($0) }),
        ])
        return statement(verdict, "https://in-toto.io/attestation/test-result/v0.1", predicate)
    }

    /// Whether the policy let the commit go; UNDECIDED did not.
    ///
    /// - Returns: nil as above.
    package static func summary(_ verdict: GateVerdict, _ decision: GateDecision) -> String? {
        guard let commit = verdict.candidate else { return nil }
        let hasPassed = verdict.outcome == .go || verdict.outcome == .conditionalGo
        let predicate = JSONText.object([
            .init("verifier", .object([.init("id", "urn:exitgate:gate")])),
            .init("timeVerified", .string(Moment.iso8601(verdict.at))),
            .init("resourceUri", .string("urn:git:commit:\(commit)")),
            .init(
                "policy",
                .object([
                    .init("uri", .string("urn:exitgate:policy:\(PercentText.encoded(verdict.phase))")),
                    .init("digest", .object([.init("sha256", .string(decision.policyDigest))])),
                ])),
            .init(
                "inputAttestations",
                .array([
                    .object([
                        .init("uri", .string("urn:exitgate:evidence:\(decision.evidenceDigest)")),
                        .init("digest", .object([.init("sha256", .string(decision.evidenceDigest))])),
                    ])
                ])),
            .init("verificationResult", .string(hasPassed ? "PASSED" : "FAILED")),
            .init("verifiedLevels", .array([])),
        ])
        return statement(verdict, "https://slsa.dev/verification_summary/v1", predicate)
    }

    private static func descriptor(_ name: String, _ digest: String) -> JSONText {
        .object([.init("name", .string(name)), .init("digest", .object([.init("sha256", .string(digest))]))])
    }

    private static func statement(_ verdict: GateVerdict, _ type: String, _ predicate: JSONText) -> String? {
        guard let commit = verdict.candidate, [40, 64].contains(commit.utf8.count), commit.allSatisfy(\.isHexDigit)
        else { return nil }
        return InTotoText.statement(
            about: verdict.project, ("gitCommit", commit.lowercased()), type: type, predicate)
    }
}
