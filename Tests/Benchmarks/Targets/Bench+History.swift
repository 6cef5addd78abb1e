// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// T7: runs one after the other into one store, each in a process of its own.
extension Bench {
    func ingestHistory(_ add: (ResultRow) -> Void) throws {
        let workload = try workload(.w3)
        let runs = workload.meta.runs
        let second = min(2, runs.count)
        let marks = [second, max(second, runs.count / 2), runs.count]
        let history = try ingestAll(workload, keepingStoresBefore: marks)
        add(ResultRow(.t7, "W3 whole, \(runs.count) runs", series: history, bounds: [.history(runs: runs.count)]))
        for (index, mark) in marks.dropFirst().enumerated() {
            let series = try paired.measure(
                { try ingest(runs[mark - 1], of: workload, into: laboratory.copy(stored(before: mark), to: "store")) },
                against: {
                    let early = try laboratory.copy(stored(before: second), to: "store")
                    return try ingest(runs[second - 1], of: workload, into: early)
                }
            )
            if index == 0 {
                let alone = PairSeries(first: series.second, pressurePercent: series.pressurePercent)
                add(ResultRow(.t7, "W3, run \(second)", series: alone, bounds: [.oneRun]))
            }
            let title = "W3, run \(mark) : run \(second)"
            add(ResultRow(.t7, title, series: series, bounds: [.oneRun, .historyGrowth]))
        }
        try useHistory(workload, "W3", add)
        let varied = try self.workload(.w5)
        _ = try ingestAll(varied, keepingStoresBefore: [varied.meta.runs.count])
        try useHistory(varied, "W5", add)
    }

    /// What a long history makes of one more run, and of a question.
    private func useHistory(_ workload: Workload, _ name: String, _ add: (ResultRow) -> Void) throws {
        let count = workload.meta.runs.count
        let last = workload.meta.runs[count - 1]
        let growth = try paired.measure(
            { try ingest(last, of: workload, into: laboratory.copy(stored(before: count), to: "store")) },
            against: { try ingest(last, of: workload, into: laboratory.emptyStore("fresh")) })
        add(ResultRow(.t7, "\(name), last run : alone", series: growth, bounds: [.incidentGrowth]))
        for words in [["issue", "list"], ["status"], ["incident", "list"]] {
            let command = exitgate.read(words, store: stored(before: count))
            let series = try paired.measure({ try process.run(command) }, against: { try process.run(command) })
            let alone = PairSeries(first: series.first, pressurePercent: series.pressurePercent)
            add(ResultRow(.t7, "\(name), \(words.joined(separator: " "))", series: alone, bounds: [.reading]))
        }
        try decideGate(stored(before: count), name, add)
    }

    /// A decision of the gate, without the start of the process, which is measured beside each.
    private func decideGate(_ store: Store, _ name: String, _ add: (ResultRow) -> Void) throws {
        func decide() throws -> Sample {
            var sample = try process.run(exitgate.gate(store: store), codes: [0, 3, 4])
            sample.cpuSeconds = max(0, sample.cpuSeconds - (try process.run(exitgate.policy)).cpuSeconds)
            return sample
        }
        let series = try paired.measure(decide, against: decide)
        let alone = PairSeries(first: series.first, pressurePercent: series.pressurePercent)
        add(ResultRow(.t7, "\(name), gate beyond its start", series: alone, bounds: [.gate]))
    }

    /// Ingests every run once; the stores as they were before the marked runs,
    /// from 1, are kept aside.
    private func ingestAll(_ workload: Workload, keepingStoresBefore marks: [Int]) throws -> PairSeries {
        let store = try laboratory.emptyStore("history")
        let before = CPUPressure.now
        var whole = Sample(cpuSeconds: 0, wallSeconds: 0, peakBytes: 0)
        for (index, run) in workload.meta.runs.enumerated() {
            if marks.contains(index + 1) {
                _ = try laboratory.copy(store, to: stored(before: index + 1).folder.lastPathComponent)
            }
            let sample = try ingest(run, of: workload, into: store)
            whole.cpuSeconds += sample.cpuSeconds
            whole.wallSeconds += sample.wallSeconds
            whole.peakBytes = max(whole.peakBytes, sample.peakBytes)
        }
        var series = PairSeries(first: [whole])
        if let before, let after = CPUPressure.now {
            series.pressurePercent = before.percent(until: after)
        }
        return series
    }

    private func stored(before run: Int) -> Store {
        Store(folder: laboratory.scratch.appendingPathComponent("before-\(run)"))
    }
}
