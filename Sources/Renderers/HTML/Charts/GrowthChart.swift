// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// How many issues had failed, and how many of them are solved: the gap between the lines is what is left to do.
enum GrowthChart {
    static func html(_ growth: [ReleaseCharts.Growth], until now: Int64) -> HTML {
        guard let first = growth.first, let last = growth.last else {
            return Piece.empty("No issue failed in this release.", "The lines begin with the first one.")
        }
        return Chart.figure(
            told:
                "Issues over time, from \(Moment.text(first.at)) to \(Moment.text(now)) UTC: \(Plural.count(last.opened, "issue")) had failed, \(Plural.number(last.solved)) of them solved in the end.",
            caption:
                "\(Chart.key(.bad, "had failed"))\(Chart.key(.good, "solved: verified, closed, or not reproduced"))",
            heights: (220, 190)
        ) { draw(growth, now, in: $0) }
    }

    private static func draw(_ growth: [ReleaseCharts.Growth], _ now: Int64, in room: Chart.Room) -> HTML {
        let (left, right, top, bottom) = (34.0, room.width - 34, 12.0, room.height - 26)
        let begin = growth.first?.at ?? 0
        let end = max(now, growth.last?.at ?? 0, begin + 1)
        let highest = Chart.ceiling(Double(growth.map(\.opened).max() ?? 1))
        func x(_ at: Int64) -> Double { left + Double(at - begin) / Double(end - begin) * (right - left) }
        func y(_ count: Int) -> Double { bottom - Double(count) / highest * (bottom - top) }
        func steps(_ count: (ReleaseCharts.Growth) -> Int) -> [(x: Double, y: Double)] {
            var points = [(x: left, y: bottom)]
            for one in growth {
                points.append((x(one.at), points[points.count - 1].y))
                points.append((x(one.at), y(count(one))))
            }
            points.append((right, points[points.count - 1].y))
            return points
        }
        let parts = highest.truncatingRemainder(dividingBy: 2) == 0 ? [0, 0.5, 1] : [0, 1]
        let grid = parts.map { part -> HTML in
            let level = bottom - part * (bottom - top)
            return Chart.line("grid", left, level, right, level)
                + Chart.text(Chart.label(part * highest), x: left - 8, y: level + 4, anchor: "end")
        }
        let ends = growth.last.map { last in
            Chart.text("\(last.opened)", x: right + 6, y: y(last.opened) + 4, isStrong: true)
                + (last.solved == last.opened
                    ? .empty : Chart.text("\(last.solved)", x: right + 6, y: y(last.solved) + 4, isStrong: true))
        }
        let days = [
            Chart.text(String(Moment.text(begin).prefix(10)), x: left, y: room.height - 8),
            Chart.text(String(Moment.text(end).prefix(10)), x: right, y: room.height - 8, anchor: "end"),
        ]
        return
            "\(grid)\(Chart.path("line-bad", steps(\.opened)))\(Chart.path("line-good", steps(\.solved)))\(ends)\(days)"
    }
}
