// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What of a failure a comparison looks at, by the name that rules use.
enum RuleField: String, Sendable, Hashable, CaseIterable {
    case suite
    /// Class and name joined by a dot.
    case test
    case className = "class"
    case name
    case type
    case message
    /// Holds if it holds for any frame.
    case frame
}

/// One comparison of a field with what the author wrote.
struct RuleTerm: Sendable, Hashable {
    enum Comparison: Sendable, Hashable {
        case equals([UInt8])
        /// One or more values, in the order in which they were written.
        case isOneOf([[UInt8]])
        case isLike(LikePattern)
    }

    let field: RuleField
    let comparison: Comparison
    /// `!=`, `NOT IN`, `NOT LIKE`: exactly where the comparison itself does not hold, for frames too.
    let isNegated: Bool

    init(_ field: RuleField, _ comparison: Comparison, isNegated: Bool = false) {
        self.field = field
        self.comparison = comparison
        self.isNegated = isNegated
    }

    func holds(for subject: RuleSubject, test: Bytes) -> Bool {
        subject.has(field, test: test, comparison.fits) != isNegated
    }
}

extension RuleTerm.Comparison {
    /// Cost: a list is read from its beginning, and no rule holds more than 10,000 bytes of values.
    func fits(_ text: Bytes) -> Bool {
        switch self {
        case .equals(let value): text.isEqual(value)
        case .isOneOf(let values): values.contains(where: text.isEqual)
        case .isLike(let pattern): pattern.matches(text)
        }
    }
}

extension RuleTerm: CustomStringConvertible {
    var description: String {
        let not = isNegated ? "NOT " : ""
        switch comparison {
        case .equals(let value):
            return "\(field.rawValue) \(isNegated ? "!=" : "=") \(LikePattern.Unit.quoted(value))"
        case .isOneOf(let values):
            return "\(field.rawValue) \(not)IN (\(values.map(LikePattern.Unit.quoted).joined(separator: ", ")))"
        case .isLike(let pattern):
            return "\(field.rawValue) \(not)LIKE \(pattern)"
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func isEqual(_ value: [UInt8]) -> Bool { count == value.count && has(value, at: 0) }
}
