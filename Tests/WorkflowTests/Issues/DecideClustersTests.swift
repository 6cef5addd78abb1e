// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What people say about clusters holds for every failure yet to come, and can be taken back.
struct DecideClustersTests {
    private static let cart = "cannot add the item to a closed cart of this user"
    private static let payment = "payment service refused the order with a broken certificate"
    private static let search = "search index misses every third product after a rebuild"

    /// Three causes, each in two phases and so an issue: ISS-1 to ISS-3.
    private static func laboratory() throws -> Laboratory {
        let laboratory = try Laboratory()
        try laboratory.ingest(run(), day: 1)
        try laboratory.ingest(run(), day: 2) { $0.phase = "beta" }
        try laboratory.ingest(green, day: 12)
        return laboratory
    }

    private static func run() -> String {
        report(.failed("adds", cart), .failed("pays", payment), .failed("finds", search), .passed("ships"))
    }

    private static let green = report(.passed("adds"), .passed("pays"), .passed("finds"), .passed("ships"))

    /// Messages of each issue, each issue once.
    private func groups(_ laboratory: Laboratory) throws -> Set<Set<String>> {
        let rows = try laboratory.store.read { connection in
            try connection.query(
                "SELECT m.cluster_id, s.title FROM membership m JOIN signature s ON s.id = m.signature_id ORDER BY s.id"
            ) { ($0.integer(0), $0.text(1)) }
        }
        return Set(Dictionary(grouping: rows, by: \.0).values.map { Set($0.map { Self.cause($0.1) }) })
    }

    /// The cause that a title tells.
    private static func cause(_ title: String) -> String {
        [("cart", cart), ("payment", payment), ("search", search)].first { title.contains($0.1) }?.0 ?? title
    }

    private static let apart: Set<Set<String>> = [["cart"], ["payment"], ["search"]]

    private func key(_ laboratory: Laboratory, _ part: String) throws -> String {
        try laboratory.store.read { connection in
            try connection.query("SELECT key, title FROM signature ORDER BY id") { ($0.text(0), $0.text(1)) }
        }.first { $0.1.contains(part) }?.0 ?? ""
    }

    private func reference(_ laboratory: Laboratory, _ part: String) throws -> IssueReference {
        .signature(try key(laboratory, part))
    }

    @discardableResult
    private func decide(
        _ laboratory: Laboratory, _ verb: DecideClusters.Verb, reason: String = "as seen in the log",
        edit: (inout DecideClusters.Request) -> Void = { _ in }
    ) throws -> DecideClusters.Outcome {
        var request = DecideClusters.Request(verb, now: Laboratory.moment(day: 50), actor: "ann", reason: reason)
        edit(&request)
        return try DecideClusters(laboratory.store).perform(request)
    }

    // MARK: Each decision

    @Test func `merged issues are one, and undo parts them`() throws {
        let laboratory = try Self.laboratory()
        let before = try laboratory.digest()
        try #require(try groups(laboratory) == Self.apart)

        let outcome = try decide(laboratory, .merge([.issue(1), .issue(2)]))
        let merged = try groups(laboratory)
        let incidents = try laboratory.incidents().count
        let problems = try laboratory.problems()
        try decide(laboratory, .undo(nil))

        #expect(outcome.names == ["ISS-1"])
        #expect(merged.count == 2)
        #expect(incidents == 4)
        #expect(problems == [])
        #expect(try laboratory.digest() == before)
        #expect(try laboratory.problems() == [])
    }

    @Test func `numbers of incidents lead to what they became, and come back`() throws {
        let laboratory = try Self.laboratory()
        let before = try laboratory.incidents()
        let numbers = before.map(\.number)

        try decide(laboratory, .merge([.issue(1), .issue(2), .issue(3)]))
        let merged = try numbers.map { try ReadEvidence(laboratory.store).incident(number: $0).summary.number }
        try decide(laboratory, .undo(nil))

        #expect(Set(merged).count == 2)
        #expect(try laboratory.incidents().map(\.number) == numbers)
        #expect(try laboratory.incidents().map(\.title) == before.map(\.title))
    }

