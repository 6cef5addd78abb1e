// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

/// What is kept of a commit and its ancestors.
struct LineageTests {
    private static func hash(_ digit: Character, count: Int = 40) -> String { String(repeating: digit, count: count) }

    @Test func `it names each of its commits by hash or by seven digits, in any case`() throws {
        let lineage = try #require(
            Lineage([Self.hash("a"), Self.hash("b"), "0123456789abcdef" + Self.hash("c", count: 24)]))

        for text in [Self.hash("a"), Self.hash("B"), "0123456", "0123456789ABCDEF", "0123456789abcdefc"] {
            #expect(lineage.names(try #require(CommitName(text))), "\(text)")
        }
        #expect(!lineage.names(try #require(CommitName("0123457"))))
        #expect(!lineage.names(try #require(CommitName(Self.hash("c")))))
        #expect(lineage.begins(with: try #require(CommitName("aaaaaaa"))))
        #expect(!lineage.begins(with: try #require(CommitName(Self.hash("b")))))
    }

    @Test func `its bytes are eight a commit, and make it again`() throws {
        let lineage = try #require(
            Lineage([Self.hash("a", count: 64), "0123456789abcdef" + Self.hash("0", count: 48)]))

        #expect(lineage.bytes == Array(repeating: 0xAA, count: 8) + [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF])
        #expect(Lineage(bytes: lineage.bytes) == lineage)
    }

    @Test func `the farthest ancestors are left out`() throws {
        let hashes = (0..<300).map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits + Self.hash("f", count: 24)
        }

        let lineage = try #require(Lineage(hashes))

        #expect(lineage.bytes.count == 257 * 8)
        #expect(lineage.names(try #require(CommitName(hashes[256]))))
        #expect(!lineage.names(try #require(CommitName(hashes[257]))))
    }

    @Test(arguments: [
        [], [hash("a")], [hash("a"), hash("b", count: 39)], [hash("a"), "HEAD"], [hash("a"), hash("g")],
    ])
    func `what holds no ancestor, or no whole hash, is none`(hashes: [String]) {
        #expect(Lineage(hashes) == nil)
    }

    @Test(arguments: ["", "main", "c0ffee", "c0ffeeg", "1.2.3-rc", "+0ffee00", hash("a", count: 65), "ａbcdef0"])
    func `what is no hash names no commit`(text: String) {
        #expect(CommitName(text) == nil)
    }

    @Test func `an abbreviation is one of a whole hash only`() throws {
        let whole = try #require(CommitName(Self.hash("a")))
        let (short, shorter) = (try #require(CommitName("aaaaaaaa")), try #require(CommitName("aaaaaaa")))

        #expect(whole.isSame(as: short) && shorter.isSame(as: whole) && short.isSame(as: short))
        #expect(!short.isSame(as: shorter))
    }

    @Test func `capital digits name the same commit, and another digit behind the kept ones another`() throws {
        let whole = try #require(CommitName(Self.hash("a")))

        #expect(whole == CommitName(Self.hash("A")))
        #expect(whole.isSame(as: try #require(CommitName("AAAAAAA"))))
        #expect(!whole.isSame(as: try #require(CommitName(Self.hash("a", count: 39) + "b"))))
        #expect(!whole.isSame(as: try #require(CommitName(Self.hash("a", count: 19) + "b"))))
    }

    @Test func `equal texts and a hash with its beginning name one commit`() {
        let whole = Self.hash("a")
        let cases: [(String, String, Bool)] = [
            (whole, whole, true), (whole, "AAAAAAAA", true), ("aaaaaaa", whole, true), ("r12", "r12", true),
            ("aaaaaaaa", "aaaaaaa", false), ("aaaaaa", whole, false), (whole, Self.hash("b"), false),
            ("r12", "r1", false),
        ]

        for (one, other, areSame) in cases {
            #expect(CommitName.areSame(one, other) == areSame, "\(one) and \(other)")
        }
    }

    @Test func `a way from a name to something else is none`() {
        #expect(["main~3", "x^", "v1.0^{tree}", "HEAD^2"].allSatisfy(CommitName.isPath))
        #expect(!["main", "4123:4168MS", "12:c0ffee", "a@b", "//depot/main@7"].contains(where: CommitName.isPath))
    }

    @Test(arguments: [
        ("c0ffee", "C0FFEE12", true), ("c0ffee12", "c0ffee", true), ("c0ffee", "c0ffed", false), ("", "c0ffee", false),
        ("c0ffee", "c0ffee", true),
    ])
    func `two that begin alike may be one commit`(one: String, other: String, expected: Bool) {
        #expect(CommitName.beginAlike(one, other) == expected)
        #expect(CommitName.beginAlike(other, one) == expected)
    }

    @Test func `names that git moves are told from those of other systems`() {
        let moving = [
            "HEAD", "HEAD~1", "HEAD^", "@", "@{u}", "@~2", "main@{1}", "ORIG_HEAD", "FETCH_HEAD", "MERGE_HEAD^2",
            "refs/heads/main", "head", "Head~1",
        ]
        let fixed = ["r1234", "4711", "main", "release/2.4", "v1.2", "a@b", "BIG_HEADER", "c0ffee1", "M_HEADx"]

        #expect(moving.filter { !CommitName.isMoving($0) } == [])
        #expect(fixed.filter(CommitName.isMoving) == [])
    }
}
