// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The tables of a TOML document while it is read, by the rules that say who may add to which table.
struct TOMLTables {
    private enum Slot {
        case value(LockTree)
        case table(Int)
        /// Index of a list of tables.
        case list(Int)
    }

    private enum Origin {
        /// Named only on the way to another table.
        case path
        case header
        /// Opened by a dotted key, which may add more, unlike a header.
        case dottedKey
    }

    private struct Table {
        var slots: [String: Slot] = [:]
        var origin: Origin
    }

    /// All tables; the first is the document.
    private var tables = [Table(origin: .header)]
    /// Elements of all lists of tables, as indices of tables.
    private var lists: [[Int]] = []
    private var current = 0
    private var lastList: Int?
    /// Parts of the header that was read last.
    private(set) var depth = 0

    /// Opens the table or the element of a list that a header names.
    mutating func open(_ path: [String], isElement: Bool, at offset: Int) throws(TOMLDocument.Fault) {
        var table = 0
        for part in path.dropLast() {
            switch tables[table].slots[part] {
            case nil: table = add(to: table, part, origin: .path)
            case .table(let index): table = index
            case .list(let list): table = lists[list].last ?? 0
            case .value: throw Self.repeated(at: offset)
            }
        }
        guard let name = path.last else { return }
        switch tables[table].slots[name] {
        case nil where isElement:
            lists.append([])
            tables[table].slots[name] = .list(lists.count - 1)
            addElement(to: lists.count - 1)
        case .list(let list) where isElement: addElement(to: list)
        case nil: current = add(to: table, name, origin: .header)
        case .table(let index) where !isElement && tables[index].origin == .path:
            tables[index].origin = .header
            current = index
        default: throw Self.repeated(at: offset)
        }
        depth = path.count
    }

    /// Sets a value in the table that was opened last.
    mutating func set(_ path: [String], _ value: LockTree, at offset: Int) throws(TOMLDocument.Fault) {
        var table = current
        for part in path.dropLast() {
            switch tables[table].slots[part] {
            case nil: table = add(to: table, part, origin: .dottedKey)
            case .table(let index) where tables[index].origin == .dottedKey: table = index
            default: throw Self.repeated(at: offset)
            }
        }
        guard let name = path.last else { return }
        guard tables[table].slots[name] == nil else { throw Self.repeated(at: offset) }
        tables[table].slots[name] = .value(value)
    }

    /// Takes away the element of a list that was opened last, because it may be incomplete.
    mutating func dropLastElement() {
        if let lastList { lists[lastList].removeLast() }
    }

    /// All that was read.
    var tree: LockTree { tree(of: 0) }

    /// The depth is bounded by the parts that a key may have.
    private func tree(of table: Int) -> LockTree {
        .table(
            tables[table].slots.mapValues { slot in
                switch slot {
                case .value(let value): value
                case .table(let index): tree(of: index)
                case .list(let list): .list(lists[list].map { tree(of: $0) })
                }
            })
    }

    private mutating func add(to table: Int, _ name: String, origin: Origin) -> Int {
        tables.append(Table(origin: origin))
        tables[table].slots[name] = .table(tables.count - 1)
        return tables.count - 1
    }

    private mutating func addElement(to list: Int) {
        tables.append(Table(origin: .header))
        lists[list].append(tables.count - 1)
        current = tables.count - 1
        lastList = list
    }

    private static func repeated(at offset: Int) -> TOMLDocument.Fault {
        TOMLDocument.Fault(message: "a key is given twice", offset: offset)
    }
}
