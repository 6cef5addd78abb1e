// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The tree of a rule: chains of `AND` and of `OR` lie flat, so that `a AND (b AND c)` equals `a AND b AND c`.
indirect enum RuleNode: Sendable, Hashable {
    /// Two or more, none of them `all`.
    case all([RuleNode])
    /// Two or more, none of them `any`.
    case any([RuleNode])
    case not(RuleNode)
    case term(RuleTerm)

    /// All of one or more nodes.
    static func joining(all nodes: [RuleNode]) -> RuleNode {
        let flat = nodes.flatMap { if case .all(let inner) = $0 { inner } else { [$0] } }
        return flat.count == 1 ? flat[0] : .all(flat)
    }

    /// Any of one or more nodes.
    static func joining(any nodes: [RuleNode]) -> RuleNode {
        let flat = nodes.flatMap { if case .any(let inner) = $0 { inner } else { [$0] } }
        return flat.count == 1 ? flat[0] : .any(flat)
    }

    /// Asks from left to right, and no further than the answer needs.
    func holds(for subject: RuleSubject, test: Bytes) -> Bool {
        switch self {
        case .all(let nodes): nodes.allSatisfy { $0.holds(for: subject, test: test) }
        case .any(let nodes): nodes.contains { $0.holds(for: subject, test: test) }
        case .not(let node): !node.holds(for: subject, test: test)
        case .term(let term): term.holds(for: subject, test: test)
        }
    }

    /// Whether any comparison looks at `field`.
    func reads(_ field: RuleField) -> Bool {
        switch self {
        case .all(let nodes), .any(let nodes): nodes.contains { $0.reads(field) }
        case .not(let node): node.reads(field)
        case .term(let term): term.field == field
        }
    }
}

extension RuleNode: CustomStringConvertible {
    /// The rule with no parentheses but those that it needs.
    var description: String {
        switch self {
        case .all(let nodes): nodes.map { $0.isAny ? "(\($0))" : $0.description }.joined(separator: " AND ")
        case .any(let nodes): nodes.map(\.description).joined(separator: " OR ")
        case .not(let node): node.isChain ? "NOT (\(node))" : "NOT \(node)"
        case .term(let term): term.description
        }
    }

    private var isAny: Bool { if case .any = self { true } else { false } }

    private var isChain: Bool {
        switch self {
        case .all, .any: true
        case .not, .term: false
        }
    }
}
