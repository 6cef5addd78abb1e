// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// How often runs of each release failed, with the limits that chance alone would keep to (p-chart, three sigma).
enum TrendChart {
    static func html(_ trend: [ReleaseReview.Trend]) -> HTML {
        let known = trend.filter { $0.runs > 0 }
        let told = known.map {
            "\($0.release): \($0.failedRuns) of \(Plural.count($0.runs, "run")) failed, \($0.perHundred.map(ReviewFigures.decimal) ?? "0") failing tests in 100 runs"
        }
        return Chart.figure(
            told: "Failing runs by release. \(told.joined(separator: "; ")).",
            caption:
                "\(Chart.key(.bad, "share of runs with a failing test"))\(known.count > 1 ? "<span>dashed: the mean, and what chance alone would stay within</span>" : HTML.empty)",
            heights: (220, 190)
        ) { draw(known, in: $0) }
    }

    private static func draw(_ trend: [ReleaseReview.Trend], in room: Chart.Room) -> HTML {
        let (left, top, bottom) = (44.0, 12.0, room.height - 26)
        let step = (room.width - left - 8) / Double(max(1, trend.count))
        func y(_ share: Double) -> Double { bottom - min(1, max(0, share)) * (bottom - top) }
        let grid = [0, 0.5, 1].map { share in
            Chart.line("grid", left, y(share), room.width, y(share))
                + Chart.text("\(Int(share * 100)) %", x: left - 8, y: y(share) + 4, anchor: "end")
        }
        let runs = trend.reduce(0) { $0 + $1.runs }
        let mean = runs == 0 ? 0 : Double(trend.reduce(0) { $0 + $1.failedRuns }) / Double(runs)
        let width = min(48, step * 0.5)
        let bars = trend.enumerated().map { place, one -> HTML in
            let middle = left + (Double(place) + 0.5) * step
            let share = Double(one.failedRuns) / Double(one.runs)
            let sigma = 3 * (mean * (1 - mean) / Double(one.runs)).squareRoot()
            let bar = Chart.bar(
                "fill-bad", x: middle - width / 2, y: y(share), width: width, height: bottom - y(share))
            let bounds = [mean - sigma, mean + sigma].map {
                Chart.line("limit", middle - step * 0.42, y($0), middle + step * 0.42, y($0))
            }
            let name = Chart.text(Chart.fitting(one.release, step), x: middle, y: room.height - 8, anchor: "middle")
            return "\(bar)\(trend.count > 1 ? "\(bounds)" : HTML.empty)\(name)"
        }
        let middle = trend.count > 1 ? Chart.line("limit", left, y(mean), room.width, y(mean)) : .empty
        return "\(grid)\(bars)\(middle)\(Chart.line("axis", left, bottom, room.width, bottom))"
    }
}
