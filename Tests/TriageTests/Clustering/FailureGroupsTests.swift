// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct FailureGroupsTests {
    /// Failures of 60 causes in 12 runs; a cause lasts some runs, like a real one.
    private static func failures(seed: UInt64) -> [(run: Int32, cause: Int, failure: SampleFailure)] {
        var generator = CauseGenerator(seed: seed, causes: 60)
        return (0..<900).map { index in
            let (cause, failure) = generator.failure()
            return (Int32(index * 12 / 900), cause, failure)
        }
    }

    private static func grouped(
        _ failures: [(run: Int32, cause: Int, failure: SampleFailure)], withRuns: Bool
    ) -> (clusters: [String], issues: [String]) {
        var builder = SignatureBuilder()
        var groups = FailureGroups()
        var signatures: [Signature] = []
        let numbers = failures.compactMap { entry in
            let (signature, evidence) = entry.failure.read(with: &builder)
            if !groups.isKnown(signature) { signatures.append(signature) }
            let number = groups.add(
                GroupedFailure(signature: signature, place: evidence.place, run: withRuns ? entry.run : nil),
                evidence: evidence)
            _ = groups.lead(signature, with: evidence)
            return number
        }
        let outcome = groups.grouped(runs: withRuns ? (0..<12).map { Int32($0) } : [])
        let firsts = { (groups: [Int32]) in
            Dictionary(grouping: signatures.indices, by: { groups[$0] }).mapValues { members in
                members.map { signatures[$0] }.min()?.text ?? ""
            }
        }
        let (clusters, issues) = (firsts(outcome.clusters), firsts(outcome.issues))
        return (
            numbers.map { clusters[outcome.clusters[Int($0)]] ?? "" },
            numbers.map { issues[outcome.issues[Int($0)]] ?? "" }
        )
    }

    @Test(arguments: [false, true])
    func `a shuffled input gives the same clusters and issues`(withRuns: Bool) {
        var random = SeededGenerator(state: 11)
        let failures = Self.failures(seed: 4)
        let expected = Self.grouped(failures, withRuns: withRuns)

        for _ in 0..<4 {
            let order = failures.indices.shuffled(using: &random)
            let shuffled = Self.grouped(order.map { failures[$0] }, withRuns: withRuns)
            var (clusters, issues) = (expected.clusters, expected.issues)
            for (place, index) in order.enumerated() {
                clusters[index] = shuffled.clusters[place]
                issues[index] = shuffled.issues[place]
            }

            #expect(clusters == expected.clusters)
            #expect(issues == expected.issues)
        }
    }

    @Test func `many tests that break in one run with the same words are one issue`() {
        var builder = SignatureBuilder()
        var groups = FailureGroups()
        let numbers = (0..<8).compactMap { index in
            let failure = SampleFailure(
                className: "org.shop.Area\(index % 4)Test", name: "case\(index)", type: "java.net.ConnectException",
                message: "refused",
                text: "java.net.ConnectException: refused\n\tat org.shop.Area\(index % 4)Test.case\(index)(A.java:3)")
            let (signature, evidence) = failure.read(with: &builder)
            return groups.add(
                GroupedFailure(signature: signature, place: evidence.place, run: 0), evidence: evidence)
        }
        let outcome = groups.grouped(runs: [0])

        #expect(Set(numbers).count == 8)
        #expect(Set(numbers.map { outcome.issues[Int($0)] }).count == 1)
    }
}
