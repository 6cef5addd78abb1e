// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// Measures the targets.
struct RunCommand: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text
        case json
    }

    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Measure the targets of the handbook on a release build.",
        discussion: """
            Runs exitgate and xmllint in turn on the same input and compares what the kernel counted for each process.

            t1   inspect W1                     t7   W3, one run of 5,000 tests at a time
            t2   ingest W1 into an empty store  t10  --version and --help
            t3   ingest W1, tests known         t11  peak memory
            t4   ingest W2, empty and steady    t12  one failure of 60 MB
            db   bytes of the store             t13  capture of a configuration
            t9   report of W1, beside junit2html where that is in the path

            Every ingestion must report the counts of the work load; a target that does not is void. \
            Exit codes: 0 measured, within the bounds or over; 1 a target is void; 69 xmllint is missing.

            EXAMPLES
              exitgate-bench run --exitgate .build/release/exitgate
              exitgate-bench run --exitgate ./exitgate --lab lab --only t1,t10
              exitgate-bench run --exitgate ./exitgate --scale 0.1 --format json
            """
    )

    @Option(help: "The command under test, a release build.", completion: .file())
    var exitgate: String

    @Option(
        help: "A folder that keeps the work loads (700 MB) for the next time; else they are removed.",
        completion: .directory
    )
    var lab: String?

    @Option(help: "Targets, separated by commas.")
    var only = TargetList(targets: BenchmarkTarget.allCases)

    @Option(help: "Pairs of each comparison, from 1.")
    var pairs = 7

    @Option(help: "Multiplies the work loads; the bounds are meant for 1.")
    var scale = 1.0

    @Flag(help: "Measure the memory of inspect on a file of 1 GB too (t11).")
    var large = false

    @Option(help: "How to print: text or json.")
    var format = Format.text

    func validate() throws {
        guard pairs >= 1 else { throw ValidationError("--pairs must be at least 1") }
        guard scale > 0, scale <= 100 else { throw ValidationError("--scale must be above 0 and at most 100") }
    }

    func run() throws {
        guard let xmllint = Xmllint() else {
            Self.note("error: \(Xmllint.hint)")
            throw ExitCode(69)
        }
        guard FileManager.default.isExecutableFile(atPath: exitgate), let executable = Bundle.main.executablePath else {
            throw BenchError.notFound(exitgate)
        }
        let root = lab.map { URL(fileURLWithPath: $0) } ?? Self.temporaryFolder
        let laboratory = try Laboratory(root: root, generator: executable)
        defer {
            laboratory.close()
            if lab == nil { try? FileManager.default.removeItem(at: root) }
        }
        let bench = Bench(
            exitgate: ExitgateCommand(path: URL(fileURLWithPath: exitgate).path),
            xmllint: xmllint,
            laboratory: laboratory,
            process: ChildProcess(scratch: laboratory.scratch),
            paired: PairedRun(pairs: pairs),
            scale: scale,
            isLarge: large
        )
        // The command looks for settings where it is started: in the laboratory
        // there are none.
        guard FileManager.default.changeCurrentDirectoryPath(laboratory.scratch.path) else {
            throw BenchError.notFound(laboratory.scratch.path)
        }
        let report = measure(on: bench)
        print(format == .json ? try report.json() : ReportText(report).text())
        if report.isVoid { throw ExitCode(1) }
    }

    private func measure(on bench: Bench) -> BenchReport {
        let before = CPUPressure.now
        var rows: [ResultRow] = []
        for target in only.targets {
            Self.note("\(target.rawValue.uppercased()) \(target.title)")
            do {
                try target.measure(on: bench) { row in
                    rows.append(row)
                    Self.note("  \(ReportText.line(row))")
                }
            } catch {
                Self.note("error: \(error)")
                var row = ResultRow(target, target.title)
                row.verdict = .void
                row.notes = ["\(error)"]
                rows.append(row)
            }
        }
        var pressure: Double?
        if let before, let after = CPUPressure.now { pressure = before.percent(until: after) }
        return BenchReport(
            exitgate: bench.exitgate.path,
            xmllint: bench.xmllint.path,
            scale: scale,
            pairs: pairs,
            cpuPressurePercent: pressure,
            peakFloorBytes: rusage.ownPeakBytes,
            rows: rows
        )
    }

    private static var temporaryFolder: URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("exitgate-bench-\(UUID().uuidString)")
    }

    private static func note(_ text: String) {
        FileHandle.standardError.write(Data("\(text)\n".utf8))
    }
}
