// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing

/// Tests by name: written in blocks, found by row, by text and by key.
struct TestRecordsTests {
    private static let kinds = Fixture.Kind.allCases

    @Test(arguments: kinds)
    func `hostile names come back as they were`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)

        try driver.write {
            try $0.addTests(hostileNames, suites: hostileNames, className: hostileNames[3], file: hostileNames[4])
        }

        let found = try driver.read { try TestQueries($0).tests((1...Int64(hostileNames.count)).reversed()) }
        #expect(found.map(\.id) == Array(1...Int64(hostileNames.count)))
        #expect(found.map { Array($0.name.utf8) } == hostileNames.map { Array($0.utf8) })
        #expect(found.allSatisfy { $0.suites.map { Array($0.utf8) } == hostileNames.map { Array($0.utf8) } })
        #expect(found.allSatisfy { $0.className == hostileNames[3] && $0.file == hostileNames[4] })
    }

    @Test(arguments: kinds)
    func `the index of another process finds every test, in pieces too`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        var index = TestIndex()
        let names = (0..<3000).map { "case \($0)" }

        for start in stride(from: 0, to: names.count, by: 700) {
            try driver.write { try $0.addTests(Array(names[start..<min(start + 700, names.count)]), suites: ["s"]) }
            if start == 1400 { try driver.read { try TestRecords($0).load(into: &index) } }
        }
        try driver.read { try TestRecords($0).load(into: &index) }

        #expect(index.count == 3000)
        #expect(names.enumerated().allSatisfy { index.id(testKey($0.element)) == Int64($0.offset + 1) })
        #expect(try driver.read { try TestQueries($0).count() } == 3000)
        #expect(try driver.read { try TestQueries($0).namedCount() } == 3000)
        #expect(
            try driver.read { try TestQueries($0).tests([700, 701, 1401, 3001]) }.map(\.name) == [
                "case 699", "case 700", "case 1400",
            ])
    }

    @Test(arguments: kinds, [1, 100])
    func `suites and groups are made once, a few or many`(kind: Fixture.Kind, expected: Int) throws {
        let driver = try Fixture(kind)

        let rows = try driver.write { connection in
            var records = GroupRows(connection, expected: expected)
            let top = try records.suite(parent: nil, name: "it's")
            let first = try records.group(suite: top, className: "c", file: "", isSuite: false)
            try records.flush()
            records = GroupRows(connection, expected: expected)
            let found = [
                top, try records.suite(parent: nil, name: "it's"), try records.suite(parent: top, name: "it's"), first,
                try records.group(suite: top, className: "c", file: "", isSuite: false),
                try records.group(suite: nil, className: "c", file: "", isSuite: false),
                try records.group(suite: top, className: "c", file: "f", isSuite: false),
            ]
            try records.flush()
            return found
        }

        #expect(rows == [1, 1, 2, 1, 1, 2, 3])
    }

    @Test(arguments: kinds)
    func `a search finds parts of names in any case and takes signs literally`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        try driver.write {
            try $0.addTests(
                ["Adds Items", "removes", "100%_done", "100 done", "it's"], suites: ["s"], className: "shop.Cart")
        }

        func search(_ text: String?, limit: Int = 100) throws -> [String] {
            try driver.read { try TestQueries($0).search(text, limit: limit) }.map(\.name)
        }

        #expect(try search("adds i") == ["Adds Items"])
        #expect(try search("SHOP.cart.rem") == ["removes"])
        #expect(try search("it's") == ["it's"])
        #expect(try search(nil, limit: 2) == ["Adds Items", "removes"])
        #expect(try search("nothing like it") == [])
        #expect(try search("%_") == ["100%_done"])
        #expect(try search("\\") == [])
    }

    @Test(arguments: kinds)
    func `a suite test knows the cases of its suite at any depth`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        try driver.write { connection in
            try connection.addTests([TestName.suiteTest], suites: ["shop"])
            try connection.addTests(["adds"], suites: ["shop"])
            try connection.addTests(["pays"], suites: ["shop"], className: "Other")
            try connection.addTests(["adds"], suites: ["shop", "inner"])
            try connection.addTests([TestName.suiteTest], suites: [])
            try connection.addTests(["loose"], suites: [])
        }

        #expect(try driver.read { try TestQueries($0).suiteTests() } == [1, 5])
        #expect(try driver.read { try TestQueries($0).suiteCases() } == [1: [2, 3, 4], 5: [2, 3, 4, 6]])
    }

    @Test(arguments: kinds)
    func `without a suite test there are no cases of suites`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        try driver.write { try $0.addTests(["adds", "[suite", "suite]", "\"[suite]\""], suites: ["shop"]) }

        #expect(try driver.read { try TestQueries($0).suiteTests() } == [])
        #expect(try driver.read { try TestQueries($0).suiteCases() } == [:])
    }

    @Test func `the view of tests answers as the queries do`() throws {
        let driver = try Fixture(.memory)
        try driver.write { try $0.addTests(hostileNames, suites: ["s"]) }

        let rows = try driver.read { connection in
            try connection.query("SELECT id, group_id, name FROM test ORDER BY id") {
                ($0.integer(0), $0.integer(1), $0.text(2))
            }
        }

        let expected = try driver.read { try TestQueries($0).search(nil, limit: 100) }
        #expect(rows.map(\.0) == expected.map(\.id))
        #expect(rows.map { Array($0.2.utf8) } == expected.map { Array($0.name.utf8) })
        #expect(Set(rows.map(\.1)) == [1])
    }
}

/// The key that tests of these tests have.
private func testKey(_ name: String) -> TestKey {
    var name = name
    return name.withUTF8 { TestKey(group: 3, name: $0) }
}

extension StoreConnection {
    /// Adds tests behind those that are there.
    func addTests(_ names: [String], suites: [String], className: String = "", file: String = "") throws {
        let records = TestRecords(self)
        var groups = GroupRows(self, expected: 1)
        var suite: Int64?
        for name in suites { suite = try groups.suite(parent: suite, name: name) }
        let group = try groups.group(
            suite: suite, className: className, file: file, isSuite: names == [TestName.suiteTest])
        try groups.flush()
        var arena: [UInt8] = []
        let tests = names.map { name in
            let start = arena.count
            arena.append(contentsOf: name.utf8)
            return TestRecords.NewTest(key: testKey(name), group: group, name: start..<arena.count)
        }
        let first = try TestQueries(self).count() + 1
        try arena.withUnsafeBufferPointer { try records.insert(tests, first: Int64(first), names: $0) }
    }
}
