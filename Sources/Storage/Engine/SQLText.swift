// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A value that goes into or comes out of a statement.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

/// A statement whose interpolated values are bound, never pasted.
///
/// For example: `"SELECT id FROM run WHERE key = \(key)"` becomes `SELECT id FROM run WHERE key = $1` and one value.
/// A piece of trusted SQL is spliced with `\(raw: …)`, and a statement as it is.
package struct SQLText: Sendable, ExpressibleByStringInterpolation {
    package let text: String
    package let values: [SQLValue]

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 3 * interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        package mutating func appendInterpolation(_ value: Int64?) { bind(value.map(SQLValue.integer)) }
        package mutating func appendInterpolation(_ value: Int?) { bind(value.map { .integer(Int64($0)) }) }
        package mutating func appendInterpolation(_ value: String?) { bind(value.map(SQLValue.text)) }
        package mutating func appendInterpolation(_ value: [UInt8]?) { bind(value.map(SQLValue.blob)) }
        package mutating func appendInterpolation(_ value: Bool) { bind(.integer(value ? 1 : 0)) }

        /// Splices SQL that this target wrote, such as a fragment of a dialect.
        package mutating func appendInterpolation(raw fragment: String) {
            text += fragment
        }

        /// Splices a statement with its values.
        package mutating func appendInterpolation(_ fragment: SQLText) {
            let parts = fragment.text.split(separator: "$", omittingEmptySubsequences: false)
            text += parts[0]
            for part in parts.dropFirst() {
                let digits = part.prefix(while: \.isNumber)
                guard let number = Int(digits), fragment.values.indices.contains(number - 1) else {
                    text += "$\(part)"
                    continue
                }
                bind(fragment.values[number - 1])
                text += part.dropFirst(digits.count)
            }
        }

        private mutating func bind(_ value: SQLValue?) {
            values.append(value ?? .null)
            text += values.count < Self.places.count ? Self.places[values.count] : "$\(values.count)"
        }

        /// Most statements have few values, and each is made anew for them.
        private static let places = (0..<40).map { "$\($0)" }
    }

    /// - Parameter text: Has a place `$1`, `$2` and so on for each value.
    package init(text: String, values: [SQLValue]) {
        self.text = text
        self.values = values
    }

    package init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    package init(stringLiteral value: String) {
        text = value
        values = []
    }
}
