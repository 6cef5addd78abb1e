// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// How long runs of each phase take: from what half of them stay within to what 95 of 100 do.
enum DurationChart {
    private static let row = 40.0

    static func html(_ capacity: [ReleaseReview.Capacity]) -> HTML {
        let known = capacity.filter { $0.p95 != nil }
        guard !known.isEmpty else {
            return Piece.empty(
                "No run says how long it took.", "Reports carry it as <code>time</code> of their suites.")
        }
        let hasBefore = known.contains { $0.before != nil }
        let height = Double(known.count) * row + 6
        let before: HTML = hasBefore ? "<span>upright line: 95 of 100 in the release before</span>" : .empty
        return Chart.figure(
            told: "How long runs take. \(known.map(ReviewText.capacity).joined(separator: "; ")).",
            caption: "\(Chart.key(.info, "from half of the runs to 95 of 100"))\(before)", heights: (height, height)
        ) { draw(known, in: $0) }
    }

    private static func draw(_ capacity: [ReleaseReview.Capacity], in room: Chart.Room) -> HTML {
        let longest = capacity.flatMap { [$0.p95 ?? 0, $0.before ?? 0] }.max() ?? 1
        func x(_ time: Int64) -> Double { Double(time) / Double(max(1, longest)) * (room.width - 8) + 2 }
        let rows = capacity.enumerated().map { place, one -> HTML in
            let y = Double(place) * row
            let (p50, p95) = (one.p50 ?? 0, one.p95 ?? 0)
            let times = "\(ReviewFigures.duration(Double(p50))) to \(ReviewFigures.duration(Double(p95)))"
            let before = one.before.map { Chart.line("mark", x($0), y + 19, x($0), y + 35) }
            return """
                \(Chart.text(Chart.fitting(one.phase, room.width / 2), x: 0, y: y + 14, isStrong: true))\
                \(Chart.text(times, x: room.width, y: y + 14, anchor: "end"))\
                \(Chart.line("grid", 0, y + 27, room.width, y + 27))\
                \(Chart.bar("fill-info", x: x(p50), y: y + 21, width: max(3, x(p95) - x(p50)), height: 12))\(before)
                """
        }
        return "\(rows)"
    }
}
