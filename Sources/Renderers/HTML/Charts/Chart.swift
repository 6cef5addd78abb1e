// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A drawing with its words: one for wide pages and one for narrow ones, so that letters keep their size.
enum Chart {
    /// Room of a drawing, in pixels.
    struct Room {
        let width: Double
        let height: Double
        let isSmall: Bool
    }

    /// - Parameters:
    ///   - told: All that it shows, in words, for those who do not see it.
    ///   - caption: What its colours mean.
    ///   - heights: Of the wide and of the narrow drawing.
    static func figure(
        told: String, caption: HTML, heights: (large: Double, small: Double), _ draw: (Room) -> HTML
    ) -> HTML {
        let drawings = [
            (Room(width: 560, height: heights.large, isSmall: false), "large" as HTML),
            (Room(width: 320, height: heights.small, isSmall: true), "small" as HTML),
        ].map { room, name -> HTML in
            """
            <svg class="chart \(name)" viewBox="0 0 \(room.width) \(room.height)" role="img" aria-label="\(told)">\(draw(room))</svg>
            """
        }
        return "<figure>\(drawings)<figcaption>\(caption)</figcaption></figure>"
    }

    static func key(_ tone: Badge.Tone, _ word: HTML) -> HTML {
        "<span><span class=\"key \(tone.rawValue)\"></span>\(word)</span> "
    }

    static func text(
        _ words: String, x: Double, y: Double, anchor: HTML = "start", isStrong: Bool = false
    ) -> HTML {
        let kind: HTML = isStrong ? " class=\"strong\"" : .empty
        return "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\"\(kind)>\(words)</text>"
    }

    static func line(_ kind: HTML, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> HTML {
        "<path class=\"\(kind)\" d=\"M\(x1) \(y1)L\(x2) \(y2)\"/>"
    }

    static func bar(_ kind: HTML, x: Double, y: Double, width: Double, height: Double) -> HTML {
        "<rect class=\"\(kind)\" x=\"\(x)\" y=\"\(y)\" width=\"\(max(0, width))\" height=\"\(max(0, height))\" rx=\"2\"/>"
    }

    static func path(_ kind: HTML, _ points: [(x: Double, y: Double)]) -> HTML {
        let parts = points.enumerated().map { place, point in
            "\(place == 0 ? "M" as HTML : "L")\(point.x) \(point.y)" as HTML
        }
        return "<path class=\"\(kind)\" d=\"\(parts)\"/>"
    }

    /// The first characters that fit into so many pixels, about.
    static func fitting(_ text: String, _ pixels: Double) -> String {
        HTMLText.cut(text, limit: max(4, Int(pixels / 6.6)))
    }

    /// The end of an axis: the least of 1, 2 and 5 with zeros that is no smaller.
    static func ceiling(_ value: Double) -> Double {
        guard value > 0 else { return 1 }
        var unit = 1.0
        while unit * 10 <= value { unit *= 10 }
        while unit > value { unit /= 10 }
        return [1, 2, 5, 10].map { $0 * unit }.first { $0 >= value } ?? value
    }

    /// A number beside an axis.
    static func label(_ value: Double) -> String {
        value == value.rounded() ? Plural.number(Int(value)) : String((value * 100).rounded() / 100)
    }
}
