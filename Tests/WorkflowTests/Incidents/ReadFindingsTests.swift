// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Which incidents of a phase show in a file, and what was known of them.
struct ReadFindingsTests {
    private func told(
        _ story: GateStory, day: Double = 40, release: String? = nil, files: [String]? = nil
    ) throws -> FindingReport {
        try ReadFindings(
            story.store, viewpoint: Viewpoint(now: Laboratory.moment(day: day), projectFiles: { files })
        ).perform(phase: "beta", release: release)
    }

    private func read(
        trace: String, file: String? = nil, line: Int? = nil, className: String = "shop.CartTests",
        files: [String]? = nil
    ) throws -> FindingReport {
        let story = try GateStory()
        let place = (file.map { " file=\"\(escaped($0))\"" } ?? "") + (line.map { " line=\"\($0)\"" } ?? "")
        try story.laboratory.ingest(
            """
            <testsuites><testsuite name="shop"><testcase classname="\(className)" name="pays"\(place)>
            <failure message="no such price" type="KeyError">\(escaped(trace))</failure>
            </testcase></testsuite></testsuites>
            """
        ) { $0.phase = "beta" }
        return try told(story, files: files)
    }

    private func text(_ location: Finding.Location) -> String {
        "\(location.file):\(location.line.map(String.init) ?? "-")"
    }

    // MARK: Places

    @Test(arguments: [
        (
            "tests/test_cart.py:12:\n_ _ _\n\nshop/cart.py:31: in total\nshop/price.py:7: KeyError",
            ["shop/price.py:7", "shop/cart.py:31", "tests/test_cart.py:12"]
        ),
        (
            """
            Traceback (most recent call last):
              File "/usr/lib/python3.11/unittest/case.py", line 57, in run
              File "tests/test_cart.py", line 12, in test_total
              File "shop/store.py", line 3, in load
            KeyError: 'x'

            During handling of the above exception, another exception occurred:

            Traceback (most recent call last):
              File "tests/test_cart.py", line 12, in test_total
              File "shop/cart.py", line 9, in total
            """, ["shop/store.py:3", "tests/test_cart.py:12", "shop/cart.py:9"]
        ),
        (
            "Error: x\n"
                + "    at Cart.total (./src/cart.ts:31:7)\n"
                + "    at run (node_modules/jest/run.js:1:1)\n"
                + "    at src/index.ts:3:9",
            ["src/cart.ts:31", "src/index.ts:3"]
        ),
        (
            "src/Cart.php is bad\n"
                + "#0 src/Price.php(7): Shop\\Cart->total()\n"
                + "#1 vendor/phpunit/phpunit/TestCase.php(9): run()",
            ["src/Price.php:7"]
        ),
        (
            "NoMethodError: x\n"
                + "lib/shop/cart.rb:31:in `total'\n"
                + "\tfrom lib/shop/price.rb:7:in 'of'\n"
                + "    # ./spec/cart_spec.rb:12:in `block'",
            ["lib/shop/cart.rb:31", "lib/shop/price.rb:7", "spec/cart_spec.rb:12"]
        ),
        (
            "thread 'a' panicked at src/cart.rs:31:5:\n"
                + "bad\n"
                + "   0: rust_begin_unwind\n"
                + "        at /rustc/abc/std/panicking.rs:584:5",
            ["src/cart.rs:31"]
        ),
        (
            "** (KeyError) x\n"
                + "    (shop 0.1.0) lib/shop/cart.ex:31: Shop.Cart.total/1\n"
                + "    (ex_unit 1.14.0) lib/ex_unit/runner.ex:512: x",
            ["lib/shop/cart.ex:31"]
        ),
        (
            "#1  0x0000555555555189 in shop::total (this=0x7ffe) at src/cart.cc:31\n"
                + "#2  0x1 in main () at test/main.cc:12",
            ["src/cart.cc:31", "test/main.cc:12"]
        ),
        (
            "   at System.Linq.First() in a/b.cs:line 1\n   at Shop.Cart.Total(Int32 x) in src\\Cart.cs:line 12",
            ["src/Cart.cs:12"]
        ),
    ])
    func `it shows at the deepest own line of its trace`(trace: String, expected: [String]) throws {
        let finding = try #require(try read(trace: trace).findings.first)

        #expect(([finding.location] + finding.related).map(text) == expected)
    }

