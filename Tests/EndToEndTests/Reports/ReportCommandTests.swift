// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `exitgate report`, on the store of the quick start.
struct ReportCommandTests {
    private let story: Story
    private let place: Workplace

    init() throws {
        story = try SharedStory.story()
        place = try Workplace()
    }

    private func report(_ arguments: String...) throws -> Ended {
        try place.run(["report", "--store", story.place.path("orders.sqlite")] + arguments)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: place.path(name), encoding: .utf8)
    }

    @Test func `the folder has a page for everything, and says the verdict of the gate first`() throws {
        let ended = try report("--phase", "beta", "--release", "2.4", "--format", "json")
        let gate = try story.run("gate", "beta", "--release", "2.4", "--dry-run", "--format", "json")

        let told = try ended.json
        #expect(ended.code == 0, "\(ended)")
        #expect(told["open"].text == "exitgate-report/index.html")
        #expect(told["verdict"] == (try gate.json["verdict"]))
        let pages = try PageModel(folder: place.path("exitgate-report"))
        let names = ["index", "issues", "incidents", "changes", "baselines", "review", "waivers"].map { "\($0).html" }
        let issues = (1...5).map { "issues/ISS-\($0).html" }
        #expect(Set(pages.files.keys) == Set(names + issues + ["report.css"]))
        #expect(told["files"].count == pages.files.count)
        let overview = try text("exitgate-report/index.html")
        let verdict = try #require(overview.firstRange(of: "<h1>"))
        let todo = try #require(overview.firstRange(of: "What to do"))
        #expect(overview[verdict.upperBound..<todo.lowerBound].contains("NO_GO"))
        #expect(overview.contains("exitgate issue show ISS-2"))
    }

    @Test func `every link leads somewhere, and nothing is loaded`() throws {
        #expect(try report("--phase", "beta").code == 0)

        let pages = try PageModel(folder: place.path("exitgate-report"))

        #expect(pages.brokenLinks.isEmpty, "\(pages.brokenLinks)")
        #expect(pages.dangers.isEmpty, "\(pages.dangers)")
        #expect(pages.pages.filter { $0.value.contains("<script") }.keys.sorted() == ["incidents.html", "issues.html"])
    }

    @Test func `one file holds the same, with style and script inside`() throws {
        let ended = try report("--phase", "beta", "--single-file", "--output", "mail/beta.html")

        let text = try text("mail/beta.html")
        let pages = try PageModel(file: place.path("mail/beta.html"))
        #expect(ended.code == 0, "\(ended)")
        #expect(ended.output.contains("open mail/beta.html"))
        #expect(pages.brokenLinks.isEmpty, "\(pages.brokenLinks)")
        #expect(pages.dangers.isEmpty, "\(pages.dangers)")
        for part in ["overview", "issues", "ISS-1", "ISS-5", "incidents", "INC-1", "review", "waivers"] {
            #expect(text.contains("id=\"\(part)\""), "\(part)")
        }
        #expect(!text.contains("<link"))
    }

    @Test func `the page of an issue tells its history, its proof and what it says`() throws {
        #expect(try report("--phase", "beta").code == 0)

        let page = try text("exitgate-report/issues/ISS-5.html")

        for part in [
            "assert 1594 == 1596", "failed 3 of 3 runs; last in RUN-15", "Nobody claims a fix.",
            "tests.test_orders.test_revenue_adds_every_order", "exitgate issue cause ISS-5",
            "RUN-4 passed, RUN-6 failed.",
        ] { #expect(page.contains(part), "\(part)") }
    }

    @Test func `the same store at the same moment gives the same bytes`() throws {
        #expect(try report("--as-of", "2026-11-20", "--output", "one").code == 0)
        #expect(try report("--as-of", "2026-11-20", "--output", "two").code == 0)

        let (one, two) = (try PageModel(folder: place.path("one")), try PageModel(folder: place.path("two")))

        #expect(one.files == two.files)
        #expect(one.files.count > 8)
    }

    @Test func `as of a day it says what was known then`() throws {
        let ended = try report("--as-of", "2026-10-22", "--output", "then", "--format", "json")

        #expect(ended.code == 0, "\(ended)")
        #expect(try ended.json["phase"].text == "alpha")
        #expect(try !text("then/incidents.html").contains("INC-21"))
    }

    @Test func `a report takes the place of an older one as a whole`() throws {
        try place.write("public/issues/ISS-99.html", "old")
        for mark in ["report.css", "index.html", "review.html"] { try place.write("public/\(mark)", "old") }

        let ended = try report("--phase", "beta", "--output", "public/")

        #expect(ended.code == 0, "\(ended)")
        #expect(!place.exists("public/issues/ISS-99.html"))
        #expect(try text("public/index.html").contains("NO_GO"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.work) == ["public"])
    }

    @Test(arguments: ["index.html", ".git/config", "CNAME", "issues/notes.txt"])
    func `a folder that holds something else is left alone`(file: String) throws {
        #expect(try report("--phase", "beta", "--output", "public").code == 0)
        try place.write("public/\(file)", "mine")
        if file == "index.html" { try FileManager.default.removeItem(atPath: place.path("public/report.css")) }

        let ended = try report("--phase", "beta", "--output", "public")

        #expect(ended.code == 69, "\(ended)")
        #expect(ended.errors.contains("error: public is there already, and holds what is no report of exitgate"))
        #expect(try text("public/\(file)") == "mine")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.work) == ["public"])
    }

    @Test func `what killed processes left is removed`() throws {
        try place.write(".exitgate-report.partial-1abc/index.html", "half")

        #expect(try report("--phase", "beta").code == 0)

        #expect(try FileManager.default.contentsOfDirectory(atPath: place.work) == ["exitgate-report"])
    }

    @Test func `a link stays a link, and what it leads to is replaced`() throws {
        #expect(try report("--phase", "alpha", "--output", "real").code == 0)
        try FileManager.default.createSymbolicLink(atPath: place.path("link"), withDestinationPath: "real")

        #expect(try report("--phase", "beta", "--output", "link").code == 0)

        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: place.path("link")) == "real")
        #expect(try text("real/index.html").contains("phase <strong>beta"))
    }

    @Test func `one file can go to the standard output, and a folder cannot`() throws {
        let page = try report("--phase", "beta", "--single-file", "--output", "-")
        let folder = try report("--output", "-")

        #expect(page.output.hasPrefix("<!DOCTYPE html>") && page.output.contains("</html>"))
        #expect(folder.code == 64)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.work).isEmpty)
    }

    @Test func `a place that is no file and no folder is left alone`() throws {
        let ended = try report("--single-file", "--output", "/dev/null")

        #expect(ended.code == 69)
        #expect(ended.errors.contains("/dev/null is neither a file nor a folder"), "\(ended)")
    }

    @Test func `reports at the same time end with one of them, whole`() throws {
        let children = try (0..<4).map { number in
            try place.start([
                "report", "--phase", number.isMultiple(of: 2) ? "alpha" : "beta", "--store",
                story.place.path("orders.sqlite"),
            ])
        }
        let ended = children.map { $0.wait() }

        #expect(ended.contains { $0.code == 0 })
        #expect(try PageModel(folder: place.path("exitgate-report")).brokenLinks.isEmpty)
        #expect(try report("--phase", "beta").code == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.work) == ["exitgate-report"])
    }

    @Test(arguments: [
        (["--release", "2.5"], "there is no release 2.5", "2.4"),
        (["--phase", "system"], "2.4 was not tested in system", "beta"),
        (["--phase", "betta"], "betta", "beta"),
    ])
    func `a wrong question writes nothing`(arguments: [String], message: String, hint: String) throws {
        let ended = try place.run(["report", "--store", story.place.path("orders.sqlite")] + arguments)

        #expect(ended.code == 64, "\(ended)")
        #expect(ended.errors.contains(message) && ended.errors.contains(hint), "\(ended)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.work).isEmpty)
    }

    @Test func `a store without releases says how to get one`() throws {
        try place.write("a.xml", Report.suite(Report.failing("removes")))
        #expect(try place.run("ingest", "a.xml", "--phase", "beta").code == 0)

        let ended = try place.run("report")

        #expect(ended.code == 64)
        #expect(ended.errors.contains("no run names a release") && ended.errors.contains("--release"), "\(ended)")
    }

    @Test func `a killed report leaves the old one whole`() throws {
        #expect(try report("--phase", "beta", "--as-of", "2026-11-20").code == 0)
        let old = try PageModel(folder: place.path("exitgate-report"))
        var killed = 0

        for step in 1...8 {
            let ended = try place.start(
                ["report", "--phase", "alpha", "--as-of", "2026-11-20", "--store", story.place.path("orders.sqlite")]
            ).kill(after: Double(step) * 0.02)
            if ended.code == nil { killed += 1 }

            let found = try PageModel(folder: place.path("exitgate-report"))
            let isNew = found.files["index.html"]?.contains("phase <strong>alpha") == true
            #expect(isNew || found.files == old.files, "after \(step)")
            #expect(found.brokenLinks.isEmpty)
            if isNew { #expect(try report("--phase", "beta", "--as-of", "2026-11-20").code == 0) }
        }

        #expect(killed > 0, "all of them were faster than the test")
        #expect(try report("--phase", "beta").code == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.work) == ["exitgate-report"])
    }
}
