// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a run says that it tested: a hash, a name of git, or the revision of another system.
struct NamedCommitTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write("good.xml", Report.suite(Report.passing("adds")))
        try place.write("bad.xml", Report.suite(Report.failing("adds")))
    }

    private func git(_ lines: String...) throws {
        for line in lines {
            let ended = try place.shell("git -c user.name=Ann -c user.email=ann@example.org \(line)")
            try #require(ended.code == 0, "\(ended)")
        }
    }

    private func hash(of name: String) throws -> String {
        try place.shell("git rev-parse \(name)^{commit}").output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func ingest(_ report: String, _ key: String, commit: String, _ more: String...) throws -> Ended {
        try place.run(
            [
                "ingest", "\(report).xml", "--phase", "beta", "--run-key", key, "--commit", commit, "--no-capture",
            ] + more)
    }

    private func commit(ofRun number: Int) throws -> String? {
        try JSON(text: place.run("run", "show", "\(number)", "--format", "json").output)["run"]["commit"].text
    }

    @Test func `a name of the checkout is kept as its hash, so that two days of HEAD are two commits`() throws {
        try git("init -q -b main .", "commit -q --allow-empty -m one", "tag -a v1 -m v1")
        let first = try hash(of: "HEAD")
        #expect(try ingest("good", "1", commit: "HEAD").code == 0)
        try git("commit -q --allow-empty -m two")
        #expect(try ingest("bad", "2", commit: "HEAD").code == 0)
        #expect(try ingest("good", "3", commit: "v1").code == 0)
        #expect(try ingest("good", "4", commit: "main").code == 0)

        let commits = try (1...4).map(commit)

        let second = try hash(of: "HEAD")
        #expect(commits == [first, second, first, second])
        #expect(try place.run("incident", "show", "1").output.contains("open-by-failure"))
    }

    @Test(arguments: ["HEAD", "@", "FETCH_HEAD", "refs/heads/main", "HEAD~1"])
    func `a name that is another commit tomorrow is refused where nobody resolves it`(name: String) throws {
        let ended = try ingest("good", "1", commit: name)
        let gate = try place.run("gate", "beta", "--commit", name)

        for refused in [ended, gate] {
            #expect(refused.code == 64, "\(refused)")
            #expect(
                refused.errors.contains("--commit takes a commit, and \"\(name)\" is another one tomorrow"),
                "\(refused)")
        }
        #expect(!place.exists(".exitgate"))
    }

    @Test(arguments: ["main~3", "x^", "v1.0^{tree}", "head"], [false, true])
    func `what is no commit is refused, in a checkout and outside of one`(name: String, isCheckout: Bool) throws {
        if isCheckout { try git("init -q -b main .", "commit -q --allow-empty -m one", "tag v1.0") }

        let ended = try ingest("good", "1", commit: name)

        #expect(ended.code == 64 && ended.errors.contains("--commit takes a commit, and \"\(name)\" "), "\(ended)")
        #expect(ended.errors.split(separator: "\n").count { $0.contains("--commit takes") } == 1)
        #expect(!place.exists(".exitgate"))
    }

    @Test func `a tag of something else than a commit is none`() throws {
        try git("init -q -b main .", "commit -q --allow-empty -m one", "tag leaf $(git hash-object -w good.xml)")

        let ended = try ingest("good", "1", commit: "leaf")

        #expect(ended.code == 64 && ended.errors.contains("\"leaf\" is none"), "\(ended)")
    }

    @Test(arguments: ["r1234", "4711", "release/2.4", "4123:4168MS"])
    func `what another system names is taken as it is`(name: String) throws {
        try git("init -q -b main .", "commit -q --allow-empty -m one")

        #expect(try ingest("good", "1", commit: name).code == 0)

        #expect(try commit(ofRun: 1) == name)
    }

    @Test func `a gate about a name or a hash finds the runs that say its beginning`() throws {
        try git("init -q -b main .", "commit -q --allow-empty -m one")
        let hash = try hash(of: "HEAD")
        try place.write(
            "exitgate.yml",
            """
            format: 1
            gates:
              beta: {G01: off, G02: off, G03: off, G04: off, G05: off, G06: off, G07: off, G09: off, G11: off, G12: off,
                G13: off, G14: off, G15: off, G16: off, G18: off, G19: off, G21: off, G23: off, pass-rate: {percent: 100}}

            """)
        #expect(try ingest("good", "1", commit: String(hash.prefix(9))).code == 0)
        #expect(try ingest("bad", "2", commit: "deadbee").code == 0)

        let gates = try ["main", hash, String(hash.prefix(8))].map { try place.run("gate", "beta", "--commit", $0) }

        #expect(gates.map(\.code) == [0, 0, 0], "\(gates)")
        #expect(try place.run("gate", "beta", "--commit", "deadbee").code == 3)
    }
}
