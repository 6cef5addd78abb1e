// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A change from the wish to its review, in a folder of a real checkout, by commands alone.
struct ChangeCommandTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write(
            "shop/exitgate.yml",
            """
            format: 1
            project: shop
            phase: system
            components: ["pay src/pay/**", "docs docs/**"]
            """)
        try place.write("CODEOWNERS", "/shop/src/pay/ @pay-team\n")
        try place.write(".gitignore", ".exitgate/\nout/\n")
        try place.write("shop/src/pay/cart.py", "total = 1\n")
        try place.write("shop/docs/start.md", "hello\n")
        try git("init", "-q", "-b", "main", ".")
        try commit("the shop")
    }

    private func git(_ arguments: String...) throws {
        let identity = ["-c", "user.name=ann", "-c", "user.email=ann@shop.example"]
        let ended = try place.startProgram(["/usr/bin/env", "git"] + identity + arguments).wait()
        #expect(ended.code == 0, "\(ended)")
    }

    private func commit(_ message: String) throws {
        try git("add", "-A")
        try git("commit", "-q", "-m", message)
    }

    /// Runs a command in the folder of the project.
    @discardableResult
    private func run(_ arguments: String..., by actor: String = "ann") throws -> Ended {
        let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
        return try place.shell("cd shop && EXITGATE_ACTOR=\(actor) \"$exitgate\" \(quoted)")
    }

    /// Commits a change of the documents, and ingests a run of the commit.
    private func test(_ key: String, pays: Bool, ships: Bool = true) throws {
        try place.write("shop/docs/start.md", "hello \(key)\n")
        try commit("words for \(key)")
        try ingest(key, pays: pays, ships: ships)
    }

    private func ingest(_ key: String, pays: Bool, ships: Bool = true) throws {
        let sum = pays ? Report.passing("pays") : Report.failing("pays", "src/pay/cart.py: the sum is off by a cent")
        let order = ships ? Report.passing("ships") : Report.failing("ships", "no parcel was sent to the customer")
        try place.write("shop/out/results.xml", Report.suite(sum, order, name: "shop"))
        let ended = try run("ingest", "out", "--run-key", key)
        #expect(ended.code == 0, "\(ended)")
    }

    private func ask() throws {
        for number in 1...6 { try test("before \(number)", pays: number == 1) }
        #expect(try run("issue", "list").output.contains("ISS-1"))
        let made = try run(
            "change", "new", "--title", "round in cents", "-m", "sums are off", "--path", "src/pay/**", "--fixes",
            "ISS-1",
            "--back-out", "revert the commit", "--window-runs", "8")
        #expect(made.output == "CR-1  draft: round in cents\n", "\(made)")
        #expect(try run("change", "submit", "CR-1").output == "CR-1  was draft, is submitted\n")
        let assessed = try run("change", "assess", "CR-1")
        #expect(assessed.output.hasPrefix("CR-1  was submitted, is assessed; risk "), "\(assessed)")
    }

    private func approve() throws {
        let alone = try run("change", "approve", "CR-1", "-m", "mine")
        #expect(alone.code == 65)
        #expect(alone.errors.contains("ann asked for CR-1 and cannot approve it alone"))
        let approved = try run("change", "approve", "CR-1", "-m", "small", by: "pay-team")
        #expect(approved.output == "CR-1  was assessed, is approved\n", "\(approved)")
        #expect(try run("issue", "list").output.contains("fixing"))
    }

    private func implement() throws {
        try place.write("shop/src/pay/cart.py", "total = 100\n")
        try commit("round in cents\n\nChange: CR-1\nFixes: ISS-1")
    }

    @Test func `a change is asked for, implemented, watched and reviewed`() throws {
        try ask()
        try approve()
        try implement()
        for number in 1...8 { try test("after \(number)", pays: true) }

        let page = try run("change", "show", "CR-1")
        let issue = try run("issue", "show", "ISS-1")
        let json = try JSON(text: run("change", "show", "CR-1", "--format", "json").output)
        let review = try run("change", "review", "CR-1", "not_achieved", "-m", "it only became rarer")

        #expect(page.output.hasPrefix("CR-1  achieved  normal change  round in cents\n"), "\(page)")
        #expect(page.output.contains("effect  (git tells which runs hold it)"))
        #expect(
            page.output.contains(
                "ISS-1 occurred in 5 of 6 runs before and in 0 of 8 runs since; the window of 8 runs is full"))
        #expect(page.output.contains("so runs say: achieved"))
        #expect(page.output.contains("nothing else broke: none of 2 tests fails more often since"))
        #expect(issue.output.contains("verified"))
        #expect(issue.output.contains("fixed-by-change"))
        #expect(json["state"].text == "achieved")
        #expect(json["watch"]["after"]["runs"].count == 8)
        #expect(review.output == "CR-1  was achieved, is not achieved\n", "\(review)")
        #expect(try run("change", "show", "CR-1").output.contains("a person overruled it: not achieved"))
        #expect(try run("change", "list").output.contains("normal: 0 of 1 decided change did harm in tests (0 %)"))
        #expect(try run("store", "verify").code == 0)
    }

    @Test func `what else broke is told by the change, and the incident names it`() throws {
        try ask()
        try approve()
        try implement()
        for number in 1...6 { try test("after \(number)", pays: true, ships: false) }

        let page = try run("change", "show", "CR-1")
        let incident = try run("incident", "show", "INC-2")

        #expect(page.output.hasPrefix("CR-1  review  normal change"), "\(page)")
        #expect(page.output.contains("something else broke: 1 of 2 tests fails more often since"))
        #expect(page.output.contains("failed 0 of 6 runs before, 6 of 6 runs since"))
        #expect(page.output.contains("INC-2"))
        #expect(incident.output.contains("CR-1"), "\(incident)")
        #expect(
            try run("change", "list").output.contains("normal: 1 of 1 decided change did harm in tests (100 %)"))
    }

    @Test func `what was merged and what changed unasked is written down`() throws {
        try test("one", pays: true)
        try git("checkout", "-q", "-b", "colour")
        try place.write("shop/docs/colour.md", "red\n")
        try commit("red")
        try git("checkout", "-q", "main")
        try git("merge", "-q", "--no-ff", "-m", "Merge branch colour", "colour")
        try ingest("two", pays: true)

        let drafts = try run("change", "new", "--between", "RUN-1", "RUN-2")
        let again = try run("change", "new", "--between", "RUN-1", "RUN-2")

        #expect(drafts.output == "CR-1  draft: Merge branch colour\n", "\(drafts)")
        #expect(again.code == 65)
        #expect(again.errors.contains("nothing changed from RUN-1 to RUN-2 that nobody had asked for"))
    }

    @Test func `a request goes out as JSON and comes in again`() throws {
        try test("one", pays: true)
        try place.write(
            "shop/change.yml",
            "title: faster\nreason: slow\nscope: {paths: ['src/pay/*']}\neffect: {metric: duration}\nback_out: revert\n"
        )
        #expect(try run("change", "new", "--from", "change.yml").code == 0)
        let first = try run("change", "show", "CR-1", "--format", "json")
        try place.write("shop/again.json", first.output)
        #expect(try run("change", "new", "--from", "again.json").code == 0)

        let second = try run("change", "show", "CR-2", "--format", "json")

        let (one, two) = (try JSON(text: first.output)["request"], try JSON(text: second.output)["request"])
        #expect(one == two)
        #expect(two["effect"]["metric"].text == "duration")
    }

    @Test func `a commit is named as git names it, and where history is cut off no hash is refused`() throws {
        try test("one", pays: true)
        try git("clone", "-q", "--depth", "1", "file://\(place.work)", "cut")

        let named = try run("change", "new", "--title", "a", "-m", "b", "--commit", "HEAD")
        let cut = try place.shell(
            "cd cut/shop && \"$exitgate\" ingest ../../shop/out --quiet && \"$exitgate\" change new --title a -m b --commit deadbee && \"$exitgate\" change show CR-1"
        )

        #expect(named.code == 0, "\(named)")
        let commits = try JSON(text: run("change", "show", "CR-1", "--format", "json").output)["request"]["commits"]
        #expect(commits[0].text?.count == 40)
        #expect(cut.output.contains("deadbee"), "\(cut)")
    }

    @Test func `a trailer that names nothing is warned of when its run comes`() throws {
        try place.write("shop/docs/start.md", "hello again\n")
        try commit("words\n\nChange: CR-77\nFixes: ISS-55")
        try place.write("shop/out/results.xml", Report.suite(Report.passing("pays"), name: "shop"))

        let dry = try run("ingest", "out", "--run-key", "one", "--dry-run", "--format", "json")
        let ended = try run("ingest", "out", "--run-key", "one")
        let again = try run("ingest", "out", "--run-key", "two", "--attempt", "2")

        #expect(try JSON(text: dry.output)["diagnostics"][0]["code"].text == "unknown-trailer", "\(dry)")
        #expect(ended.code == 0)
        #expect(ended.errors.hasPrefix("git log: warning[unknown-trailer]: commits name what nobody knows: CR-77 in "))
        #expect(ended.errors.split(separator: "\n").count == 1, "\(ended)")
        #expect(again.errors == "")
    }

    @Test(arguments: [
        (["new", "--title", "a", "-m", "b", "--path", "src/pya/**"], 65, "error: no file matches src/pya/**\n"),
        (
            ["new", "--title", "a", "-m", "b", "--path", "src/pay/**", "--window-runs", "0"], 65,
            "error: a window of 0 runs and 14 days shows nothing\n"
        ),
        (["new", "--title", "a", "-m", "b", "--fixes", "ISS-9"], 64, "error: there is no issue ISS-9\n"),
        (["new", "--title", "a", "-m", "b", "--component", "web"], 65, "error: there is no component web\n"),
        (
            ["new", "--from", "bad.yml"], 65,
            "bad.yml:2:1: error[change-document]: there is no key raeson; did you mean reason?\n"
        ),
        (["new", "--from", "none.yml"], 66, "error: cannot read \"none.yml\"\n"),
        (["submit", "CR-7"], 64, "error: there is no change CR-7\n"),
        (["show", "ISS-1"], 64, "error: expected CR-NUMBER, got ISS-1\n"),
        (["approve", "CR-1", "-m", "fine"], 65, "error: CR-1 is draft: approve cannot be done now\n"),
        (["submit", "CR-1", "-m", " "], 65, "error: a decision needs a reason\n"),
        (["implement", "CR-1", "--commit", "xyz"], 65, "error: xyz is no commit of this checkout\n"),
        (["implement", "CR-1", "--commit", "deadbee"], 65, "error: deadbee is no commit of this checkout\n"),
        (
            ["new", "--title", "a", "-m", "b", "--commit", "deadbee"], 65,
            "error: deadbee is no commit of this checkout\n"
        ),
        (
            ["new", "--from", "bad.yml", "--kind", "emergency", "--path", "src/**"], 64,
            "error: --from reads the whole request: leave out --path, --kind\n"
        ),
        (
            ["new", "--between", "RUN-1", "now", "--path", "src/**"], 64,
            "error: --between finds out what changed: leave out --path\n"
        ),
        (
            ["new", "--title", "a", "-m", "b", "--fixes", "ISS-1", "--direction", "up"], 64,
            "error: --direction says where a --metric is to go\n"
        ),
    ])
    func `bad input gives one clear line, and nothing changes`(arguments: [String], code: Int32, line: String) throws {
        try test("one", pays: true)
        try place.write("shop/bad.yml", "title: a\nraeson: b\n")
        #expect(try run("change", "new", "--title", "a", "-m", "b", "--path", "src/pay/**").code == 0)
        let before = try run("change", "show", "CR-1").output
        let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")

        let ended = try place.shell("cd shop && EXITGATE_ACTOR=ben \"$exitgate\" change \(quoted)")

        #expect(ended.code == code, "\(ended)")
        #expect(ended.errors.hasPrefix(line), "\(ended)")
        #expect(try run("change", "show", "CR-1").output == before)
        #expect(try run("change", "list").output.contains("CR-2") == false)
    }
}