    @Test func `a split gives signatures an issue of their own`() throws {
        let laboratory = try Self.laboratory()
        try decide(laboratory, .merge([.issue(1), .issue(2), .issue(3)]))

        try decide(laboratory, .split(.issue(1), .signatures([String(try key(laboratory, "payment").prefix(9))])))

        #expect(try groups(laboratory) == [["cart", "search"], ["payment"]])
        #expect(try laboratory.problems() == [])
    }

    @Test func `a split may name its signatures by a rule`() throws {
        let laboratory = try Self.laboratory()
        try decide(laboratory, .merge([.issue(1), .issue(2), .issue(3)]))

        let filter = try FailureFilter(parsing: #"name = "finds" AND message LIKE "search%""#)
        try decide(laboratory, .split(.issue(1), .matching(filter)))

        #expect(try groups(laboratory) == [["cart", "payment"], ["search"]])
    }

    @Test func `a pin puts one signature where a person says`() throws {
        let laboratory = try Self.laboratory()

        try decide(laboratory, .pin(signature: try key(laboratory, "cart"), to: try reference(laboratory, "search")))

        #expect(try groups(laboratory) == [["cart", "search"], ["payment"]])
    }

    @Test func `an issue keeps its name when the signature that it began with leaves it`() throws {
        let laboratory = try Self.laboratory()
        try decide(laboratory, .merge([.issue(1), .issue(2), .issue(3)]))
        let all = try ReadEvidence(laboratory.store).issues.show(.issue(1))
        let first = all.members[0].signature

        let split = try decide(laboratory, .split(.issue(1), .signatures([first])))
        let rest = try ReadEvidence(laboratory.store).issues.show(.issue(1))
        let left = try ReadEvidence(laboratory.store).issues.show(.signature(first))
        try decide(laboratory, .undo(nil))

        #expect(split.moved == 1)
        #expect(split.names.contains("ISS-1"))
        #expect(Set(rest.members.map(\.signature)) == Set(all.members.dropFirst().map(\.signature)))
        #expect(left.members.map(\.signature) == [first])
        #expect(left.summary.number == 4)
        let back = try ReadEvidence(laboratory.store).issues.show(.signature(first))
        #expect(back.summary.number == 1)
        #expect(back.aliases == [2, 3, 4])
    }

    @Test func `a rule takes signatures that exist and those yet to come`() throws {
        let laboratory = try Self.laboratory()

        try decide(laboratory, .rule(try reference(laboratory, "search"), predicate: #"message LIKE "%certificate%""#))
        let now = try groups(laboratory)
        try laboratory.ingest(report(.failed("syncs", "replica offers no certificate at midnight")), day: 20)

        #expect(now == [["cart"], ["payment", "search"]])
        #expect(try groups(laboratory).contains { $0.isSuperset(of: ["payment", "search"]) && $0.count == 3 })
        #expect(try laboratory.problems() == [])
    }

    @Test func `a person's word about a signature wins over a rule`() throws {
        let laboratory = try Self.laboratory()
        try decide(laboratory, .rule(try reference(laboratory, "search"), predicate: #"message LIKE "%certificate%""#))

        try decide(laboratory, .pin(signature: try key(laboratory, "payment"), to: try reference(laboratory, "cart")))

        #expect(try groups(laboratory) == [["cart", "payment"], ["search"]])
        #expect(try laboratory.problems() == [])
    }

    @Test func `a rule takes nothing that a person named before`() throws {
        let laboratory = try Self.laboratory()
        try decide(laboratory, .pin(signature: try key(laboratory, "payment"), to: try reference(laboratory, "cart")))

        try decide(laboratory, .rule(try reference(laboratory, "search"), predicate: #"message LIKE "%certificate%""#))

        #expect(try groups(laboratory) == [["cart", "payment"], ["search"]])
        #expect(try laboratory.problems() == [])
    }

    @Test func `what a person writes is kept without its secrets`() throws {
        let laboratory = try Self.laboratory()

        try decide(laboratory, .merge([.issue(1), .issue(2)]), reason: "seen with password=hunter2hunter2 in the log")

        let decision = try #require(try ReadEvidence(laboratory.store).issues.decisions().first)
        #expect(!decision.reason.contains("hunter2"))
        #expect(decision.reason.contains("in the log"))
    }

    // MARK: They stick

    /// Decisions of every kind, in an order in which each changes something.
    private func decideMuch(_ laboratory: Laboratory) throws {
        try decide(laboratory, .merge([try reference(laboratory, "cart"), try reference(laboratory, "payment")]))
        try decide(laboratory, .pin(signature: try key(laboratory, "payment"), to: try reference(laboratory, "search")))
        try decide(laboratory, .undo(1))
        try decide(laboratory, .rule(try reference(laboratory, "cart"), predicate: #"test LIKE "%ships""#))
    }

    @Test func `they survive the same upload again, a rebuild, and failures that are like them`() throws {
        let laboratory = try Self.laboratory()
        try decideMuch(laboratory)
        let decided = try groups(laboratory)
        let digest = try laboratory.digest()

        try laboratory.ingest(Self.run(), day: 2) { $0.phase = "beta" }
        let again = try laboratory.digest()
        try laboratory.tamper("UPDATE membership SET cluster_id = signature_id, match_id = NULL")
        try laboratory.tamper("INSERT INTO store_info (name, value) VALUES ('state', 'stale')")
        try MigrateStore(laboratory.store).perform()
        let rebuilt = try laboratory.digest()
        try laboratory.ingest(Self.run(), day: 30)
        try laboratory.ingest(report(.failed("ships", "no parcel left in the depot of the carrier")), day: 31)

        #expect(decided == [["cart"], ["payment", "search"]])
        #expect(again == digest)
        #expect(rebuilt == digest)
        let after = try groups(laboratory)
        #expect(after.contains(["payment", "search"]))
        #expect(after.contains { $0.contains("cart") && $0.count == 2 }, "the rule takes what it was made for")
        #expect(try laboratory.problems() == [])
    }

    @Test func `a run that comes late finds the decisions`() throws {
        let laboratory = try Self.laboratory()
        try decideMuch(laboratory)

        try laboratory.ingest(Self.run(), day: 0.5)

        #expect(try groups(laboratory) == [["cart"], ["payment", "search"]])
        #expect(try laboratory.problems() == [])
    }

    @Test func `undoing everything gives the store without decisions`() throws {
        let laboratory = try Self.laboratory()
        let before = try laboratory.digest()
        try decideMuch(laboratory)

        for decision in [4, 2] as [Int64] { try decide(laboratory, .undo(decision)) }

        #expect(try laboratory.digest() == before)
        #expect(try laboratory.problems() == [])
    }

    @Test func `undoing an undoing makes the decision hold again`() throws {
        let laboratory = try Self.laboratory()
        try decide(laboratory, .merge([.issue(1), .issue(2)]))
        let merged = try laboratory.digest()

        try decide(laboratory, .undo(1))
        try decide(laboratory, .undo(2))

        #expect(try laboratory.digest() == merged)
    }

    // MARK: What cannot be decided

    @Test func `a dry run tells what would move and changes nothing`() throws {
        let laboratory = try Self.laboratory()
        let before = try laboratory.digest()

        let outcome = try decide(laboratory, .merge([.issue(1), .issue(2)])) { $0.isDryRun = true }

        #expect(outcome.moved == 1)
        #expect(try laboratory.digest() == before)
        #expect(try laboratory.rows("decision") == 0)
    }

    @Test func `a decision that cannot be made changes nothing`() throws {
        let laboratory = try Self.laboratory()
        let before = try laboratory.digest()
        let cart = try key(laboratory, "cart")

        for verb in [
            .merge([.issue(1), .issue(1)]), .split(.issue(1), .signatures([cart])),
            .split(.issue(2), .signatures([cart])), .pin(signature: cart, to: try reference(laboratory, "cart")),
        ] as [DecideClusters.Verb] {
            #expect(throws: Refusal.self) { try decide(laboratory, verb) }
        }
        #expect(throws: Refusal.self) { try decide(laboratory, .undo(nil), reason: " \n") }
        for verb in [.merge([.issue(1), .issue(9)]), .merge([.incident(99), .issue(1)]), .undo(nil), .undo(7)]
            as [DecideClusters.Verb]
        {
            #expect(throws: ReadEvidence.Unknown.self) { try decide(laboratory, verb) }
        }

        #expect(try laboratory.digest() == before)
        #expect(try laboratory.rows("decision") == 0)
    }
}
