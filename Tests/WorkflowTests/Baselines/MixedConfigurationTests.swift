// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Parts of one run that were made with different configurations: it is told, and nothing is drawn from what differs.
struct MixedConfigurationTests {
    private let story: BaselineStory

    init() throws { story = try BaselineStory() }

    /// Ingests a part of a run.
    @discardableResult
    private func part(
        _ index: Int, _ cases: CaseText..., day: Double, snapshot: ConfigurationSnapshot? = BaselineStory.snapshot()
    ) throws -> IngestOutcome {
        try story.laboratory.ingest(report(cases), day: day) { request in
            (request.phase, request.shard) = ("beta", (index, 2))
            request.configuration = ConfigurationClass(["os": "linux"])
            request.snapshot = snapshot
        }
    }

    private let other = BaselineStory.snapshot(alpha: "2.0.0", os: "Debian 13")

    @Test(arguments: [[1, 2], [2, 1]])
    func `the later part warns, with what differs, whichever it is`(order: [Int]) throws {
        let outcomes = try order.map { index in
            try part(index, .passed("pays \(index)"), day: 1, snapshot: index == 1 ? BaselineStory.snapshot() : other)
        }
        let (first, second) = (outcomes[0], outcomes[1])

        #expect(first.codes == [])
        #expect(second.codes == ["mixed-configuration"])
        #expect(second.diagnostics.first?.message.hasSuffix(": dependency pkg:npm/alpha, platform os") == true)
        let shown = try ReadEvidence(story.store).run(id: 1).diagnostics
        #expect(shown.map(\.code) == ["mixed-configuration"])
        #expect(shown.map(\.message) == second.diagnostics.map(\.message))
    }

    @Test func `a part that nobody captured is told of, whatever the others say`() throws {
        let known = BaselineStory.snapshot()
        let runs: [[ConfigurationSnapshot?]] = [[known, nil], [known, other, nil]]
        for (run, snapshots) in runs.enumerated() {
            for (index, snapshot) in snapshots.enumerated() {
                try story.laboratory.ingest(report([.passed("pays \(index)")]), day: 1 + Double(run)) { request in
                    (request.phase, request.shard) = ("beta", (index + 1, snapshots.count))
                    request.snapshot = snapshot
                }
            }
        }
        try part(1, .passed("pays"), day: 3, snapshot: nil)

        let shown = try ReadBaselines(story.store).mixed([.run(1), .run(2), .run(3)])

        #expect(shown.map(\.isPartlyKnown) == [true, true])
        #expect(shown.map(\.deltas.isEmpty) == [true, false])
        let unknown = "nobody captured what some parts of the run were made with"
        #expect(shown.allSatisfy { $0.warning(hint: "").message.hasSuffix(unknown) })
    }

    @Test func `an item that differs in each of three parts is named once`() throws {
        for index in 1...3 {
            try story.laboratory.ingest(report([.passed("pays \(index)")]), day: 1) { request in
                (request.phase, request.shard) = ("beta", (index, 3))
                request.snapshot = BaselineStory.snapshot(alpha: "\(index).0.0")
            }
        }

        let shown = try ReadBaselines(story.store).mixed([.run(1), .baseline(phase: "beta", number: 1), .now])

        let warning = try #require(shown.first).warning(hint: "one part is shown")
        #expect(shown.map(\.items) == [["dependency pkg:npm/alpha"]])
        #expect(warning.code == "mixed-configuration" && warning.file == "RUN-1")
        #expect(warning.message.hasSuffix(": dependency pkg:npm/alpha"))
        #expect(warning.hint == "one part is shown")
    }

    @Test func `parts of one configuration, and a part that nobody captured, warn of nothing`() throws {
        try part(1, .passed("pays"), day: 1)
        #expect(try part(2, .passed("ships"), day: 1).codes == [])
        try part(1, .passed("pays"), day: 2)
        #expect(try part(2, .passed("ships"), day: 2, snapshot: nil).codes == [])
        #expect(try ReadEvidence(story.store).run(id: 1).diagnostics.isEmpty)
    }

    @Test func `an audit names what differs in any part, and such a run proves no suite`() throws {
        try part(1, .passed("pays"), day: 1)
        try part(2, .passed("ships"), day: 1)
        try story.approve(.run(1))
        try part(1, .passed("pays"), day: 31)
        try part(2, .passed("ships"), day: 31, snapshot: BaselineStory.snapshot(alpha: "2.0.0"))

        let audit = try story.audit()

        #expect(audit.verdict == .drift)
        #expect(audit.places.map { $0.mixed.map(\.key) } == [["pkg:npm/alpha"]])
        #expect(audit.unaccounted.map(\.key) == ["pkg:npm/alpha"])
        #expect(audit.suites.map(\.run) == [1])
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `a part that nobody captured is not as approved`() throws {
        try part(1, .passed("pays"), day: 1)
        try part(2, .passed("ships"), day: 1)
        try story.approve(.run(1))
        try part(1, .passed("pays"), day: 31)
        try part(2, .passed("ships"), day: 31, snapshot: nil)

        let audit = try story.audit()
        #expect(audit.verdict == .undecided)
        #expect(audit.suites.map(\.run) == [1])
        #expect(throws: Refusal.self) { try story.capture(.run(2)) }

        // What the other part says is known all the same.
        try part(1, .passed("pays"), day: 32, snapshot: BaselineStory.snapshot(alpha: "2.0.0"))
        try part(2, .passed("ships"), day: 32, snapshot: nil)
        #expect(try story.audit().verdict == .drift)
    }

    @Test func `it cannot be captured as a baseline`() throws {
        try part(1, .passed("pays"), day: 1)
        try part(2, .passed("ships"), day: 1, snapshot: other)

        let refusal = #expect(throws: Refusal.self) { try story.capture(.run(1)) }

        #expect(refusal?.message.contains("the parts of RUN-1 were made with different configurations") == true)
    }

    @Test func `what its parts differ in is no suspect, and the page says so`() throws {
        try part(1, .passed("pays"), day: 1)
        try part(2, .passed("ships"), day: 1)
        try part(1, .failed("pays", refusedPayment), day: 2, snapshot: BaselineStory.snapshot(beta: "3.0.0"))
        try part(2, .passed("ships"), day: 2, snapshot: BaselineStory.snapshot(alpha: "2.0.0", beta: "3.0.0"))

        let found = try #require(try ReadEvidence(story.store).incident(number: 1).suspects)

        #expect(found.suspects.map(\.delta.key) == ["pkg:npm/beta"])
        #expect(found.mixed == ["dependency pkg:npm/alpha"])
    }

    @Test func `what its parts differ in is not counted among what failing runs have in common`() throws {
        for day in 1...8 {
            let isBad = day > 4
            let snapshot = BaselineStory.snapshot(alpha: isBad ? "2.0.0" : "1.0.0")
            try part(1, isBad ? .failed("pays", refusedPayment) : .passed("pays"), day: Double(day), snapshot: snapshot)
            try part(2, .passed("ships"), day: Double(day), snapshot: isBad ? BaselineStory.snapshot() : snapshot)
        }

        let found = try #require(try ReadEvidence(story.store).incident(number: 1).suspects)

        #expect(found.suspects.isEmpty)
        #expect(!found.items.contains { $0.row.dimension.contains("alpha") })
    }
}
