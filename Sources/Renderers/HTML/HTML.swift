// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A piece of a page. Whatever is interpolated into it is data and is escaped; only another piece passes as it is.
///
/// For example: `"<td>\(title)</td>"` is safe for any `title`, and `"<tr>\(cells)</tr>"` holds pieces made before.
package struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    package private(set) var text: String

    package init(stringLiteral value: String) { text = value }

    package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// Our own words.
        package mutating func appendLiteral(_ literal: String) { text += literal }

        /// Data, between tags or within the quotes of an attribute.
        package mutating func appendInterpolation(_ data: String) { HTMLText.append(data, to: &text) }

        /// Data that is cut after some characters, with `…`.
        package mutating func appendInterpolation(_ data: String, limit: Int) {
            HTMLText.append(HTMLText.cut(data, limit: limit), to: &text)
        }

        package mutating func appendInterpolation(_ number: Int) { text += Plural.number(number) }
        package mutating func appendInterpolation(_ number: Int64) { text += String(number) }

        /// A place in a drawing, with one decimal.
        package mutating func appendInterpolation(_ place: Double) {
            let tenths = Int((place * 10).rounded())
            text += tenths.isMultiple(of: 10) ? String(tenths / 10) : String(Double(tenths) / 10)
        }

        package mutating func appendInterpolation(_ piece: HTML) { text += piece.text }
        package mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { text += piece.text } }
        /// Nothing for nil.
        package mutating func appendInterpolation(_ piece: HTML?) { text += piece?.text ?? "" }
    }

    package static let empty: HTML = ""

    package var isEmpty: Bool { text.isEmpty }

    package static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }
}

extension Array<HTML> {
    /// All pieces with another between them.
    func joined(separator: HTML) -> HTML {
        var pieces: [HTML] = []
        for (place, piece) in enumerated() { pieces += place == 0 ? [piece] : [separator, piece] }
        return "\(pieces)"
    }
}
