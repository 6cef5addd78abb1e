// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Nothing that stems from data acts in a page.
struct HostileReportTests {
    private static let nasty = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'\u{202E}\u{9B}"

    @Test func `every hostile name and text stays text`() throws {
        let place = try Workplace()
        for (number, one) in HostileNames.texts.enumerated() {
            try place.write("r\(number).xml", HostileNames.report(one.xml))
            for round in 1...3 {
                let ended = try place.run(
                    "ingest", "r\(number).xml", "--phase", "beta", "--release", "1.0", "--run-key",
                    "\(number)-\(round)", "--started", "2026-10-0\(round)T0\(number % 10):00:00Z", "--set",
                    "k=v<b>\(number % 3)", "--commit", "c0ffee0\(round)")
                #expect(ended.code == 0, "\(ended)")
            }
        }
        for line in [
            ["issue", "cause", "ISS-1", Self.nasty, "-m", Self.nasty, "--by", Self.nasty],
            ["issue", "workaround", "ISS-1", Self.nasty, "-m", "x"],
            ["issue", "link", "ISS-1", "javascript:alert(1)", "-m", "x"],
            ["issue", "assign", "ISS-2", Self.nasty, "-m", "x"],
            [
                "waiver", "request", "open-issues", "ISS-1", "--phase", "beta", "--release", "1.0", "--until",
                "2099-01-01",
                "--risk", Self.nasty, "--owner", Self.nasty, "-m", Self.nasty,
            ],
        ] { _ = try place.run(line) }

        let folder = try place.run("report", "--phase", "beta")
        let file = try place.run("report", "--phase", "beta", "--single-file")

        #expect(folder.code == 0, "\(folder)")
        #expect(file.code == 0, "\(file)")
        let pages = try PageModel(folder: place.path("exitgate-report"))
        let one = try PageModel(file: place.path("exitgate-report.html"))
        #expect(pages.pages.count > 10)
        for model in [pages, one] {
            #expect(model.dangers.isEmpty, "\(model.dangers.prefix(5))")
            #expect(model.brokenLinks.isEmpty, "\(model.brokenLinks.prefix(5))")
            for (name, text) in model.pages { #expect(controls(text).isEmpty, "\(name): \(controls(text))") }
        }
    }

    @Test func `names of releases and phases stay text`() throws {
        let place = try Workplace()
        try place.write("a.xml", Report.suite(Report.failing("removes")))
        let release = "\"><script>alert(1)</script><b onclick='x'>"
        let ingest = try place.run("ingest", "a.xml", "--phase", "beta", "--release", release)
        #expect(ingest.code == 0, "\(ingest)")

        let ended = try place.run("report", "--output", "x")

        #expect(ended.code == 0, "\(ended)")
        expectHarmless(ended)
        #expect(try PageModel(folder: place.path("x")).dangers.isEmpty)
    }

    @Test(.enabled(if: HostileCorpus.isPresent, "needs ../shared/corpus/hostile and python3"))
    func `the hostile corpus stays text`() throws {
        let place = try Workplace()
        let cases = try HostileCorpus.generate(in: place)
        for round in 1...3 {
            _ = try place.run(
                [
                    "ingest", "corpus", "--phase", "beta", "--release", "1.0", "--run-key", "\(round)", "--started",
                    "2026-10-0\(round)T00:00:00Z", "--commit", "c0ffee0\(round)",
                ], limit: 60)
        }

        let ended = try place.run(["report"], limit: 60)

        #expect(ended.code == 0, "\(ended)")
        let pages = try PageModel(folder: place.path("exitgate-report"))
        #expect(pages.pages.count > 10)
        #expect(pages.dangers.isEmpty, "\(pages.dangers.prefix(5))")
        for (name, text) in pages.pages {
            #expect(controls(text).isEmpty, "\(name): \(controls(text))")
            for secret in cases.flatMap(\.forbid) { #expect(!text.contains(secret), "\(name): \(secret.prefix(6))…") }
        }
    }

    /// Characters that no page holds.
    private func controls(_ text: String) -> [String] {
        text.unicodeScalars.filter { scalar in
            let isControl = scalar.value < 0x20 && scalar != "\t" && scalar != "\n"
            let isBidi = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            return isControl || (0x7F...0x9F).contains(scalar.value) || isBidi
        }.map { String($0.value, radix: 16) }
    }
}
