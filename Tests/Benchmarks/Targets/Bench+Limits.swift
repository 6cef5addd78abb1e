// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// T10 to T12 and the size of the store: absolute figures.
extension Bench {
    private static let startsPerSample = 20
    private static let repetitions = 3

    func start(_ add: (ResultRow) -> Void) throws {
        for option in ["--version", "--help"] {
            let series = try paired.measure(
                { try averageStart([exitgate.path, option]) },
                against: { try averageStart(xmllint.version) }
            )
            add(ResultRow(.t10, "\(option) : xmllint --version", series: series, bounds: [.start]))
        }
    }

    func peakMemory(_ add: (ResultRow) -> Void) throws {
        let workload = try workload(.w1)
        let series = try paired.measure({ try ingest(workload, intoNew: "store") }, times: Self.repetitions)
        let bound = Bound.memory(tests: workload.meta.results.total)
        add(ResultRow(.t11, "ingest W1, peak memory", series: series, bounds: [bound]))
        if isLarge {
            let large = try self.workload(.w1, times: 10)
            let series = try paired.measure({ try inspect(large) }, times: 1)
            let bound = Bound.memory(tests: large.meta.results.total, stretch: 16 * Bound.mebibyte)
            add(ResultRow(.t11, "inspect W1 x 10, peak memory", series: series, bounds: [bound]))
        }
    }

    func readLongText(_ add: (ResultRow) -> Void) throws {
        let workload = try workload(.cdata)
        let inspected = try paired.measure({ try inspect(workload) }, times: Self.repetitions)
        add(ResultRow(.t12, "inspect one failure of 60 MB", series: inspected, bounds: Bound.longText))
        let ingested = try paired.measure({ try ingest(workload, intoNew: "store") }, times: Self.repetitions)
        add(ResultRow(.t12, "ingest one failure of 60 MB", series: ingested, bounds: Bound.longText))
    }

    func storeSize(_ add: (ResultRow) -> Void) throws {
        let first = try workload(.w1)
        let second = try workload(.w1, run: 2)
        let store = try baseStore(first)
        let size = store.size
        add(sizeRow("store after W1", bytes: size, results: first.meta.results.total))
        _ = try ingest(second.firstRun, of: second, into: store)
        let growth = store.size - size
        add(sizeRow("store, growth by a second W1", bytes: growth, results: second.meta.results.total))
    }

    private func sizeRow(_ title: String, bytes: Int, results: Int) -> ResultRow {
        var row = ResultRow(.db, title)
        let each = Double(bytes) / Double(max(results, 1))
        row.bytesPerResult = each
        row.notes = ["\(each.fixed(1)) bytes for each of \(results) results"]
        return row
    }

    /// One start is too short to be measured alone; the cost of several is
    /// divided.
    private func averageStart(_ command: [String]) throws -> Sample {
        var sum = Sample(cpuSeconds: 0, wallSeconds: 0, peakBytes: 0)
        for _ in 0..<Self.startsPerSample {
            let sample = try process.run(command)
            sum.cpuSeconds += sample.cpuSeconds
            sum.wallSeconds += sample.wallSeconds
            sum.peakBytes = max(sum.peakBytes, sample.peakBytes)
        }
        sum.cpuSeconds /= Double(Self.startsPerSample)
        sum.wallSeconds /= Double(Self.startsPerSample)
        return sum
    }
}
