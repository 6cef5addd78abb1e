// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The tools of a measurement, and the steps that several targets share.
struct Bench {
    let exitgate: ExitgateCommand
    let xmllint: Xmllint
    let laboratory: Laboratory
    let process: ChildProcess
    let paired: PairedRun
    /// Multiplies every work load.
    let scale: Double
    /// Whether the file of 1 GB is measured too.
    let isLarge: Bool

    func workload(_ shape: WorkloadShape, run: Int = 1, times factor: Double = 1) throws -> Workload {
        try laboratory.workload(WorkloadRequest(shape: shape, run: run, scale: scale * factor))
    }

    /// One `inspect`, whose counts must be those of the work load.
    func inspect(_ workload: Workload) throws -> Sample {
        let run = workload.firstRun
        return try check(
            exitgate.inspect(workload.reports(run)),
            expected: run.results,
            counts: ExitgateCommand.inspectedCounts
        )
    }

    /// One `ingest`, whose counts must be those of the run.
    func ingest(_ run: WorkloadMeta.Run, of workload: Workload, into store: Store) throws -> Sample {
        try check(
            exitgate.ingest(workload.reports(run), run: run, store: store),
            expected: run.results,
            counts: ExitgateCommand.ingestedCounts
        )
    }

    /// The first run of a work load into a new store.
    func ingest(_ workload: Workload, intoNew name: String) throws -> Sample {
        try ingest(workload.firstRun, of: workload, into: laboratory.emptyStore(name))
    }

    /// A store that holds the first run of a work load.
    func baseStore(_ workload: Workload) throws -> Store {
        let store = try laboratory.emptyStore("base")
        _ = try ingest(workload.firstRun, of: workload, into: store)
        return store
    }

    /// X of a work load: the parse that the ratios are taken against.
    func yardstick(_ workload: Workload) -> () throws -> Sample {
        let command = xmllint.parse(workload.reports(workload.firstRun))
        return { try process.run(command) }
    }

    private func check(
        _ command: [String],
        expected: ResultCounts,
        counts: (Data) -> ResultCounts?
    ) throws -> Sample {
        let sample = try process.run(command)
        let answer = try Data(contentsOf: process.standardOutput)
        let name = ChildProcess.shortened(command)
        guard let found = counts(answer) else {
            let start = String(decoding: answer.prefix(200), as: UTF8.self)
            throw BenchError.unreadableOutput(command: name, text: start.isEmpty ? "nothing" : start)
        }
        guard found == expected else {
            throw BenchError.wrongCounts(command: name, expected: expected, found: found)
        }
        return sample
    }
}
