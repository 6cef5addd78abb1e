// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// What messages of commits say.
struct CommitLogTests {
    private static let hash = String(repeating: "a1", count: 20)

    private func notes(_ message: String, parents: String = "p1", hash: String = Self.hash) -> [String] {
        let record = [hash, "1795599000", "Ann", parents, message].joined(separator: "\u{1F}")
        return CommitLog.notes(Array(record.utf8)).map { "\($0.kind.rawValue) \($0.value)" }
    }

    @Test(arguments: [
        ("round in cents\n\nChange: CR-7\nFixes: ISS-3\n", ["change 7", "fixes 3"]),
        ("round\n\nfixes: iss-3, ISS-4 ISS-3\n", ["fixes 3", "fixes 4"]),
        ("round\n\nChange-Request: CR-12\r\n", ["change 12"]),
        ("Revert \"round\"\n\nThis reverts commit c0ffee1234567.\n", ["reverts c0ffee1234567"]),
        ("Undo\n\nReverts: c0ffee1234567, CR-7\n", ["reverts c0ffee1234567", "reverts CR-7"]),
        ("Undo\n\nrevert: cr-7\n", ["reverts CR-7"]),
        ("Reverts: the colour\nReverts: CR-0\nReverts: abc\nReverts octo/shop#12\n", []),
        ("Change: the colour\nFixes: #12\nFixes: ISS-x, ISS-0, ISS-99999999999999999999\n", []),
        ("This reverts commit abc.\n", []), ("", []), ("x\n\nFixes: not ISS-1 yet, see ISS-1.\n", []),
        (
            "Revert \"Merge\"\n\nThis reverts commit c0ffee1234567, reversing\nchanges made to beef1234567.\n",
            ["reverts c0ffee1234567 beef1234567"]
        ),
        ("we say Fixes: ISS-3 in passing", []),
        (
            "a\rFixes: ISS-3\u{2028}Change: CR-4\u{85}Fix: ISS-5\u{B}Fixes: ISS-6",
            ["fixes 3", "change 4", "fixes 5", "fixes 6"]
        ),
        ("FIXES: iss-8\nfIx: ISS-9\n Fixes: ISS-1", ["fixes 8", "fixes 9"]),
    ])
    func `trailers and reverts are noted, and nothing else`(message: String, expected: [String]) {
        #expect(notes(message) == expected)
    }

    @Test func `a merge is noted with its title`() {
        #expect(
            notes("Merge branch 'pay'\n\nChange: CR-1", parents: "p1 p2") == ["merge Merge branch 'pay'", "change 1"])
        #expect(notes("\n", parents: "p1 p2") == [])
        #expect(notes("\r\n\n\u{2028}Merge ä\u{2028}x", parents: "p1 p2") == ["merge Merge ä"])
    }

    @Test func `commits are told apart, with their time and author`() {
        func record(_ hash: String, _ time: String) -> String {
            "\(hash)\u{1F}\(time)\u{1F}Ann\u{1F}\u{1F}x\n\nFixes: ISS-1\n"
        }
        let log = [record("a", "1"), record("b", "no time"), "broken", record("\nc", "3")].joined(separator: "\0")

        let notes = CommitLog.notes(Array(log.utf8))

        #expect(notes.map(\.commit) == ["a", "c"])
        #expect(notes.map(\.at) == [1_000, 3_000])
        #expect(notes.map(\.author) == ["Ann", "Ann"])
    }
}
