// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Rows of suites and groups: of many all are read at once, and new ones are written at once, because every question to a
/// server is a way there and back.
package struct GroupRows {
    /// From so many on all are read.
    private static let many = 50

    private struct SuiteName: Hashable {
        let parent: Int64
        let name: String
    }

    private struct GroupName: Hashable {
        let suite: Int64
        let className: String
        let file: String
        let isSuite: Bool
    }

    private let connection: any StoreConnection
    private let expected: Int
    private var hasAll = false
    private var suites = NewRows<SuiteName>()
    private var groups = NewRows<GroupName>()

    /// - Parameter expected: Groups that may be asked for.
    package init(_ connection: any StoreConnection, expected: Int) {
        self.connection = connection
        self.expected = expected
    }

    /// Row of a suite; a new one is there after ``flush()``.
    package mutating func suite(parent: Int64?, name: String) throws -> Int64 {
        try readAllOnce()
        let name = SuiteName(parent: parent ?? 0, name: name)
        let (connection, d) = (connection, connection.dialect)
        return try suites.row(
            of: name, in: "suite", connection,
            hasAll
                ? nil
                : """
                coalesce(parent_id, 0) = \(name.parent)
                    AND \(raw: d.hashed("name")) = \(raw: d.hash.before)\(name.name)\(raw: d.hash.after)
                """)
    }

    /// Row of a group; a new one is there after ``flush()``.
    package mutating func group(suite: Int64?, className: String, file: String, isSuite: Bool) throws -> Int64 {
        try readAllOnce()
        let name = GroupName(suite: suite ?? 0, className: className, file: file, isSuite: isSuite)
        let (connection, d) = (connection, connection.dialect)
        return try groups.row(
            of: name, in: "test_group", connection,
            hasAll
                ? nil
                : """
                coalesce(suite_id, 0) = \(name.suite)
                    AND \(raw: d.hashed("class_name")) = \(raw: d.hash.before)\(className)\(raw: d.hash.after)
                    AND \(raw: d.hashed("file")) = \(raw: d.hash.before)\(file)\(raw: d.hash.after)
                    AND is_suite = \(isSuite)
                """)
    }

    /// Writes what is new.
    package mutating func flush() throws {
        let (suites, groups) = (suites.new, groups.new)
        try connection.insert(into: "suite", columns: ["id", "parent_id", "name"], count: suites.count) { index, row in
            row.integer(suites[index].row)
            row.optional(suites[index].name.parent == 0 ? nil : suites[index].name.parent)
            row.text(suites[index].name.name)
        }
        let columns = ["id", "suite_id", "class_name", "file", "is_suite"]
        try connection.insert(into: "test_group", columns: columns, count: groups.count) { index, row in
            let name = groups[index].name
            row.integer(groups[index].row)
            row.optional(name.suite == 0 ? nil : name.suite)
            row.text(name.className)
            row.text(name.file)
            row.integer(name.isSuite ? 1 : 0)
        }
        (self.suites.new, self.groups.new) = ([], [])
    }

    private mutating func readAllOnce() throws {
        guard expected >= Self.many, !hasAll else { return }
        hasAll = true
        try connection.each("SELECT id, coalesce(parent_id, 0), name FROM suite ORDER BY id") { row in
            suites.known[SuiteName(parent: row.integer(1), name: row.text(2))] = row.integer(0)
        }
        try connection.each(
            "SELECT id, coalesce(suite_id, 0), class_name, file, is_suite FROM test_group ORDER BY id"
        ) { row in
            let name = GroupName(
                suite: row.integer(1), className: row.text(2), file: row.text(3), isSuite: row.integer(4) == 1)
            groups.known[name] = row.integer(0)
        }
    }
}

/// Rows of a table by name, and numbers for those that it does not hold yet.
private struct NewRows<Name: Hashable> {
    var known: [Name: Int64] = [:]
    var new: [(row: Int64, name: Name)] = []
    private var next: Int64?

    /// - Parameter condition: Finds the row in the table; nil where all that it holds are known.
    mutating func row(
        of name: Name, in table: String, _ connection: any StoreConnection, _ condition: SQLText?
    ) throws -> Int64 {
        if let row = known[name] { return row }
        if let condition {
            let found = try connection.first("SELECT id FROM \(raw: table) WHERE \(condition)") { $0.integer(0) }
            if let found {
                known[name] = found
                return found
            }
        }
        let row = try next ?? connection.number("SELECT coalesce(max(id), 0) + 1 FROM \(raw: table)")
        next = row + 1
        known[name] = row
        new.append((row, name))
        return row
    }
}
