// Exitgate
// SPDX-License-Identifier: Apache-2.0

@testable import Triage

/// A failure with plausible values, each different from the others.
struct RuleSample: Sendable {
    var suite = "shop"
    var className = "org.shop.CartTest"
    var name = "testTotal"
    var type = "java.lang.NullPointerException"
    var message = "connection to 10.0.0.7:5432 refused"
    var frames = ["shop.Cart.total", "shop.Till.pay", "org.shop.CartTest.testTotal"]

    func isMatched(by rule: RulePredicate) -> Bool { withSubject(rule.matches) }

    func isMatched(by text: String) throws -> Bool { isMatched(by: try RulePredicate(parsing: text)) }

    func withSubject<Value>(_ body: (RuleSubject) -> Value) -> Value {
        let parts = [suite, className, name, type, message] + frames
        let places = parts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.utf8.count) }
        return Array(parts.joined().utf8).withUnsafeBufferPointer { all in
            let views = parts.indices.map { all.part(places[$0], places[$0 + 1]) }
            return body(
                RuleSubject(
                    suite: views[0],
                    className: views[1],
                    name: views[2],
                    type: views[3],
                    message: views[4],
                    frames: Array(views[5...])
                )
            )
        }
    }
}

extension SeededGenerator {
    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }

    /// One of `values`, which must not be empty.
    mutating func pick<Value>(_ values: [Value]) -> Value { values[number(0..<values.count)] }

    /// A tree of a rule as the parser could have made it.
    mutating func node(depth: Int) -> RuleNode {
        switch depth == 0 ? 0 : number(0..<6) {
        case 1, 2: return .joining(all: (0..<number(2..<4)).map { _ in node(depth: depth - 1) })
        case 3, 4: return .joining(any: (0..<number(2..<4)).map { _ in node(depth: depth - 1) })
        case 5: return .not(node(depth: depth - 1))
        default: return .term(term())
        }
    }

    mutating func term() -> RuleTerm {
        let comparison: RuleTerm.Comparison =
            switch number(0..<3) {
            case 0: .equals(value())
            case 1: .isOneOf((0..<number(1..<4)).map { _ in value() })
            default: .isLike(LikePattern(units()))
            }
        return RuleTerm(pick(RuleField.allCases), comparison, isNegated: number(0..<3) == 0)
    }

    private mutating func value() -> [UInt8] { Array(word("ab\"'\\%_\n\t\r\u{0}#() é☃🧪\u{301}", number(0..<8)).utf8) }

    private mutating func units() -> [LikePattern.Unit] {
        (0..<number(0..<6)).flatMap { _ -> [LikePattern.Unit] in
            switch number(0..<4) {
            case 0: [.run]
            case 1: [.one]
            default: value().map(LikePattern.Unit.byte)
            }
        }
    }
}
