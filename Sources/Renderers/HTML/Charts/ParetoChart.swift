// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What costs most: bars from the longest to the shortest, and the line of their sum.
enum ParetoChart {
    private static let limit = 8
    private static let row = 30.0

    static func html(_ shares: [ReleaseReview.Share], by what: String) -> HTML {
        let all = ReviewText.cumulated(shares)
        let shown = Array(all.prefix(limit))
        let height = Double(shown.count) * row + 8
        let told = shown.map {
            "\($0.share.name) \(IssueText.hours($0.share.minutes)), \(ChangeText.percent($0.sum)) with those before"
        }
        let rest = all.count - shown.count
        return Chart.figure(
            told: "Lost time by \(what): \(told.joined(separator: "; ")).",
            caption:
                "\(Chart.key(.info, "lost time"))\(Chart.key(.muted, "share so far, from 0 to 100 %"))\(rest > 0 ? "and \(rest) more" : HTML.empty)",
            heights: (height, height)
        ) { draw(shown, in: $0) }
    }

    private static func draw(_ shown: [(share: ReleaseReview.Share, sum: Double)], in room: Chart.Room) -> HTML {
        let left = room.isSmall ? 92.0 : 140
        let right = room.width - (room.isSmall ? 52 : 64)
        let longest = shown.map(\.share.minutes).max() ?? 0
        let bars = shown.enumerated().map { place, one -> HTML in
            let y = Double(place) * row + 6
            let width = longest > 0 ? one.share.minutes / longest * (right - left) : 0
            let name = Chart.text(Chart.fitting(one.share.name, left - 8), x: 0, y: y + 14, isStrong: true)
            let value = Chart.text(IssueText.hours(one.share.minutes), x: room.width, y: y + 14, anchor: "end")
            return "\(name)\(Chart.bar("fill-info", x: left, y: y + 2, width: max(2, width), height: 16))\(value)"
        }
        let points = shown.enumerated().map { place, one in
            (x: left + one.sum * (right - left), y: Double(place) * row + 16)
        }
        let dots = points.map { "<circle class=\"fill-muted\" cx=\"\($0.x)\" cy=\"\($0.y)\" r=\"3\"/>" as HTML }
        return "\(bars)\(Chart.path("limit", points))\(dots)"
    }
}
