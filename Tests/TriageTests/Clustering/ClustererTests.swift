// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct ClustererTests {
    @Test func `failures of one cause are one cluster, whatever frame is lost`() {
        var generator = CauseGenerator(seed: 1, causes: 40)
        let failures = (0..<1_000).map { _ in generator.failure() }

        let clusters = Self.clusters(of: failures.map(\.failure))

        let pairs = Set(zip(failures.map(\.cause), clusters).map { "\($0) \($1)" })
        #expect(pairs.count == 40)
        #expect(Set(clusters).count == 40)
    }

    @Test func `the score is the sum of its terms, for ten thousand links`() {
        var links = 0
        var wrong: [LinkReason] = []
        var generator = CauseGenerator(seed: 2, causes: 700)
        var builder = SignatureBuilder()
        var clusterer = Clusterer()
        while links < 10_000 {
            // Every failure counts as new, so that there are enough links.
            let number = clusterer.add(generator.failure().failure.read(with: &builder).1)
            guard let reason = clusterer.content.reasons[Int(number)] else { continue }
            links += 1
            guard case .evidence(let reason) = reason else { continue }
            let isWhole =
                reason.terms.reduce(0) { $0 + $1.points } == reason.best
                && Linkage.joint(reason.best, reason.spread) == reason.score
                && reason.score >= reason.threshold && reason.best >= reason.threshold
                && reason.terms.allSatisfy { $0.term.isAgreement ? $0.points > 0 : $0.points < 0 }
            if !isWhole { wrong.append(reason) }
        }

        #expect(wrong.isEmpty)
    }

    @Test(arguments: ClusterAlgorithm.allCases)
    func `agreement never lowers a score, and disagreement never raises one`(algorithm: ClusterAlgorithm) {
        for weights in [algorithm.weights, .runs] {
            for term in LinkTerm.allCases {
                let weight = weights.weights[Int(term.rawValue)]
                #expect(term.isAgreement ? weight >= 0 : weight <= 0, "\(term)")
            }
        }
    }

    @Test(arguments: zip(ClusterAlgorithm.allCases, [(0.56, 0), (1.5, -2.5), (1.52, -2.92)]))
    func `versions keep what they said`(algorithm: ClusterAlgorithm, said: (Double, Double)) {
        let weights = algorithm.weights.weights

        #expect(weights[Int(LinkTerm.nameWords.rawValue)] == said.0)
        #expect(weights[Int(LinkTerm.sameTest.rawValue)] == said.1)
        #expect(ClusterAlgorithm(name: "\(algorithm.name)") == algorithm)
    }

    @Test(arguments: ClusterAlgorithm.allCases)
    func `clusters do not look at what only issues are compared by`(algorithm: ClusterAlgorithm) {
        var generator = CauseGenerator(seed: 8, causes: 40)
        let failures = (0..<300).map { _ in generator.failure().failure } + Self.twoWays { _ in "totals" }

        let clusters = [true, false].map { isThorough in
            var builder = SignatureBuilder(isThorough: isThorough)
            var clusterer = Clusterer(content: algorithm.weights, runs: nil)
            for failure in failures { _ = clusterer.add(failure.read(with: &builder).1) }
            return clusterer.content.clusters
        }

        #expect(clusters[0] == clusters[1])
        #expect(Set(clusters[0]).count < failures.count)
    }

    @Test func `suites are never joined`() {
        var builder = SignatureBuilder()
        var clusterer = Clusterer()
        for suite in ["shop", "bank"] {
            var failure = SampleFailure(message: "volume detach refused by controller", text: "")
            failure.suite = suite
            _ = clusterer.add(failure.read(with: &builder).1)
        }

        #expect(clusterer.content.clusterCount == 2)
    }

    @Test func `two bugs behind the same generic assertion stay apart`() {
        let failures = [
            SampleFailure(
                className: "a.ParserTest", name: "readsDates", type: "AssertionError", message: "expected true"),
            SampleFailure(
                className: "b.RouterTest", name: "findsPaths", type: "AssertionError", message: "expected true"),
        ]

        #expect(Set(Self.clusters(of: failures)).count == 2)
    }

    @Test func `parent tests of Go that say nothing stay apart`() {
        let failures = ["TestEncode", "TestRoute"].map { SampleFailure(className: "example.com/x", name: $0) }

        #expect(Set(Self.clusters(of: failures)).count == 2)
    }

    /// Two failures of one test that share some words.
    private static func twoWays(name: (Int) -> String) -> [SampleFailure] {
        let values = ["blue label", "red paper"]
        return values.indices.map {
            SampleFailure(
                name: name($0), type: "AssertionError",
                message: "cart total differs after discount: expected \(values[$0])",
                text: "AssertionError: differs\n\tat org.shop.CartTest.totals(CartTest.java:\($0 + 5))\n")
        }
    }

    @Test func `a test that fails in two ways has two causes`() {
        #expect(Set(Self.clusters(of: Self.twoWays { _ in "totals" })).count == 2)
    }

    @Test func `parameters of one test fail in several ways for one cause`() {
        #expect(Set(Self.clusters(of: Self.twoWays { "totals[\($0)]" })).count == 1)
    }

    @Test func `what was found in another way is evidence against one issue`() {
        let failures = ["expected:<2 items> but was:< items>", "expected:<2 items> but was:<2 ITEMS>"].enumerated()
            .map {
                SampleFailure(
                    name: "totals\($0)", type: "AssertionError", message: $1,
                    text: "AssertionError\n\tat org.shop.CartTest.totals\($0)(CartTest.java:5)\n")
            }

        #expect(Self.terms(of: failures).contains { $0.term == .differencesDiffer && $0.points < 0 })
    }

    @Test func `one root cause is evidence under whatever it is wrapped in`() {
        let failures = ["RouteException: no route", "StartException: cannot start"].enumerated().map { place, wrapper in
            SampleFailure(
                name: "starts\(place)", type: "org.shop.\(wrapper.prefix { $0 != ":" })", message: wrapper,
                text: """
                    org.shop.\(wrapper)
                    \tat org.shop.Server.start\(place)(Server.java:5)
                    Caused by: javax.xml.BindException: class Cart\(place) is not accessible
                    \tat javax.xml.Bind.new(Bind.java:5)
                    """)
        }

        #expect(Self.terms(of: failures).contains { $0.term == .rootMessage && $0.points > 0 })
    }

    @Test func `a test that says nothing is evidence for its part that fails, and against other tests`() {
        let silent = SampleFailure(
            className: "example.com/x", name: "TestTrip", message: "Failed",
            text: "=== RUN   TestTrip\n--- FAIL: TestTrip (0.00s)\n")
        let part = SampleFailure(
            className: "example.com/x", name: "TestTrip/strings", message: "Failed",
            text: "=== RUN   TestTrip/strings\n    trip_test.go:136: Decode: number literal refused\n")
        var other = silent
        other.name = "TestRoute"

        #expect(Self.terms(of: [part, silent]).contains { $0.term == .partOfTest && $0.points > 0 })
        #expect(Self.terms(of: [other, silent]).contains { $0.term == .silent && $0.points < 0 })
    }

    /// What a second failure and the first one have in common, by the weights of issues.
    private static func terms(of failures: [SampleFailure]) -> [LinkEvidence] {
        var builder = SignatureBuilder(isThorough: true)
        var clusterer = Clusterer(content: .runs, runs: nil)
        for failure in failures { _ = clusterer.add(failure.read(with: &builder).1) }
        var linkage = Linkage(
            table: clusterer.table, sightings: clusterer.sightings, partition: clusterer.content,
            scorer: LinkScorer(), run: nil)
        linkage.scorer.prepare(clusterer.table.signatures[1], in: clusterer.table, clusterer.content.rarity)
        _ = linkage.score(clusterer.table.signatures[1], 0)
        return linkage.scorer.terms
    }

    @Test(arguments: ["pays", "ships"])
    func `messages with nothing in common are two causes, even in one test or class`(name: String) {
        let failures = [
            SampleFailure(
                name: "pays", type: "AssertionError", message: "payment service refused the order of this user"),
            SampleFailure(name: name, type: "OSError", message: "no space left on the device of the runner"),
        ]

        #expect(Set(Self.clusters(of: failures)).count == 2)
    }

    @Test func `clusters of a suite do not depend on other suites`() {
        var generator = CauseGenerator(seed: 5, causes: 30)
        let own = (0..<150).map { _ in generator.failure().failure }
        let other = (0..<150).map { _ in
            var failure = generator.failure().failure
            failure.suite = "bank"
            return failure
        }

        let alone = Self.clusters(of: own)
        let together = Array(Self.clusters(of: other + own).suffix(own.count))

        let pairs = Set(zip(alone, together).map { "\($0) \($1)" })
        #expect(pairs.count == Set(alone).count)
        #expect(pairs.count == Set(together).count)
    }

    static func clusters(of failures: [SampleFailure]) -> [Int32] {
        var builder = SignatureBuilder()
        var groups = FailureGroups()
        let numbers = failures.compactMap { failure in
            let (signature, evidence) = failure.read(with: &builder)
            return groups.add(
                GroupedFailure(signature: signature, place: evidence.place, run: nil), evidence: evidence)
        }
        let outcome = groups.grouped()
        return numbers.map { outcome.clusters[Int($0)] }
    }
}
