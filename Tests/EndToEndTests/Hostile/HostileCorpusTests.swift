// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Every small case of the hostile corpus through the command: outcome, code, counts, and what may never appear.
@Suite(.enabled(if: HostileCorpus.isPresent, "needs ../shared/corpus/hostile and python3"))
struct HostileCorpusTests {
    private let place: Workplace
    private let cases: [HostileCorpus.Case]

    init() throws {
        place = try Workplace()
        cases = try HostileCorpus.generate(in: place)
    }

    @Test func `every case ends as the corpus demands`() throws {
        #expect(cases.count >= 80)

        for entry in cases {
            let store = "stores/\(entry.id).sqlite"
            let ended = try place.run(
                [
                    "ingest", "corpus/\(entry.file)", "--phase", "beta", "--run-key", entry.id, "--store", store,
                    "--format", "json",
                ], limit: 30)
            guard let report = try? ended.json else {
                Testing.Issue.record("\(entry.id) prints no JSON: \(ended)")
                continue
            }
            checkOutcome(entry, ended, report)
            checkCounts(entry, report)
        }
    }

    @Test func `no case leaves anything on screen or in a file that may not be there`() throws {
        for entry in cases {
            let store = "stores/\(entry.id).sqlite"
            let ingest = try place.run(
                ["ingest", "corpus/\(entry.file)", "--phase", "beta", "--store", store], limit: 30)
            var all = [ingest]
            for line in ["test list", "incident list"] {
                all.append(try place.run(line.split(separator: " ").map(String.init) + ["--store", store]))
            }
            if !entry.forbid.isEmpty {
                for line in [
                    "run show 1 --format json", "incident show 1 --format json", "test list --format json",
                    "store export",
                ] {
                    all.append(try place.run(line.split(separator: " ").map(String.init) + ["--store", store]))
                }
            }
            for ended in all {
                #expect(ended.code != nil, "\(entry.id): \(ended)")
                expectHarmless(ended)
                for text in entry.forbid {
                    #expect(!ended.texts.contains(text), "\(entry.id): \(text.prefix(8))… in \(ended.arguments)")
                }
            }
            try checkFiles(entry)
        }
    }

    @Test func `one command over the whole corpus keeps what every file alone keeps`() throws {
        let ended = try place.run(["ingest", "corpus", "--phase", "beta", "--format", "json"], limit: 60)

        let report = try ended.json
        let least = cases.reduce(0) { $0 + ($1.keep["tests"] ?? $1.keep["tests_min"] ?? 0) }
        #expect(ended.code == 65)
        #expect(report["summary"]["read"].count ?? 0 >= cases.count)
        #expect(report["results"]["tests"].count ?? 0 >= least)
        #expect(try place.run("store", "verify").code == 0)
    }

    private func checkOutcome(_ entry: HostileCorpus.Case, _ ended: Ended, _ report: JSON) {
        let findings = report["files"].items.flatMap { $0["diagnostics"].items } + report["diagnostics"].items
        let errors = findings.filter { $0["severity"].text == "error" }
        let warnings = findings.filter { $0["severity"].text == "warning" }.compactMap { $0["code"].text }
        if entry.isAccepted {
            #expect(ended.code == 0, "\(entry.id): \(ended)")
            #expect(errors.isEmpty, "\(entry.id)")
            if entry.expect == "accept-warn", !entry.code.isEmpty {
                #expect(warnings.contains(entry.code), "\(entry.id): \(warnings)")
            }
        } else {
            #expect(ended.code == 65, "\(entry.id): \(ended)")
            #expect(Set(errors.map { $0["code"].text }) == [entry.code], "\(entry.id)")
            #expect(report["run"]["complete"] == .bool(false), "\(entry.id)")
            if let line = entry.error_line { #expect(errors.first?["line"].count == line, "\(entry.id)") }
        }
    }

    private func checkCounts(_ entry: HostileCorpus.Case, _ report: JSON) {
        let results = report["files"][0]
        func count(_ names: String...) -> Int { names.reduce(0) { $0 + (results[$1].count ?? 0) } }
        let found = [
            "passed": count("passed", "flaky"), "failed": count("failed"), "errored": count("error"),
            "skipped": count("skipped"),
        ]
        let tests = found.values.reduce(0, +)
        for (name, expected) in entry.keep {
            switch name {
            case "tests": #expect(tests == expected, "\(entry.id) \(name)")
            case "tests_min": #expect(tests >= expected, "\(entry.id) \(name)")
            case "tests_max": #expect(tests <= expected, "\(entry.id) \(name)")
            default: #expect(found[name] == expected, "\(entry.id) \(name)")
            }
        }
    }

    private func checkFiles(_ entry: HostileCorpus.Case) throws {
        guard !entry.forbid.isEmpty else { return }
        let names = try FileManager.default.contentsOfDirectory(atPath: place.path("stores")).filter {
            $0.hasPrefix("\(entry.id).")
        }
        for name in names {
            let bytes = FileManager.default.contents(atPath: place.path("stores/\(name)")) ?? Data()
            for text in entry.forbid {
                #expect(bytes.range(of: Data(text.utf8)) == nil, "\(entry.id): \(text.prefix(8))… in \(name)")
            }
        }
    }
}
