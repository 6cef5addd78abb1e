// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// T1 to T4: one command against X on the same input.
extension Bench {
    func inspectOneFile(_ add: (ResultRow) -> Void) throws {
        let workload = try workload(.w1)
        let series = try paired.measure({ try inspect(workload) }, against: yardstick(workload))
        add(ResultRow(.t1, "inspect W1 : X", series: series, bounds: [.inspectW1]))
    }

    func ingestIntoEmptyStore(_ add: (ResultRow) -> Void) throws {
        let workload = try workload(.w1)
        let series = try paired.measure({ try ingest(workload, intoNew: "store") }, against: yardstick(workload))
        add(ResultRow(.t2, "ingest W1, empty store : X", series: series, bounds: [.ingestEmpty]))
    }

    func ingestKnownTests(_ add: (ResultRow) -> Void) throws {
        let series = try steady(.w1)
        add(ResultRow(.t3, "ingest W1, tests known : X", series: series, bounds: [.ingestKnown]))
    }

    func ingestManyFiles(_ add: (ResultRow) -> Void) throws {
        let workload = try workload(.w2)
        let empty = try paired.measure({ try ingest(workload, intoNew: "store") }, against: yardstick(workload))
        add(ResultRow(.t4, "ingest W2, empty store : X(W2)", series: empty, bounds: [.ingestManyFiles]))
        let known = try steady(.w2)
        add(ResultRow(.t4, "ingest W2, tests known : X(W2)", series: known, bounds: [.ingestManyFiles]))
    }

    /// A second run of the same tests, each time into a copy of the store that
    /// holds the first.
    private func steady(_ shape: WorkloadShape) throws -> PairSeries {
        let base = try baseStore(workload(shape))
        let second = try workload(shape, run: 2)
        return try paired.measure(
            { try ingest(second.firstRun, of: second, into: laboratory.copy(base, to: "store")) },
            against: yardstick(second)
        )
    }
}
