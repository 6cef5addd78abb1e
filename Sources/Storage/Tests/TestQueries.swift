// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads tests by row or by text.
package struct TestQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// What suites say of themselves in properties `tag` and `tags`, each once.
    package func suiteTags() throws -> [(suite: String, value: String)] {
        try connection.query(
            """
            SELECT DISTINCT suite, value
            FROM property
            WHERE name IN ('tag', 'tags')
            ORDER BY suite, value
            """
        ) { ($0.text(0), $0.text(1)) }
    }

    /// Whether any suite has such a property.
    package func hasSuiteTags() throws -> Bool {
        try connection.first("SELECT upload_id FROM property WHERE name IN ('tag', 'tags') ORDER BY upload_id LIMIT 1")
        {
            $0.integer(0)
        } != nil
    }

    /// From so many groups on, all groups are read at once.
    private static let manyGroups = 200

    /// The tests with these rows, ascending; reads each block that holds any once.
    package func tests(_ ids: some Sequence<Int64>) throws -> [TestName] {
        let rows = try rows(Array(ids))
        let groups = try groups(Set(rows.map(\.group)))
        return rows.compactMap { row in groups[row.group].map { $0.test(row.id, row.name) } }
    }

    /// What tests have in common: the class, the file and the suites around it.
    package struct Group: Sendable {
        package let className: String
        package let file: String
        /// Names of the enclosing suites, outermost first.
        package let suites: [String]
        package let isSuite: Bool
        /// Row of the innermost suite; 0 outside any.
        package let suite: Int64

        package func test(_ id: Int64, _ name: String) -> TestName {
            TestName(id: id, suites: suites, className: className, name: name, file: file)
        }
    }

    /// The group of each of these tests; those that do not exist are left out.
    package func groups(ofTests ids: [Int64]) throws -> [Int64: Int64] {
        var found: [Int64: Int64] = [:]
        found.reserveCapacity(ids.count)
        try visit(ids) { id, group, _, _ in found[id] = group }
        return found
    }

    /// The group of each of these tests, ascending, and the names of some of them, in one walk; those that do not exist are
    /// left out.
    package func members(
        _ ids: [Int64], naming isNamed: (Int64) -> Bool
    ) throws -> (groups: [(test: Int64, group: Int64)], names: [(test: Int64, group: Int64, name: String)]) {
        var groups: [(test: Int64, group: Int64)] = []
        groups.reserveCapacity(ids.count)
        var names: [(test: Int64, group: Int64, name: String)] = []
        try visit(ids) { id, group, name, isEscaped in
            groups.append((id, group))
            if isNamed(id) { names.append((id, group, JSONBytes.string(name, isEscaped: isEscaped))) }
        }
        return (groups, names)
    }

    /// The groups with these rows.
    package func groups(_ ids: Set<Int64>) throws -> [Int64: Group] {
        var rows: [(id: Int64, className: String, file: String, suite: Int64, isSuite: Bool)] = []
        func read(_ row: any StoreRow) -> (id: Int64, className: String, file: String, suite: Int64, isSuite: Bool) {
            (row.integer(0), row.text(1), row.text(2), row.optionalInteger(3) ?? 0, row.integer(4) == 1)
        }
        if ids.count > Self.manyGroups {
            rows = try connection.query(
                "SELECT id, class_name, file, suite_id, is_suite FROM test_group ORDER BY id", read
            ).filter { ids.contains($0.id) }
        } else {
            for id in ids {
                rows += try connection.query(
                    "SELECT id, class_name, file, suite_id, is_suite FROM test_group WHERE id = \(id)", read)
            }
        }
        var suites: [Int64: [String]] = [:]
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                let group = Group(
                    className: row.className, file: row.file, suites: try path(row.suite, &suites),
                    isSuite: row.isSuite, suite: row.suite)
                return (row.id, group)
            })
    }

    private func rows(_ ids: [Int64]) throws -> [(id: Int64, group: Int64, name: String)] {
        var rows: [(id: Int64, group: Int64, name: String)] = []
        try visit(ids) { id, group, name, isEscaped in
            rows.append((id, group, JSONBytes.string(name, isEscaped: isEscaped)))
        }
        return rows
    }

    /// Visits tests, ascending, each with its group and its name, which is valid during the call.
    private func visit(
        _ ids: [Int64],
        _ body: (_ id: Int64, _ group: Int64, _ name: UnsafeBufferPointer<UInt8>, _ isEscaped: Bool) -> Void
    ) throws {
        let sorted = ids.sorted()
        guard let lowest = sorted.first else { return }
        var rest = sorted[...]
        let firsts = try connection.query(
            """
            SELECT first_test_id
            FROM test_block
            WHERE first_test_id >= coalesce(
                (SELECT max(a.first_test_id) FROM test_block a WHERE a.first_test_id <= \(lowest)), 0)
            ORDER BY first_test_id
            """
        ) { $0.integer(0) }
        for (place, first) in firsts.enumerated() where !rest.isEmpty {
            let own = place + 1 < firsts.count ? rest.prefix { $0 < firsts[place + 1] } : rest
            rest = rest.dropFirst(own.count)
            guard !own.isEmpty else { continue }
            var next = own.startIndex
            try visit(block: first) { id, group, name, isEscaped in
                while next < own.endIndex, own[next] < id { next += 1 }
                guard next < own.endIndex, own[next] == id else { return }
                body(id, group, name, isEscaped)
            }
        }
    }

    private func visit(
        block first: Int64,
        _ body: (_ id: Int64, _ group: Int64, _ name: UnsafeBufferPointer<UInt8>, _ isEscaped: Bool) -> Void
    ) throws {
        _ = try connection.first("SELECT tests FROM test_block WHERE first_test_id = \(first)") { row in
            row.withBytes(0) { bytes in
                JSONBytes.pairs(bytes) { body(first + Int64($0), $1, $2, $3) }
            }
        }
    }

    /// Visits every test of the store, ascending.
    private func visitAll(
        _ body: (_ id: Int64, _ group: Int64, _ name: UnsafeBufferPointer<UInt8>, _ isEscaped: Bool) -> Void
    ) throws {
        let firsts = try connection.query("SELECT first_test_id FROM test_block ORDER BY first_test_id") {
            $0.integer(0)
        }
        for first in firsts { try visit(block: first, body) }
    }

    private func allGroups() throws -> [Int64: Group] {
        try groups(Set(try connection.query("SELECT id FROM test_group ORDER BY id") { $0.integer(0) }))
    }

    /// Tests whose class or name holds a text, in any case, in the order of their rows.
    package func search(_ text: String?, limit: Int) throws -> [TestName] {
        let groups = try allGroups()
        let wanted = text?.lowercased()
        var found: [TestName] = []
        try visitAll { id, group, name, isEscaped in
            guard found.count < limit, let group = groups[group] else { return }
            let test = group.test(id, JSONBytes.string(name, isEscaped: isEscaped))
            if wanted.map({ "\(test.className).\(test.name)".lowercased().contains($0) }) ?? true { found.append(test) }
        }
        return found
    }

    /// The tests that stand for suites which failed as a whole; a look into an index when there is none.
    package func suiteTests() throws -> Set<Int64> {
        let groups = Set(
            try connection.query("SELECT id FROM test_group WHERE is_suite = 1 ORDER BY id") { $0.integer(0) })
        guard !groups.isEmpty else { return [] }
        var found: Set<Int64> = []
        try visitAll { id, group, _, _ in
            if groups.contains(group) { found.insert(id) }
        }
        return found
    }

    /// The tests that stand for suites, with the cases of each at any depth, ascending; reads every name once.
    ///
    /// A test that stands for a whole report, outside any suite, has all cases.
    package func suiteCases() throws -> [Int64: [Int64]] {
        let parents = Dictionary(
            uniqueKeysWithValues: try connection.query("SELECT id, parent_id FROM suite ORDER BY id") {
                ($0.integer(0), $0.optionalInteger(1) ?? 0)
            })
        let groups = try allGroups()
        var cases: [Int64: [Int64]] = [:]
        var wholes: [(test: Int64, suite: Int64)] = []
        try visitAll { id, group, _, _ in
            guard let group = groups[group] else { return }
            if group.isSuite { return wholes.append((id, group.suite)) }
            var suite = group.suite
            while suite != 0 {
                cases[suite, default: []].append(id)
                suite = parents[suite] ?? 0
            }
            cases[0, default: []].append(id)
        }
        return Dictionary(uniqueKeysWithValues: wholes.map { ($0.test, cases[$0.suite] ?? []) })
    }

    /// How many tests the blocks name; equal to `count` in a sound store.
    package func namedCount() throws -> Int {
        let groups = Set(try connection.query("SELECT id FROM test_group ORDER BY id") { $0.integer(0) })
        var count = 0
        try visitAll { _, group, _, _ in
            if groups.contains(group) { count += 1 }
        }
        return count
    }

    /// How many tests there are.
    package func count() throws -> Int {
        let last = try connection.first(
            "SELECT first_test_id - 1 + length(keys) / 12 FROM test_block ORDER BY first_test_id DESC LIMIT 1"
        ) { Int($0.integer(0)) }
        return last ?? 0
    }

    private func path(_ suite: Int64, _ known: inout [Int64: [String]]) throws -> [String] {
        guard suite != 0 else { return [] }
        if let names = known[suite] { return names }
        let row = try connection.first("SELECT parent_id, name FROM suite WHERE id = \(suite)") {
            ($0.optionalInteger(0) ?? 0, $0.text(1))
        }
        guard let row else { return [] }
        let names = try path(row.0, &known) + [row.1]
        known[suite] = names
        return names
    }
}
