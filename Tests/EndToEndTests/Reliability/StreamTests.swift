// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Standard input, closed pipes and read-only copies.
struct StreamTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
    }

    @Test func `a report on the standard input is stored`() throws {
        let file = try place.write("a.xml", Report.suite(Report.passing("adds"), Report.failing("removes")))

        let ended = try place.run("ingest", "-", "--phase", "beta", "--format", "json", input: file)
        let again = try place.shell("cat a.xml | \"$exitgate\" ingest - --phase beta --format json")

        #expect(ended.code == 0, "\(ended)")
        #expect(try ended.json["results"]["tests"].count == 2)
        #expect(try again.json["already_ingested"].isTrue)
    }

    @Test(arguments: ["", "no XML at all", "<testsuites><testsuite name=\"a\"><testcase name=\"b\"/>"])
    func `a standard input that is no report ends with 65`(text: String) throws {
        let file = try place.write("in.txt", text)

        let ended = try place.run("ingest", "-", "--phase", "beta", input: file)

        expectFailure(ended, 65)
    }

    @Test func `a dry run writes nothing, not even where nothing may be written`() throws {
        try place.write("a.xml", Report.suite(Report.passing("adds"), Report.failing("removes")))
        try place.write("b.xml", Report.suite(Report.passing("adds"), Report.passing("removes")))
        #expect(try place.run("ingest", "a.xml", "--phase", "beta", "--store", "shut/s.sqlite").code == 0)
        let isRoot = getuid() == 0
        let user = Product.program("setpriv").map { "\($0) --reuid=65534 --regid=65534 --clear-groups " } ?? ""
        guard !isRoot || !user.isEmpty else { return }
        let dry = "--dry-run --store shut/s.sqlite"
        let setting = "chmod 755 .. .; chmod 444 shut/*; chmod 555 shut; \(isRoot ? "exec " + user : "")"

        let ended = try place.shell("\(setting)\"$exitgate\" ingest b.xml --phase beta --no-capture \(dry)")
        let word = try place.shell("\(setting)\"$exitgate\" incident acknowledge INC-1 -m seen \(dry)")
        _ = try place.shell("chmod 755 shut; chmod 644 shut/*")

        // A folder below one of root's own cannot be reached by anybody else.
        guard ended.code != 126, ended.code != 127 else { return }
        #expect(ended.code == 0 && ended.output.contains("restored"), "\(ended)")
        #expect(word.code == 0, "\(word)")
        #expect(try place.run("run", "list", "--store", "shut/s.sqlite").output.contains("RUN-2") == false)
    }

    @Test func `a closed pipe ends a command quietly`() throws {
        try place.write("a.xml", Report.xml(tests: 3_000, failing: 3))
        #expect(try place.run("ingest", "a.xml", "--phase", "beta").code == 0)

        for command in [
            "incident list", "test list --limit 100000", "store export", "incident list --format json",
            "settings default",
        ] {
            let ended = try place.shell("{ \"$exitgate\" \(command) 2>errors; echo $? >code; } | head -n 1 >first")
            let code = try String(contentsOfFile: place.path("code"), encoding: .utf8)
            let errors = try String(contentsOfFile: place.path("errors"), encoding: .utf8)
            #expect(ended.code == 0)
            #expect(code == "0\n", "\(command): \(code)")
            #expect(errors.isEmpty || errors.hasPrefix("sha256"), "\(command): \(errors)")
        }
    }

    @Test func `an upload is stored although nobody reads the answer`() throws {
        try place.write("a.xml", Report.xml(tests: 500))

        _ = try place.shell("\"$exitgate\" ingest a.xml --phase beta --format json 2>&1 | true")
        _ = try place.shell("\"$exitgate\" ingest a.xml --phase beta --run-key closed >&- 2>&-")

        let runs = try place.run("run", "list", "--format", "json")
        #expect(try runs.json["runs"].items.count == 2, "\(runs)")
        #expect(try place.run("store", "verify").code == 0)
    }

    @Test(.enabled(if: Product.program("python3") != nil, "needs python3"))
    func `a copy whose log cannot be opened is refused instead of read without it`() throws {
        for number in 0..<2 {
            try place.write("\(number).xml", Report.xml(tests: 20, salt: number))
            #expect(
                try place.run(
                    "ingest", "\(number).xml", "--phase", "beta", "--run-key", "run-\(number)", "--store", "s.sqlite"
                ).code == 0)
        }
        // A reader that is killed leaves the log of the last upload beside the database.
        try place.write("late.xml", Report.xml(tests: 20, salt: 9))
        let python = try #require(Product.program("python3"))
        _ = try place.startProgram(
            [
                python, "-c",
                """
                import os, sqlite3, subprocess, sys
                c = sqlite3.connect("s.sqlite"); c.execute("BEGIN"); c.execute("SELECT count(*) FROM run").fetchall()
                subprocess.run(sys.argv[1:]); os.kill(os.getpid(), 9)
                """, Product.command, "ingest", "late.xml", "--phase", "beta", "--run-key", "late", "--store",
                "s.sqlite",
            ], limit: 30
        ).wait()
        try #require(place.exists("s.sqlite-wal"))
        let setting = "mkdir copy; cp s.sqlite s.sqlite-wal copy; chmod 444 copy/*; chmod 555 copy; umask 0; exec "
        let user = Product.program("setpriv").map { "\($0) --reuid=65534 --regid=65534 --clear-groups " } ?? ""
        let reader = isRoot ? user : ""
        guard !isRoot || !user.isEmpty else { return }

        let list = try place.shell(
            "chmod 755 .. .; \(setting)\(reader)\"$exitgate\" run list --format json --store copy/s.sqlite")
        _ = try place.shell("chmod 755 copy")

        // A checkout below a folder of root's own cannot be reached by anybody else.
        guard list.code != 126, list.code != 127 else { return }
        // Either all three runs, or a refusal; never two as if they were all.
        if list.code == 0 { #expect(try list.json["runs"].items.count == 3) } else { expectFailure(list, 69) }
    }

    private var isRoot: Bool { FileManager.default.isWritableFile(atPath: "/etc") }
}
