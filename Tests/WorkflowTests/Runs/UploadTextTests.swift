// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Workflow

/// Where names and texts of an upload lie until they are written.
struct UploadTextTests {
    /// Short ones and long ones, far more than lie in one piece of an arena or in the memory of a spool.
    private static let texts = (0..<6_000).map { number in
        Array("\(number) ".utf8) + [UInt8](repeating: 0x61, count: number % 17 == 0 ? 9_000 : number % 900)
    }

    @Test func `a name is what was added, whichever piece it lies in`() {
        var arena = NameArena()
        #expect(arena.isEmpty)

        let places = Self.texts.map { text in text.withUnsafeBufferPointer { arena.add($0) } }

        for (text, place) in zip(Self.texts, places) {
            #expect(arena.withName(place.start, place.count) { Array($0) } == text)
        }
        #expect(!arena.isEmpty)
    }

    @Test(arguments: [65_534, 65_535, 65_536, 300_000])
    func `a name is cut where its length is no longer told`(count: Int) {
        var arena = NameArena()
        let long = [UInt8](repeating: 0x62, count: count)

        let first = long.withUnsafeBufferPointer { arena.add($0) }
        let second = Array("next".utf8).withUnsafeBufferPointer { arena.add($0) }

        #expect(arena.withName(first.start, first.count) { $0.count } == min(count, 65_535))
        #expect(arena.withName(second.start, second.count) { Array($0) } == Array("next".utf8))
    }

    @Test func `all names are looked at, each with a line feed behind it`() {
        var arena = NameArena()
        for text in Self.texts { _ = text.withUnsafeBufferPointer { arena.add($0) } }

        var seen: [UInt8] = []
        #expect(
            !arena.contains {
                seen += $0; return false
            })

        #expect(seen == Self.texts.flatMap { $0 + [0x0A] })
    }

    @Test(arguments: [0, 100, 1 << 17], [false, true])
    func `texts come back from memory and file, in order and out of it`(ahead: Int, isBackward: Bool) {
        let spool = TextSpool()
        let references = Self.texts.map { text in text.withUnsafeBufferPointer { spool.add($0) } }

        var reader = TextSpool.Reader(spool, ahead: ahead)
        let places = Array(Self.texts.indices)
        for place in isBackward ? places.reversed() : places {
            #expect(references[place]?.position == place)
            #expect(reader.withText(place) { Array($0) } == Self.texts[place])
        }
    }

    @Test func `equal texts are kept once, and have a digest in common`() {
        let spool = TextSpool()
        func add(_ text: String) -> Int? {
            Array(text.utf8).withUnsafeBufferPointer { spool.add($0)?.position }
        }

        #expect(add("one") == 0)
        #expect(add("two") == 1)
        #expect(add("one") == 0)
        #expect(add("") == nil)
        #expect(spool.count == 2)
        #expect(spool.digest(0) == Array("one".utf8).withUnsafeBufferPointer { TextSpool.digest($0) })
        #expect(spool.digest(0) != spool.digest(1))
    }
}
