// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `exitgate triage`, which needs no store and no settings.
struct TriageCommandTests {
    private static let samples = Product.repository.appendingPathComponent("Samples/quick-start/results").path

    /// Three causes, two of them in several tests; one line each.
    private static let lines = [
        #"{"id":"a1","suite":"shop","classname":"shop.CartTest","name":"adds","type":"java.io.IOException","message":"connection to db-3:5432 refused","text":"java.io.IOException: connection to db-3:5432 refused\n\tat shop.Pool.open(Pool.java:31)\n\tat shop.Cart.load(Cart.java:12)","run":1}"#,
        #"{"id":"a2","suite":"shop","classname":"shop.OrderTest","name":"pays","type":"java.io.IOException","message":"connection to db-7:5433 refused","text":"java.io.IOException: connection to db-7:5433 refused\n\tat shop.Pool.open(Pool.java:44)\n\tat shop.Order.load(Order.java:9)","run":2}"#,
        #"{"id":"b1","suite":"shop","classname":"shop.TaxTest","name":"rounds","type":"AssertionError","message":"expected 896 but was 895","text":"","run":1}"#,
        #"{"id":"b2","suite":"shop","classname":"shop.TaxTest","name":"rounds","type":"AssertionError","message":"expected 250 but was 249","text":"","run":3}"#,
        #"{"id":"c1","suite":"bank","classname":"bank.LimitTest","name":"holds","type":"java.io.IOException","message":"connection to db-3:5432 refused","text":"java.io.IOException: connection to db-3:5432 refused\n\tat shop.Pool.open(Pool.java:31)\n\tat shop.Cart.load(Cart.java:12)","run":2}"#,
    ]

    private func value(_ json: JSON) -> Double {
        if case .number(let number) = json { Double(number) } else { .nan }
    }

