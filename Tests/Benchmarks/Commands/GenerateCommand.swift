// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// Writes a work load.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write JUnit reports of a known shape; the same arguments give the same bytes.",
        discussion: """
            w1     one file of 300,000 test cases, 3 % failing with traces of 30 lines, 100 MB
            w2     2,000 files of 100 test cases, the suite is the root
            w3     200 runs of 5,000 tests, 1.4 % failing for recurring causes; runs.tsv names them
            w5     the same with two thousand causes
            cdata  one file with one failure of 60 MB

            Beside the reports, meta.json holds the true counts.

            EXAMPLES
              exitgate-bench generate w1 /tmp/w1
              exitgate-bench generate w1 /tmp/w1-again --run 2
              exitgate-bench generate w3 /tmp/w3-short --scale 0.1 --seed 7
            """
    )

    @Argument(help: "The shape.")
    var shape: WorkloadShape

    @Argument(help: "A folder that is empty or does not exist.", completion: .directory)
    var out: String

    @Option(help: "Multiplies test cases (w1), files (w2), runs (w3, w5) or the text (cdata).")
    var scale = 1.0

    @Option(help: "Decides names and causes.")
    var seed = 1

    @Option(name: .customLong("run"), help: "Which run of the same tests, from 1 (w1, w2).")
    var runNumber = 1

    func validate() throws {
        guard scale > 0, scale <= 1000 else { throw ValidationError("--scale must be above 0 and at most 1000") }
        guard (1...100_000).contains(runNumber) else { throw ValidationError("--run must be from 1 to 100000") }
    }

    func run() throws {
        let request = WorkloadRequest(shape: shape, seed: seed, run: runNumber, scale: scale)
        let started = ContinuousClock.now
        let meta = try WorkloadGenerator.generate(request, into: URL(fileURLWithPath: out))
        let elapsed = (ContinuousClock.now - started).seconds
        print(
            "\(shape.rawValue): files \(meta.files), bytes \(meta.bytes), \(meta.results.text), \(elapsed.fixed(1)) s"
        )
    }
}