    @Test(arguments: [
        ("  File \"/home/ci/shop/src/cart.py\", line 31, in total", "src/cart.py:31"),
        ("  File \"C:\\build\\shop\\src\\cart.py\", line 31, in total", "src/cart.py:31"),
        ("total@http://localhost:9876/base/web/cart.js:31:7", "web/cart.js:31"),
        (
            """
            java.lang.IllegalStateException: no total
            \tat java.base/java.util.Objects.require(Objects.java:9)
            \tat shop.CartTest.total(CartTest.java:12)
            Caused by: java.io.IOException: closed
            \tat java.io.Reader.read(Reader.java:8)
            \tat shop.db.Store$Row.load(Store.java:44)
            """, "db/src/main/java/shop/db/Store.java:44"
        ),
        (
            "panic: x\n"
                + "\n"
                + "goroutine 7 [running]:\n"
                + "testing.run(0x1)\n"
                + "\t/usr/local/go/src/testing/testing.go:1 +0x2\n"
                + "shop.Total()\n"
                + "\t/src/shop/pay/cart.go:31 +0x1d",
            "pay/cart.go:31"
        ),
        (
            "✘ Test total() recorded an issue at CartTests.swift:12:5: Expectation failed",
            "Tests/ShopTests/CartTests.swift:12"
        ),
        ("../src/cart.cc:12: Failure\nExpected equality", "src/cart.cc:12"),
    ])
    func `a path of another machine is a file that the project has`(trace: String, expected: String) throws {
        let files = [
            "src/cart.py", "web/cart.js", "db/src/main/java/shop/db/Store.java", "src/test/java/shop/CartTest.java",
            "pay/cart.go", "Tests/ShopTests/CartTests.swift", "src/cart.cc", "test/cart.cc",
        ]

        #expect(try read(trace: trace, files: files).findings.map { text($0.location) } == [expected])
        #expect(try read(trace: trace).withoutLocation == 1)
    }

    @Test func `without a line in the trace it shows at its test`() throws {
        let report = try read(trace: "no such price", file: "tests/test_cart.py", line: 12)
        let other = try read(trace: "  File \"/srv/x.py\", line 3, in x", file: "tests/test_cart.py")

        #expect(report.findings.map { text($0.location) } == ["tests/test_cart.py:12"])
        #expect(other.findings.map { text($0.location) } == ["tests/test_cart.py:-"])
        #expect(report.withoutLocation == 0)
    }

    @Test func `a line that the checkout does not know stands behind a test that it knows`() throws {
        let trace = "  File \"gone/cart.py\", line 3, in x"

        let finding = try #require(
            try read(trace: trace, file: "tests/test_cart.py", files: ["tests/test_cart.py"]).findings.first)

