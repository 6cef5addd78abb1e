// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes a work load into a folder, streaming: memory does not grow with its
/// size.
struct WorkloadGenerator {
    private let request: WorkloadRequest
    private let folder: URL
    private var meta: WorkloadMeta

    private static let casesPerSuite = 1000
    private static let failingPerMillion = 29_600
    private static let causes = 600
    private static let secondsBetweenRuns = 3600

    private init(request: WorkloadRequest, folder: URL) {
        self.request = request
        self.folder = folder
        meta = WorkloadMeta(request: request)
    }

    /// Writes reports, `meta.json`, and `runs.tsv` for W3 and W5.
    ///
    /// - Throws: `BenchError.notEmpty` when the folder holds anything.
    static func generate(_ request: WorkloadRequest, into folder: URL) throws -> WorkloadMeta {
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        guard try files.contentsOfDirectory(atPath: folder.path).isEmpty else { throw BenchError.notEmpty(folder.path) }
        var generator = WorkloadGenerator(request: request, folder: folder)
        switch request.shape {
        case .w1: try generator.writeOneFile()
        case .w2: try generator.writeManyFiles()
        case .w3: try generator.writeHistory(.few)
        case .w5: try generator.writeHistory(.many)
        case .cdata: try generator.writeLongText()
        }
        try generator.meta.write(to: folder)
        return generator.meta
    }

    private mutating func writeOneFile() throws {
        let corpus = Cause.Corpus(seed: request.seed, count: Self.causes)
        var random = SeededRandom("w1", request.seed, request.run)
        try writeReport("w1.xml", tests: 0..<request.scaled(300_000), run: request.run, random: &random) { _, random in
            random.chance(perMillion: Self.failingPerMillion) ? corpus.pick(random: &random) : nil
        }
        addRun(reports: "w1.xml", number: request.run, results: meta.results)
    }

    private mutating func writeManyFiles() throws {
        let corpus = Cause.Corpus(seed: request.seed, count: Self.causes)
        let casesPerFile = 100
        var random = SeededRandom("w2", request.seed, request.run)
        for number in 0..<request.scaled(2000) {
            var path = ByteText()
            path.write("reports/module-")
            path.write(decimal: number / 100, digits: 3)
            path.write("/TEST-")
            path.write(decimal: number, digits: 5)
            path.write(".xml")
            let first = number * casesPerFile
            try writeReport(
                String(decoding: path, as: UTF8.self),
                tests: first..<first + casesPerFile,
                run: request.run,
                isSuiteRoot: true,
                random: &random
            ) { _, random in
                random.chance(perMillion: Self.failingPerMillion) ? corpus.pick(random: &random) : nil
            }
        }
        addRun(reports: "reports", number: request.run, results: meta.results)
    }

    private mutating func writeHistory(_ variety: FailureHistory.Variety) throws {
        let tests = 5000
        var history = FailureHistory(seed: request.seed, tests: tests, variety)
        var table = try OutputFile(creating: folder.appendingPathComponent("runs.tsv"))
        try table.write("folder\tkey\tstarted\tcommit\n")
        for number in 1...request.scaled(200) {
            history.beginRun()
            var random = SeededRandom("w3", request.seed, number)
            let before = meta.results
            let reports = Self.runKey(number)
            try writeReport("\(reports)/results.xml", tests: 0..<tests, run: number, random: &random) { test, random in
                history.cause(of: test, random: &random)
            }
            let run = addRun(reports: reports, number: number, results: meta.results - before)
            try table.write("\(run.reports)\t\(run.key)\t\(run.started)\t\(run.commit)\n")
        }
        try table.finish()
    }

    private mutating func writeLongText() throws {
        let line = "\tat org.quay.deep.Recursion.step(Recursion.java:42) <again> & again ]] >\n"
        var file = try OutputFile(creating: folder.appendingPathComponent("cdata.xml"))
        try file.write("<testsuite name=\"deep\" tests=\"1\" failures=\"1\">\n")
        try file.write("  <testcase classname=\"org.quay.Deep\" name=\"recurses\">")
        try file.write("<failure message=\"stack overflow\" type=\"java.lang.StackOverflowError\"><![CDATA[")
        for _ in 0..<request.scaled(60_000_000 / line.utf8.count) {
            try file.write(line)
        }
        try file.write("]]></failure></testcase>\n</testsuite>\n")
        try file.finish()
        meta.files = 1
        meta.bytes = file.size
        meta.results.failed = 1
        addRun(reports: "cdata.xml", number: request.run, results: meta.results)
    }
}

extension WorkloadGenerator {
    /// Writes one JUnit file; with `isSuiteRoot` its only suite is the root.
    private mutating func writeReport(
        _ path: String,
        tests: Range<Int>,
        run: Int,
        isSuiteRoot: Bool = false,
        random: inout SeededRandom,
        cause: (Int, inout SeededRandom) -> Cause?
    ) throws {
        var file = try OutputFile(creating: folder.appendingPathComponent(path))
        var writer = JUnitWriter(seed: request.seed)
        var heading = JUnitWriter.Heading(started: Self.started(run), runKey: Self.runKey(run))
        try file.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        if !isSuiteRoot { try file.write("<testsuites name=\"quay\">\n") }
        for first in stride(from: tests.lowerBound, to: tests.upperBound, by: Self.casesPerSuite) {
            let suite = first..<min(first + Self.casesPerSuite, tests.upperBound)
            heading.suite = first / min(tests.count, Self.casesPerSuite)
            try writer.writeSuite(suite, to: &file, heading: heading, random: &random, cause: cause)
        }
        if !isSuiteRoot { try file.write("</testsuites>\n") }
        try file.finish()
        meta.files += 1
        meta.bytes += file.size
        meta.results = meta.results + writer.counts
    }

    @discardableResult
    private mutating func addRun(reports: String, number: Int, results: ResultCounts) -> WorkloadMeta.Run {
        var started = ByteText()
        started.write(instant: Self.started(number))
        started.write("Z")
        var random = SeededRandom("commit", request.seed, number)
        var commit = ByteText()
        for _ in 0..<5 {
            commit.write(hexadecimal: random.next(), digits: 8)
        }
        let run = WorkloadMeta.Run(
            reports: reports,
            key: Self.runKey(number),
            started: String(decoding: started, as: UTF8.self),
            commit: String(decoding: commit, as: UTF8.self),
            results: results
        )
        meta.runs.append(run)
        return run
    }

    private static func runKey(_ number: Int) -> String {
        var text = ByteText()
        text.write("run-")
        text.write(decimal: number, digits: 4)
        return String(decoding: text, as: UTF8.self)
    }

    private static func started(_ run: Int) -> Int {
        Epoch.start + (run - 1) * secondsBetweenRuns
    }
}

extension ResultCounts {
    static func + (left: Self, right: Self) -> Self {
        Self(
            passed: left.passed + right.passed,
            failed: left.failed + right.failed,
            error: left.error + right.error,
            skipped: left.skipped + right.skipped,
            flaky: left.flaky + right.flaky
        )
    }

    static func - (left: Self, right: Self) -> Self {
        Self(
            passed: left.passed - right.passed,
            failed: left.failed - right.failed,
            error: left.error - right.error,
            skipped: left.skipped - right.skipped,
            flaky: left.flaky - right.flaky
        )
    }
}
