// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One line of the result: a target, its figures, and whether they hold.
struct ResultRow: Codable {
    enum Verdict: String, Codable {
        case ok
        case over
        /// A command failed, or reported other counts than the work load holds:
        /// the figures mean nothing.
        case void
        /// A figure without a bound.
        case unbounded
    }

    var target: String
    var title: String
    var cpuRatio: Spread?
    var cpuSecondsA: Spread?
    var cpuSecondsB: Spread?
    var wallRatio: Spread?
    var peakBytes: Int?
    var bytesPerResult: Double?
    var bounds: [Bound] = []
    var pressurePercent: Double?
    var verdict = Verdict.unbounded
    /// What a reader must know beside the figures.
    var notes: [String] = []

    /// Below this share of waiting, wall seconds say something and are held to
    /// the same bound.
    static let quietPercent = 10.0

    init(_ target: BenchmarkTarget, _ title: String) {
        self.target = target.rawValue.uppercased()
        self.title = title
    }

    /// Takes the figures of a series and judges them.
    init(_ target: BenchmarkTarget, _ title: String, series: PairSeries, bounds: [Bound]) {
        self.init(target, title)
        self.bounds = bounds
        cpuRatio = series.cpuRatio
        wallRatio = series.wallRatio
        cpuSecondsA = Spread(series.first.map(\.cpuSeconds))
        cpuSecondsB = Spread(series.second.map(\.cpuSeconds))
        peakBytes = series.first.map(\.peakBytes).max()
        pressurePercent = series.pressurePercent
        judge()
    }

    private mutating func judge() {
        guard !bounds.isEmpty else { return }
        verdict = .ok
        for bound in bounds {
            if let figure = figure(bound.quantity), figure > bound.limit {
                verdict = .over
            }
            if bound.quantity == .ratio, let wallRatio, let pressurePercent, pressurePercent < Self.quietPercent,
                wallRatio.median > bound.limit
            {
                verdict = .over
                notes.append("wall is over the bound, and the processors were free")
            }
            if let stretch = bound.stretch, let figure = figure(bound.quantity), figure <= stretch {
                notes.append("the stretch is reached")
            }
        }
    }

    /// The figure that a bound is held against: medians, and the greatest peak.
    private func figure(_ quantity: Bound.Quantity) -> Double? {
        switch quantity {
        case .ratio: cpuRatio?.median
        case .cpuSeconds: cpuSecondsA?.median
        case .peakBytes: peakBytes.map(Double.init)
        }
    }
}