        #expect(([finding.location] + finding.related).map(text) == ["tests/test_cart.py:-"])
    }

    @Test func `without any file it is counted and not told`() throws {
        let report = try read(trace: "no such price")

        #expect(report.findings.isEmpty)
        #expect(report.withoutLocation == 1)
    }

    @Test(arguments: [
        "/etc/passwd", "../../secret.py", "a/../../b.py", "file:///etc/passwd.py", "https://evil.example/x.py",
        "javascript:alert(1)", "C:\\x.py", "~/x.py", "<string>", "\\\\host\\share\\x.py", "data:text/html,x", "src/",
        "..",
    ])
    func `a path that leads out of the project is none`(path: String) throws {
        let inTrace = try read(trace: "  File \"\(path)\", line 3, in total\n")
        let ofTest = try read(trace: "no such price", file: path, line: 3)

        #expect((inTrace.findings + ofTest.findings).map { text($0.location) } == [])
        #expect([inTrace, ofTest].map(\.withoutLocation) == [1, 1])
    }

    // MARK: The baseline

    /// `pays` fails from before the baseline on, `ships` since then.
    private func story(_ runs: [(letters: String, day: Double)], baseline: Double? = 30) throws -> GateStory {
        let story = try GateStory()
        for (letters, day) in runs {
            if let baseline, day > baseline, runs.first(where: { $0.day > baseline })?.day == day {
                try story.approve(day: baseline)
            }
            let cases = zip(["pays", "ships", "sorts"], letters).map { name, letter in
                var one: CaseText =
                    switch letter {
                    case "F": .failed(name, refusedPayment)
                    case "G": .failed(name, missingLogin)
                    default: .passed(name)
                    }
                one.file = "tests/test_\(name).py"
                return one
            }
            try story.laboratory.ingest(report(cases), day: day, run: "run of \(day)") { request in
                (request.phase, request.release, request.commit, request.branch) = (
                    "beta", "2.4", "c0ffee\(Int(day))", "main"
                )
                request.snapshot = BaselineStory.snapshot()
            }
        }
        return story
    }

    @Test func `the approved baseline says what is new`() throws {
        let story = try story([("F..", 28), ("FG.", 31)])

        let report = try told(story, release: "2.4")

        #expect(report.baseline == "BL-beta-1")
        #expect(report.findings.map(\.baselineState) == [.unchanged, .new])
        #expect(report.findings.map(\.level) == [.error, .error])
        #expect(report.findings.map(\.number) == [1, 2])
        #expect(report.findings.map { text($0.location) } == ["tests/test_pays.py:-", "tests/test_ships.py:-"])
    }

    @Test func `without an approved baseline nothing is said of that, and what is over is left out`() throws {
        let story = try story([("F..", 28), (".G.", 31)], baseline: nil)

        let report = try told(story)

        #expect(report.baseline == nil)
        #expect(report.findings.map(\.number) == [2])
        #expect(report.findings.map(\.baselineState) == [nil])
    }

    @Test func `what the baseline knew and was restored since is absent, and what came back is updated`() throws {
        let over = try story([("F..", 28), ("...", 31)])
        let back = try story([("F..", 28), ("...", 31), ("F..", 32)])

        #expect(try told(over, release: "2.4").findings.map(\.baselineState) == [.absent])
        #expect(try told(over).findings.map(\.level) == [.note])
        #expect(try told(back).findings.map(\.baselineState) == [.updated])
    }

    @Test func `what began and ended since the baseline was captured is not told`() throws {
        let story = try story([("...", 28), ("F..", 31), ("...", 32)])

        #expect(try told(story).findings.isEmpty)
    }

    @Test func `a release has the live incidents that failed in it`() throws {
        let story = try story([("FG.", 28)], baseline: nil)

        #expect(try told(story, release: "2.4").findings.count == 2)
        #expect(try told(story, release: "2.5").findings.isEmpty)
    }

    // MARK: Waivers

    private func suppressions(_ story: GateStory, day: Double = 33) throws -> [[String]] {
        try told(story, day: day, release: "2.4").findings.map {
            $0.suppressions.map { "\($0.waiver) \($0.status.rawValue) \($0.justification)" }
        }
    }

    @Test func `a waiver suppresses, and one that is asked for is under review`() throws {
        let story = try story([("FG.", 31)], baseline: nil)
        try story.waive("G04", "INC-1", day: 32, until: 40)
        try story.waive("G04", "INC-2", day: 32, until: 40, approver: nil)
        try story.waive("G04", "INC-2", day: 32, until: 40, release: nil)

        #expect(try suppressions(story) == [["WVR-1 accepted known"], ["WVR-2 underReview known"]])
        #expect(try suppressions(story, day: 41) == [[], []])
    }

    @Test func `to ask for more time takes nothing away`() throws {
        let story = try story([("F..", 31)], baseline: nil)
        try story.waive("G04", "INC-1", day: 32, until: 40)
        try story.waive("G04", "INC-1", day: 32, until: 60, approver: nil)

        #expect(try suppressions(story) == [["WVR-1 accepted known"]])
        #expect(try suppressions(story, day: 41) == [["WVR-2 underReview known"]])
    }

    @Test func `a waiver of one test does not excuse the others`() throws {
        let story = try story([("FF.", 31)], baseline: nil)
        let tests = try story.store.read { try IncidentQueries($0).tests(incident: 1).map(\.test) }
        try story.waive("G01", "TEST-\(tests[0])", day: 32, until: 40)
        let one = try suppressions(story)
        try story.waive("G01", "TEST-\(tests[1])", day: 32, until: 40)

        #expect(one == [[]])
        #expect(try suppressions(story) == [["WVR-1 accepted known", "WVR-2 accepted known"]])
    }

    @Test func `a waiver of its issue counts`() throws {
        let story = try story([27, 28, 29, 30, 31].map { ("F..", $0) }, baseline: nil)
        let issue = try #require(try told(story).findings.first?.issue)
        try story.waive("G05", "ISS-\(issue)", day: 32, until: 40)

        #expect(try suppressions(story) == [["WVR-1 accepted known"]])
    }

    // MARK: The same again

    @Test func `the same store tells the same, and the fingerprints outlive another run`() throws {
        let story = try story([("FG.", 31)], baseline: nil)
        let before = try told(story).findings
        try story.laboratory.ingest(
            report([
                CaseText(
                    name: "pays",
                    content: "<failure message=\"\(refusedPayment)\" type=\"AssertionError\"/>",
                    file: "tests/moved/test_pays.py")
            ]), day: 33
        ) { $0.phase = "beta" }

        let after = try told(story).findings

        #expect(try SARIFText.text(told(story)) == SARIFText.text(told(story)))
        #expect(after.map(\.number) == [1, 2])
        #expect(
            zip(before, after).allSatisfy { $0.fingerprints.prefix(2).elementsEqual($1.fingerprints.prefix(2), by: ==) }
        )
        #expect(before.map(\.rule) == after.map(\.rule))
        #expect(Set(after.map(\.rule)).count == 2)
    }
}