    private func clusters(_ ended: Ended) -> [String: String] {
        let rows = ended.output.split(separator: "\n").dropFirst().map { $0.split(separator: "\t").map(String.init) }
        return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    @Test(arguments: ["text", "markdown"])
    func `the samples print their committed clusters`(format: String) throws {
        let ended = try Workplace().run("triage", Self.samples, "--format", format, "--limit", "4")

        #expect(ended.code == 0, "\(ended)")
        try Golden.expect(Golden.neutral(ended.output, folder: Self.samples), "triage-\(format)")
    }

    @Test func `failures as JSON Lines are clustered within their suite`() throws {
        let place = try Workplace()
        try place.write("failures.jsonl", Self.lines.joined(separator: "\n"))

        let apart = clusters(try place.run("triage", "failures.jsonl", "--format", "tsv"))
        let across = clusters(try place.run("triage", "failures.jsonl", "--format", "tsv", "--across-suites"))

        #expect(apart.count == 5)
        #expect(apart["a1"] == apart["a2"] && apart["b1"] == apart["b2"])
        #expect(Set(apart.values).count == 3)
        #expect(across["a1"] == across["c1"])
        #expect(Set(across.values).count == 2)
    }

    @Test func `the order of the input makes no difference`() throws {
        let place = try Workplace()
        try place.write("forward.jsonl", Self.lines.joined(separator: "\n"))
        try place.write("backward.jsonl", Self.lines.reversed().joined(separator: "\n"))

        let forward = clusters(try place.run("triage", "forward.jsonl", "--format", "tsv"))
        let backward = clusters(try place.run("triage", "backward.jsonl", "--format", "tsv"))

        #expect(forward == backward)
    }

    @Test func `the same input prints the same bytes`() throws {
        let place = try Workplace()

        let outputs = try (0..<3).map { seed in
            try place.run(
                ["triage", Self.samples, "--format", "json"],
                environment: seed == 0 ? ["SWIFT_DETERMINISTIC_HASHING": "1"] : [:]
            ).output
        }

        #expect(Set(outputs).count == 1)
    }

    @Test func `every score in the output is the sum of its terms`() throws {
        let json = try Workplace().run("triage", Self.samples, "--format", "json").json
        let links = json["clusters"].items.flatMap { $0["links"].items }.filter { $0["rule"].text == "evidence" }

        #expect(!links.isEmpty)
        for link in links {
            let terms = link["terms"].items.map { value($0["points"]) }
            let spread = link["spread"].items.map(value)
            let best = value(link["best"])
            let score = 0.4 * best + 0.6 * spread.reduce(0, +) / Double(spread.count)

            #expect(abs(terms.reduce(0, +) - best) < 1e-9)
            #expect(abs(score - value(link["score"])) <= 0.000_51)
        }
    }

    @Test func `clusters that fail together are one issue, and the terms say why`() throws {
        let place = try Workplace()
        let lines = (1...6).flatMap { run in
            [("CacheTest", "the cache lost its order"), ("MailTest", "no letter arrived in time")].map { name, text in
                """
                {"id":"\(name)\(run)","suite":"shop","classname":"shop.\(name)","name":"works","type":"E\(name)",\
                "message":"\(text)","text":"E\(name): \(text)\\n\\tat shop.\(name.prefix(5)).go(A.java:3)","run":\(run)}
                """
            }
        }
        try place.write("failures.jsonl", lines.joined(separator: "\n"))

        let json = try place.run("triage", "failures.jsonl", "--format", "json").json
        let page = try place.run("triage", "failures.jsonl", "--explain", "CacheTest1")

        #expect(json["clusters"].items.count == 2)
        #expect(json["issues"].count == 1)
        let link = json["issueLinks"][0]
        let points = link["terms"].items.map { value($0["points"]) }
        #expect(abs(points.reduce(0, +) - value(link["score"])) < 1e-9)
        #expect(value(link["score"]) >= value(link["threshold"]))
        #expect(page.output.contains("by their runs: "))
        #expect(page.output.contains("began in the same run"))
    }

    @Test func `secrets in names, types and suites are masked too`() throws {
        let place = try Workplace()
        let secret = "ghp_" + String(repeating: "aB3dE6gH9", count: 4)
        let xml = """
            <testsuite name="s"><testcase classname="shop.\(secret)" name="adds \(secret)">\
            <failure type="T \(secret)" message="m \(secret)">x \(secret)</failure></testcase></testsuite>
            """
        try place.write("out.xml", xml)
        let keys = ["suite", "classname", "name", "type", "message", "text"].map { "\"\($0)\":\"a \(secret)\"" }
        try place.write("out.jsonl", "{\"id\":\"1\",\(keys.joined(separator: ","))}")

        for file in ["out.xml", "out.jsonl"] {
            for format in ["text", "json", "tsv", "markdown"] {
                let ended = try place.run("triage", file, "--format", format)
                #expect(ended.code == 0, "\(ended)")
                #expect(!ended.texts.contains(secret), "\(file) \(format)")
            }
        }
    }

    @Test func `a cluster is explained by its name or that of a failure`() throws {
        let place = try Workplace()
        try place.write("failures.jsonl", Self.lines.joined(separator: "\n"))
        let name = try #require(clusters(try place.run("triage", "failures.jsonl", "--format", "tsv"))["a2"])

        let byCluster = try place.run("triage", "failures.jsonl", "--explain", String(name.prefix(8)))
        let byFailure = try place.run("triage", "failures.jsonl", "--explain", "a2")
        let unknown = try place.run("triage", "failures.jsonl", "--explain", "a9")

        #expect(byCluster.output == byFailure.output)
        #expect(byCluster.output.contains("same top frame"))
        #expect(unknown.code == 64 && unknown.errors.contains("no cluster or failure is called \"a9\""))
    }

    @Test func `a message that joins by its sentence names the rule`() throws {
        let place = try Workplace()
        let known = ["ann", "bob"].map { "session of user \($0) was closed by the shop" }
        let colors = ["red", "blue", "green", "pink"].map { "order cancelled \($0)" }
        let lines = (known + colors).enumerated().map { #"{"id":"\#($0.offset)","message":"\#($0.element)"}"# }
        try place.write("lines.jsonl", lines.joined(separator: "\n"))

        let glance = try place.run("triage", "lines.jsonl", "--explain", "0").output
        let learned = try place.run("triage", "lines.jsonl", "--explain", "5").output

        #expect(glance.contains("joined: same sentence, only values differ"))
        #expect(learned.contains("joined: same sentence but for a learned wildcard"))
    }

    @Test(arguments: [
        (#"type = "AssertionError""#, ["b1", "b2"]), (#"frame = "shop.Pool.open" AND suite = "bank""#, ["c1"]),
        (#"test LIKE "shop.%" AND NOT message LIKE "expected%""#, ["a1", "a2"]), (#"name = "nobody""#, []),
    ])
    func `a rule chooses failures`(rule: String, ids: [String]) throws {
        let place = try Workplace()
        try place.write("failures.jsonl", Self.lines.joined(separator: "\n"))

        let ended = try place.run("triage", "failures.jsonl", "--format", "tsv", "--where", rule)

        #expect(ended.code == 0)
        #expect(clusters(ended).keys.sorted() == ids)
    }

    @Test func `a wrong rule is told with its place`() throws {
        let place = try Workplace()
        try place.write("failures.jsonl", Self.lines.joined(separator: "\n"))

        let ended = try place.run("triage", "failures.jsonl", "--where", #"tpye = "x""#)

        #expect(ended.code == 64)
        #expect(ended.errors.contains("--where:1:1: "))
        #expect(ended.errors.contains(#"did you mean "type"?"#))
    }

    @Test func `a bad line is told with its place, and the rest counts`() throws {
        let place = try Workplace()
        let lines = [Self.lines[0], "{\"id\": oops}"] + Self.lines[2...]
        try place.write("failures.jsonl", lines.joined(separator: "\n"))

        let ended = try place.run("triage", "failures.jsonl", "--format", "tsv")

        #expect(ended.code == 65)
        #expect(ended.errors.contains("failures.jsonl:2:8: error[json-syntax]"))
        #expect(clusters(ended).count == 4)
    }

    @Test(arguments: ["text", "markdown"])
    func `an unreadable file is never read as free of failures`(format: String) throws {
        let place = try Workplace()
        try place.write("notes.txt", "just text")
        try place.write("good.xml", "<testsuite><testcase name=\"a\"/></testsuite>")

        let bad = try place.run("triage", "notes.txt", "good.xml", "--format", format)
        let good = try place.run("triage", "good.xml", "--format", format)

        #expect(bad.code == 65 && bad.output.contains("some input could not"))
        #expect(good.code == 0 && !good.output.contains("could not") && good.output.contains("no failures"))
    }

    @Test func `nothing to read exits with 66, a wrong limit with 64`() throws {
        let place = try Workplace()
        try place.makeFolder("empty")

        #expect(try place.run("triage", "empty").code == 66)
        let missing = try place.run("triage", "missing.xml")
        #expect(missing.code == 66 && missing.output.isEmpty)
        #expect(try place.run("triage", "empty", "--limit", "-1").code == 64)
    }
}
