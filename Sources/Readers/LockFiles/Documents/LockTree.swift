// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A document of JSON, YAML or TOML; readers do not see which.
///
/// Whatever is asked of a value of another kind answers nil or nothing, so that readers need no type checks.
enum LockTree: Sendable {
    /// Nothing, or a kind of value that no lock file needs.
    case none
    /// A text; numbers, dates and truth values are written out.
    case text(String)
    case list([LockTree])
    case table([String: LockTree])

    /// Depth at which documents are cut.
    static let deepest = 128

    subscript(key: String) -> LockTree {
        guard case .table(let table) = self else { return .none }
        return table[key] ?? .none
    }

    subscript(index: Int) -> LockTree {
        guard case .list(let list) = self, list.indices.contains(index) else { return .none }
        return list[index]
    }

    /// A text that is not empty.
    var text: String? {
        guard case .text(let text) = self, !text.isEmpty else { return nil }
        return text
    }

    /// A truth value.
    var flag: Bool? {
        switch self {
        case .text("true"): true
        case .text("false"): false
        default: nil
        }
    }

    /// Elements of a list; none for anything else.
    var items: [LockTree] {
        guard case .list(let list) = self else { return [] }
        return list
    }

    /// Pairs of a table, in no order; none for anything else.
    var pairs: [String: LockTree] {
        guard case .table(let table) = self else { return [:] }
        return table
    }

    var isTable: Bool {
        guard case .table = self else { return false }
        return true
    }

    var isList: Bool {
        guard case .list = self else { return false }
        return true
    }

    /// Whether the document holds nothing here.
    var isNone: Bool {
        guard case .none = self else { return false }
        return true
    }
}

extension LockDraft {
    /// The pairs of a table that the format must have; a fault when it is missing or of another kind.
    mutating func requiredPairs(_ tree: LockTree, _ key: String) -> [String: LockTree] {
        if !tree[key].isTable { markMissing(key) }
        return tree[key].pairs
    }

    /// The tables of a list that the format must have; elements of another kind are left out.
    mutating func requiredTables(_ tree: LockTree, _ key: String) -> [LockTree] {
        if !tree[key].isList { markMissing(key) }
        return tables(tree[key], key)
    }

    /// The tables of a list that may be missing; elements of another kind are left out.
    mutating func tables(_ list: LockTree, _ key: String) -> [LockTree] {
        if !list.isNone, !list.isList { skipEntry(key) }
        return list.items.enumerated().compactMap { index, item in
            if !item.isTable { skipEntry("\(key)[\(index)]") }
            return item.isTable ? item : nil
        }
    }

    /// The pairs of a table that may be missing; values of another kind than a table are left out.
    mutating func tablePairs(_ table: LockTree, _ key: String) -> [(name: String, value: LockTree)] {
        if !table.isNone, !table.isTable { skipEntry(key) }
        return table.pairs.compactMap { name, value in
            if !value.isTable { skipEntry("\(key).\(name)") }
            return value.isTable ? (name, value) : nil
        }
    }
}
