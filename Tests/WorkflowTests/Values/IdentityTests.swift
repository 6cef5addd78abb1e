// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing

/// Hashes that name tests, and the index that finds them.
struct IdentityTests {
    @Test func `the borders of fields are part of a hash`() {
        let splits: [[String]] = [
            ["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"], ["", "", "abc"], [],
        ]

        #expect(Set(splits.map(hash)).count == splits.count)
    }

    @Test func `texts of every length around a word differ, zeros among them`() {
        let texts = (0...40).flatMap { count in
            [
                String(repeating: "\0", count: count), String(repeating: "a", count: count),
                String(repeating: "\0", count: count) + "a",
            ]
        }

        #expect(Set(texts.map { hash([$0]) }).count == Set(texts).count)
    }

    @Test func `a hash is the same in every process and on every machine`() {
        #expect(hash(["shop.CartTests", "adds"], seed: 5) == "ff7d5e35702b5e75-d13121fd3d44df65")
    }

    @Test func `stores with other seeds have other hashes`() {
        #expect(Set((0..<1000).map { hash(["adds"], seed: $0) }).count == 1000)
    }

    @Test func `similar names have different keys`() {
        var keys: Set<TestKey> = []

        for group in 0..<100 as Range<UInt64> {
            for number in 0..<1000 { keys.insert(key("case \(number)", group: group)) }
        }

        #expect(keys.count == 100_000)
    }

    @Test func `the index finds a hundred thousand keys, with and without hints`() {
        let keys = (0..<100_000).map { key("case \($0)", group: 3) }
        var index = TestIndex()

        let rows = keys.map { index.add($0) }

        #expect(rows == Array(1...100_000))
        #expect(index.count == 100_000)
        #expect(keys.enumerated().allSatisfy { index.id($0.element) == Int64($0.offset + 1) })
        #expect(
            keys.enumerated().allSatisfy { index.id($0.element, hint: Int64($0.offset + 1)) == Int64($0.offset + 1) })
        #expect(keys.enumerated().allSatisfy { index.id($0.element, hint: Int64($0.offset)) == Int64($0.offset + 1) })
        #expect(index.id(key("case 100000", group: 3)) == nil)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, 2, 3, 4, .max])
    func `a wrong hint does no harm`(hint: Int64) {
        var index = TestIndex()
        for name in ["adds", "pays", "ships"] { _ = index.add(key(name, group: 3)) }

        #expect(index.id(key("pays", group: 3), hint: hint) == 2)
        #expect(index.id(key("asks", group: 3), hint: hint) == nil)
    }

    @Test func `keys that share a hash are told apart by their check`() {
        var index = TestIndex()
        let keys = (0..<500 as Range<UInt32>).map { TestKey(hash: 42, check: $0) }

        for key in keys { _ = index.add(key) }

        #expect(keys.enumerated().allSatisfy { index.id($0.element) == Int64($0.offset + 1) })
        #expect(index.id(TestKey(hash: 42, check: 500)) == nil)
    }

    @Test(arguments: [0, 1, 767, 768, 769, 100_000])
    func `room that was reserved changes no answer`(capacity: Int) {
        var index = TestIndex()
        _ = index.add(key("adds", group: 3))

        index.reserve(capacity)
        _ = index.add(key("pays", group: 3))

        #expect(index.id(key("adds", group: 3)) == 1)
        #expect(index.id(key("pays", group: 3)) == 2)
    }

    private func hash(_ fields: [String], seed: UInt64) -> String {
        var hash = StableHash(seed: seed)
        for field in fields { hash.combine(field) }
        return "\(String(hash.value.high, radix: 16))-\(String(hash.value.low, radix: 16))"
    }

    private func hash(_ fields: [String]) -> String { hash(fields, seed: 5) }

    private func key(_ name: String, group: UInt64) -> TestKey {
        var name = name
        return name.withUTF8 { TestKey(group: group, name: $0) }
    }
}
