// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Runs two commands in turn, A B A B, so that both meet the same neighbours on
/// the machine.
struct PairedRun {
    /// At least 1; one more pair is run first and thrown away.
    let pairs: Int

    /// Measures both; each closure prepares, runs one process, checks it, and
    /// returns its cost alone.
    func measure(_ first: () throws -> Sample, against second: () throws -> Sample) throws -> PairSeries {
        _ = try first()
        _ = try second()
        let before = CPUPressure.now
        var series = PairSeries()
        for _ in 0..<pairs {
            series.first.append(try first())
            series.second.append(try second())
        }
        series.pressurePercent = Self.pressure(since: before)
        return series
    }

    /// Measures one command that has no yardstick.
    func measure(_ first: () throws -> Sample, times: Int) throws -> PairSeries {
        let before = CPUPressure.now
        var series = PairSeries()
        for _ in 0..<times {
            series.first.append(try first())
        }
        series.pressurePercent = Self.pressure(since: before)
        return series
    }

    private static func pressure(since before: CPUPressure?) -> Double? {
        guard let before, let after = CPUPressure.now else { return nil }
        return before.percent(until: after)
    }
}

/// The samples of A and of B, pair by pair.
struct PairSeries {
    var first: [Sample] = []
    var second: [Sample] = []
    var pressurePercent: Double?

    var cpuRatio: Spread? { ratio(\.cpuSeconds) }
    var wallRatio: Spread? { ratio(\.wallSeconds) }

    private func ratio(_ figure: (Sample) -> Double) -> Spread? {
        Spread(zip(first, second).map { figure($0) / max(figure($1), 1e-6) })
    }
}
