// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct WildcardLearningTests {
    @Test(arguments: [
        // What is seen at a glance needs no learning.
        (["took 3 of user=ann in all", "took 9 of user=bob in all"], 1),
        // Paths need two values, plain words four.
        (["the order waits at ./a", "the order waits at ./b"], 1),
        (["order cancelled red", "order cancelled blue", "order cancelled green"], 3),
        (["order cancelled red", "order cancelled blue", "order cancelled green", "order cancelled pink"], 1),
        // Behind a word such as `for`, three.
        (["lease lost for red", "lease lost for blue", "lease lost for green"], 1),
        // What happened is no value.
        (["the shop instance started", "the shop instance stopped", "the shop instance loaded"], 3),
        (
            [
                "failed to spawn the instance", "failed to destroy the instance", "failed to pause the instance",
                "failed to move the instance", "failed to copy the instance",
            ], 5
        ),
        (["GET of the whole cart", "PUT of the whole cart", "HEAD of the whole cart"], 3),
    ])
    func `words become values when enough of them were seen`(lines: [String], clusters: Int) {
        #expect(LogLines(lines).count == clusters)
    }

    @Test func `flags that change together are learned together`() {
        let lines = [
            "power supply unit (on off) of the shop", "power supply unit (off on) of the shop",
            "power supply unit (on on) of the shop",
        ]

        #expect(LogLines(lines).count == 1)
    }

    @Test func `a line joins by nothing but its sentence`() {
        #expect(LogLines(["volume of the cart is lost", "volume of the big cart is lost"]).count == 2)
    }

    @Test func `suites and types have sentences of their own`() {
        var builder = SignatureBuilder()
        var clusterer = Clusterer()
        for suite in ["shop", "bank"] {
            let failure = SampleFailure(suite: suite, className: "", name: "", message: "took user=\(suite) along")
            _ = clusterer.add(failure.read(with: &builder).1)
        }

        #expect(clusterer.content.clusterCount == 2)
    }

    @Test func `what was learned holds for lines to come, and is named`() {
        let lines = LogLines(["red", "blue", "green", "pink", "brown"].map { "order cancelled \($0)" })

        #expect(lines.count == 1)
        #expect(lines.clusterer.content.reasons[4] == .sentence(match: 0, wildcards: 1))
        #expect(
            LogLines(["user=ann left us all", "user=bob left us all"]).clusterer.content.reasons
                == [nil, .sentence(match: 0, wildcards: 0)])
    }

    @Test func `two places are learned one after the other`() {
        let colors = ["red", "blue", "green", "pink"]
        let sizes = ["small", "large", "tiny", "huge"]
        let lines = colors.flatMap { color in sizes.map { "order \(color) cancelled while \($0) stock remained" } }

        #expect(LogLines(lines).count == 1)
    }
}
