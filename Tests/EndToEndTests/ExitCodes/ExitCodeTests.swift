// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Requires that a command failed as users can bear it: one clear line, no backtrace, no name of a type.
func expectFailure(_ ended: Ended, _ code: Int32, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(ended.code == code, "\(ended)", sourceLocation: sourceLocation)
    let lines = ended.errors.split(separator: "\n").filter { $0.lowercased().contains("error") }
    #expect(lines.count >= 1, "no line says error: \(ended)", sourceLocation: sourceLocation)
    #expect(lines.allSatisfy { $0.utf8.count <= 500 }, "a line is too long: \(ended)", sourceLocation: sourceLocation)
    let leaks = [
        "Domain=", "NSUnderlyingError", "UserInfo", "DatabaseError", "StorageError", "Fatal error", "Crash",
        "Backtrace",
        "SQLite error", "Optional(", ".swift:",
    ]
    for leak in leaks {
        #expect(!ended.texts.contains(leak), "\(leak) leaks: \(ended)", sourceLocation: sourceLocation)
    }
}

/// The public numbers, one case a reason.
struct ExitCodeTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write("a.xml", Report.suite(Report.passing("adds"), Report.failing("removes")))
        try place.write("b.xml", Report.suite(Report.passing("adds")))
    }

    @Test(arguments: [
        "ingest a.xml --phase beta --bogus", "ingest a.xml", "ingest a.xml --phase beta --set novalue",
        "ingest a.xml --phase beta --set =1", "ingest a.xml --phase beta --set os=mac,arch=arm",
        "ingest a.xml --phase beta --shard 9/8",
        "ingest a.xml --phase beta --shard 0/8",
        "ingest a.xml --phase beta --shard three", "ingest a.xml --phase beta --started yesterday",
        "ingest a.xml --phase beta --started 2099-01-01T00:00:00Z", "ingest a.xml --phase beta --attempt 0",
        "ingest a.xml --phase beta --format xml", "ingest a.xml --phase", "bogus", "incident", "incident show",
        "incident show x", "run show RUN-", "run show -1", "incident list --state broken", "incident list --since soon",
        "issue show x", "issue show INC-", "issue list --state lively", "issue merge 1", "issue merge 1 2",
        "issue split 1 -m why", "issue split 1 abc -m why", "issue pin ISS-1 ISS-2 -m why", "issue undo -m",
    ])
    func `a command that is not understood ends with 64 and stores nothing`(line: String) throws {
        let ended = try place.run(line.split(separator: " ").map(String.init))

        if line == "incident" {
            #expect(ended.code == 0 || ended.code == 64)
        } else {
            expectFailure(ended, 64)
        }
        #expect(!place.exists(".exitgate"))
    }

    @Test(arguments: [
        ("incident close INC-1", "exitgate incident close"),
        ("incident close INC-1 --reson x", "exitgate incident close"),
        ("status --phse beta", "exitgate status"), ("run list --format xml", "exitgate run list"),
        ("ingest a.xml --phase", "exitgate ingest"), ("change new", "exitgate change new"),
    ])
    func `what is wrong with a line is one line, and a hint where to look`(line: String, command: String) throws {
        let ended = try place.run(line.split(separator: " ").map(String.init))

        let lines = ended.errors.split(separator: "\n")
        #expect((ended.code, lines.count) == (64, 2), "\(ended)")
        #expect(lines.first?.hasPrefix("error: ") == true && lines.first?.contains("Error") == false, "\(ended)")
        #expect(lines.last == "hint: \(command) --help tells what the command takes")
    }

    @Test(arguments: [
        ("incident close INC-1 --reson x", "error: unknown option '--reson'. Did you mean '--reason'?"),
        ("incident close INC-1 --resaon=x", "error: unknown option '--resaon'. Did you mean '--reason'?"),
        ("incident close INC-1", "error: missing expected argument '--reason <text>'"),
        ("help bogus", "error: there is no command \"bogus\""),
        ("help basline", "error: there is no command \"basline\"; did you mean \"baseline\"?"),
        ("help gate relpay", "error: there is no command \"gate relpay\"; did you mean \"gate replay\"?"),
    ])
    func `a misspelt word is named, and not what is missing because of it`(line: String, fact: String) throws {
        let ended = try place.run(line.split(separator: " ").map(String.init))

        #expect(ended.code == 64 && ended.output.isEmpty, "\(ended)")
        #expect(ended.errors.hasPrefix(fact + "\n"), "\(ended)")
    }

    @Test func `the hint of a mistyped subcommand names the command that has it`() throws {
        let ended = try place.run("asset", "shwo")

        #expect(
            ended.errors == """
                error: there is no command "asset shwo"; did you mean "asset show"?
                hint: exitgate asset --help lists the commands

                """)
    }

    @Test(arguments: ["help gate", "help gate replay", "help ingest", "help"])
    func `help of a command that there is stays help`(line: String) throws {
        let ended = try place.run(line.split(separator: " ").map(String.init))

        #expect(ended.code == 0 && ended.output.hasPrefix("OVERVIEW: "), "\(ended)")
    }

    @Test(arguments: [
        "change new --from none.yml", "ingest a.xml --phase beta --configuration none.json",
        "baseline capture beta --configuration none.json", "knowledge write none.md",
        "baseline attest BL-beta-1 --envelope none.json -m x",
    ])
    func `a file that is missing is told with what to name`(line: String) throws {
        try place.run("ingest", "a.xml", "--phase", "beta")

        let ended = try place.run(line.split(separator: " ").map(String.init))

        #expect(ended.code == 66 && ended.errors.hasPrefix("error: cannot read \"none."), "\(ended)")
        #expect(ended.errors.contains("\nhint: name "), "\(ended)")
    }

    @Test func `a dry run leaves the lock file as it is`() throws {
        try place.run("ingest", "a.xml", "--phase", "beta")
        let lock = place.path(".exitgate/exitgate.sqlite.lock")
        try Data("4194303\n".utf8).write(to: URL(fileURLWithPath: lock))

        let dry = try place.run("ingest", "b.xml", "--phase", "beta", "--dry-run")
        let after = try String(contentsOfFile: lock, encoding: .utf8)
        try place.run("ingest", "b.xml", "--phase", "beta")

        #expect(dry.code == 0 && after == "4194303\n", "\(dry)")
        #expect(try String(contentsOfFile: lock, encoding: .utf8) != after)
    }

    @Test(arguments: [
        "ingest b.xml --phase beta", "status", "inspect b.xml", "run list", "settings check", "settings default",
        "manual", "triage b.xml",
    ])
    func `a misspelt variable is told by every command, once, and not on the standard output`(line: String) throws {
        try place.run("ingest", "a.xml", "--phase", "beta")

        let ended = try place.run(
            line.split(separator: " ").map(String.init), environment: ["EXITGATE_STROE": "x", "EXITGATE_ACTOR": "ann"])

        let told = ended.errors.split(separator: "\n").filter { $0.contains("EXITGATE_") && !$0.hasPrefix("hint") }
        #expect(told.count == 1, "\(ended)")
        #expect(ended.errors.contains("EXITGATE_STROE") && ended.errors.contains("EXITGATE_STORE"))
        #expect(!ended.output.contains("EXITGATE_STROE"))
    }

    @Test(arguments: [
        "incident show 99", "incident show INC-99", "run show 99", "test show TEST-99", "incident show RUN-1",
        "issue show 99", "issue show INC-99", "issue show abcdef", "issue explain 99", "issue merge 1 99 -m why",
        "issue undo DEC-9 -m why", "issue undo -m why", "issue rule add 99 type=x -m why", "issue rule lint nonsense",
    ])
    func `an identifier that nothing has ends with 64`(line: String) throws {
        try place.run("ingest", "a.xml", "--phase", "beta")

        let ended = try place.run(line.split(separator: " ").map(String.init))

        expectFailure(ended, 64)
    }

    @Test func `a truncated file ends with 65, and everything else is kept`() throws {
        let text = Report.suite(Report.passing("one"), Report.passing("two"), Report.failing("three"))
        try place.write("cut.xml", String(text.prefix(170)))

        let ended = try place.run("ingest", "cut.xml", "b.xml", "--phase", "beta", "--run-key", "cut")
        let run = try place.run("run", "show", "1", "--format", "json").json["run"]

        expectFailure(ended, 65)
        #expect(ended.errors.contains("error[truncated]"))
        #expect(ended.output.contains("salvaged 1"))
        #expect(run["complete"] == .bool(false))
        #expect(run["results"]["passed"].count ?? 0 >= 2)
        #expect(run["results"]["failed"].count == 0)
    }

    @Test func `other files under a known key are a conflict, and change nothing`() throws {
        try place.run("ingest", "a.xml", "--phase", "beta", "--run-key", "night")
        let before = try place.run("store", "export", "--digest").output

        let files = try place.run("ingest", "b.xml", "--phase", "beta", "--run-key", "night")
        let phase = try place.run("ingest", "a.xml", "--phase", "alpha", "--run-key", "night")

        expectFailure(files, 65)
        expectFailure(phase, 65)
        #expect(phase.errors.contains("phase"))
        #expect(try place.run("store", "export", "--digest").output == before)
    }

    @Test(arguments: ["--run-key", "--set", "--shard", "--started"])
    func `an option whose variable was empty ends with 64`(option: String) throws {
        let ended = try place.run("ingest", "a.xml", "--phase", "beta", option, "")

        expectFailure(ended, 64)
        #expect(!place.exists(".exitgate"))
    }

    @Test(arguments: ["empty", "*.junit", "missing.xml"])
    func `a path that matches nothing ends with 66`(path: String) throws {
        try place.makeFolder("empty")

        let ended = try place.run("ingest", path, "--phase", "beta")

        expectFailure(ended, 66)
    }

    @Test(arguments: ["empty", "missing.xml"])
    func `without a phase too, that no file matches is told first`(path: String) throws {
        try place.makeFolder("empty")

        let ended = try place.run("ingest", path)

        expectFailure(ended, 66)
        #expect(ended.errors.contains("error: no file matches \"\(path)\"\nhint: name files"))
        #expect(!ended.errors.contains("phase"))
    }

    @Test func `several settings in one are told, with how to write them`() throws {
        let joined = try place.run("ingest", "a.xml", "--phase", "beta", "--set", "os=mac,arch=arm")
        let comma = try place.run("ingest", "a.xml", "--phase", "beta", "--set", #"tags=a\,b=c"#)
        let plain = try place.run("ingest", "b.xml", "--phase", "beta", "--set", "tags=a,b", "--run-key", "b")
        let runs = try place.run("run", "list", "--format", "json").json["runs"].items

        #expect(joined.errors.contains("repeat it: --set os=… --set arch=…"))
        #expect((comma.code, plain.code) == (0, 64))
        #expect(plain.errors.contains(#"write \, for a comma of the value"#))
        #expect(runs.compactMap { $0["configuration"].text } == [#"tags=a\,b\=c"#])
    }

    @Test func `what is no XML is told with its place and what to do`() throws {
        try place.write("log.xml", "build started\n")

        let ended = try place.run("ingest", "log.xml", "--phase", "beta")

        expectFailure(ended, 65)
        #expect(ended.errors.contains("log.xml:1:1: error[not-xml]: is not XML; "))
    }

    @Test func `a run that an outage spoilt is tainted, in lists and on its page`() throws {
        let failing = (0..<12).map { Report.failing("case\($0)") }.joined()
        try place.write("down.xml", Report.suite(failing, Report.passing("adds")))
        try place.run("ingest", "a.xml", "--phase", "beta", "--run-key", "a")
        try place.run("ingest", "down.xml", "--phase", "beta", "--run-key", "down")

        let list = try place.run("run", "list", "--format", "json").json["runs"].items
        let text = try place.run("run", "list").output
        let page = try place.run("run", "show", "2").output

        #expect(Set(list.filter { $0["tainted"].isTrue }.compactMap { $0["key"].text }) == ["down"])
        #expect(list.count == 2)
        #expect(text.split(separator: "\n").filter { $0.contains("complete, tainted") }.count == 1)
        #expect(page.contains("tainted    an outage"))
    }

    @Test func `a restored incident is closed by word, once`() throws {
        try place.run("ingest", "a.xml", "--phase", "beta", "--run-key", "a")
        try place.write("c.xml", Report.suite(Report.passing("adds"), Report.passing("removes")))
        let early = try place.run("incident", "close", "INC-1", "-m", "over")
        try place.run("ingest", "c.xml", "--phase", "beta", "--run-key", "c")
        let tried = try place.run("incident", "close", "INC-1", "-m", "over", "--dry-run")
        let closed = try place.run("incident", "close", "INC-1", "-m", "over")
        let again = try place.run("incident", "close", "1", "-m", "over")

        expectFailure(early, 65)
        #expect((tried.code, closed.code) == (0, 0))
        #expect(closed.output.contains("DEC-1  close: INC-1 was restored, is closed"))
        expectFailure(again, 65)
        #expect(try place.run("issue", "decisions").output.contains("INC-1"))
        #expect(try place.run("store", "verify").code == 0)
    }

    @Test func `what does match is stored beside a path that matches nothing`() throws {
        let ended = try place.run("ingest", "a.xml", "none/*.xml", "--phase", "beta")

        expectFailure(ended, 66)
        #expect(try place.run("run", "list", "--format", "json").json["runs"].items.count == 1)
    }

    @Test(arguments: [
        ("format: 1\nphasse: beta\n", "did you mean \"phase\""), ("format: [\n", "exitgate.yml:"),
        ("format: 9\n", "format"),
        ("format: 1\nphase: nowhere\n", "nowhere"), ("format: 1\nlock_timeout_seconds: soon\n", "lock_timeout_seconds"),
        ("format: 1\nphase: alpha\nphase: beta\n", "phase"),
    ])
    func `wrong settings end with 78 and name the place`(text: String, hint: String) throws {
        try place.write("exitgate.yml", text)

        let check = try place.run("settings", "check")
        let ingest = try place.run("ingest", "a.xml")

        expectFailure(check, 78)
        #expect(check.errors.contains(hint), "\(check)")
        #expect(ingest.code == 78)
        #expect(!place.exists(".exitgate"))
    }

    @Test func `a settings file or variable that cannot be used ends with 78`() throws {
        expectFailure(try place.run("status", "--settings", "none.yml"), 78)
        expectFailure(try place.run("ingest", "a.xml", "--phase", "nowhere"), 78)
        expectFailure(try place.run("status", environment: ["EXITGATE_PHASE": "nowhere"]), 78)
    }
}
