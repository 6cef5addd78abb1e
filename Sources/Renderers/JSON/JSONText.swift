// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A JSON document as a value; the same value always gives the same bytes, with keys in the order they were given.
///
/// For example: `let report: JSONText = ["format": 1, "verdict": "NO_GO", "failures": [.string(name)]]`.
package enum JSONText: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    /// NaN and the infinities, which JSON has no word for, are written as `null`.
    case double(Double)
    case string(String)
    case array([JSONText])
    /// Members in the order of writing. Keys should differ; equal ones are all written.
    case object([Member])

    /// One key of an object with its value.
    package struct Member: Sendable, Hashable {
        /// The key.
        package let name: String
        /// What it holds.
        package let value: JSONText

        /// A key with its value.
        package init(_ name: String, _ value: JSONText) {
            self.name = name
            self.value = value
        }
    }

    /// The string, or `null` for nil.
    package init(_ string: String?) {
        self = string.map { .string($0) } ?? .null
    }

    /// The number, or `null` for nil.
    package init(_ number: Int?) {
        self = number.map { .int($0) } ?? .null
    }

    /// The number, or `null` for nil.
    package init(_ number: Double?) {
        self = number.map { .double($0) } ?? .null
    }

    /// One line without blanks between tokens and without a line break at the end: JSON Lines.
    package var compact: String { JSONWriter.write(self, isPretty: false) }

    /// Indented by two blanks per level, without a line break at the end.
    package var pretty: String { JSONWriter.write(self, isPretty: true) }
}

extension JSONText: ExpressibleByNilLiteral {
    package init(nilLiteral: ()) { self = .null }
}

extension JSONText: ExpressibleByBooleanLiteral {
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONText: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int) { self = .int(value) }
}

extension JSONText: ExpressibleByFloatLiteral {
    package init(floatLiteral value: Double) { self = .double(value) }
}

extension JSONText: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
}

extension JSONText: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: JSONText...) { self = .array(elements) }
}

extension JSONText: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONText)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}
