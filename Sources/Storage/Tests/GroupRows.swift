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
    private var suites: [SuiteName: Int64] = [:]
    private var groups: [GroupName: Int64] = [:]
    private var newSuites: [(row: Int64, name: SuiteName)] = []
    private var newGroups: [(row: Int64, name: GroupName)] = []
    private var next: (suite: Int64, group: Int64)?

    /// - Parameter expected: Groups that may be asked for.
    package init(_ connection: any StoreConnection, expected: Int) {
        self.connection = connection
        self.expected = expected
    }

    /// Row of a suite; a new one is there after ``flush()``.
    package mutating func suite(parent: Int64?, name: String) throws -> Int64 {
        let name = SuiteName(parent: parent ?? 0, name: name)
        if let row = suites[name] { return row }
        try readAllOnce()
        if let row = suites[name] { return row }
        if !hasAll {
            let (d, before, after) = (connection.dialect, connection.dialect.hash.before, connection.dialect.hash.after)
            let found = try connection.first(
                """
                SELECT id
                FROM suite
                WHERE coalesce(parent_id, 0) = \(name.parent)
                    AND \(raw: d.hashed("name")) = \(raw: before)\(name.name)\(raw: after)
                """
            ) { $0.integer(0) }
            suites[name] = found
            if let found { return found }
        }
        let row = try takeRows().suite
        next?.suite += 1
        suites[name] = row
        newSuites.append((row, name))
        return row
    }

    /// Row of a group; a new one is there after ``flush()``.
    package mutating func group(suite: Int64?, className: String, file: String, isSuite: Bool) throws -> Int64 {
        let name = GroupName(suite: suite ?? 0, className: className, file: file, isSuite: isSuite)
        if let row = groups[name] { return row }
        try readAllOnce()
        if let row = groups[name] { return row }
        if !hasAll {
            let (d, before, after) = (connection.dialect, connection.dialect.hash.before, connection.dialect.hash.after)
            let found = try connection.first(
                """
                SELECT id
                FROM test_group
                WHERE coalesce(suite_id, 0) = \(name.suite)
                    AND \(raw: d.hashed("class_name")) = \(raw: before)\(className)\(raw: after)
                    AND \(raw: d.hashed("file")) = \(raw: before)\(file)\(raw: after) AND is_suite = \(isSuite)
                """
            ) { $0.integer(0) }
            groups[name] = found
            if let found { return found }
        }
        let row = try takeRows().group
        next?.group += 1
        groups[name] = row
        newGroups.append((row, name))
        return row
    }

    /// Writes what is new.
    package mutating func flush() throws {
        let (suites, groups) = (newSuites, newGroups)
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
        (newSuites, newGroups) = ([], [])
    }

    private mutating func readAllOnce() throws {
        guard expected >= Self.many, !hasAll else { return }
        hasAll = true
        _ = try connection.query("SELECT id, coalesce(parent_id, 0), name FROM suite ORDER BY id") { row in
            suites[SuiteName(parent: row.integer(1), name: row.text(2))] = row.integer(0)
        }
        _ = try connection.query(
            "SELECT id, coalesce(suite_id, 0), class_name, file, is_suite FROM test_group ORDER BY id"
        ) { row in
            let name = GroupName(
                suite: row.integer(1), className: row.text(2), file: row.text(3), isSuite: row.integer(4) == 1)
            groups[name] = row.integer(0)
        }
    }

    private mutating func takeRows() throws -> (suite: Int64, group: Int64) {
        if let next { return next }
        let first = (
            try connection.number("SELECT coalesce(max(id), 0) + 1 FROM suite"),
            try connection.number("SELECT coalesce(max(id), 0) + 1 FROM test_group")
        )
        next = first
        return first
    }
}
