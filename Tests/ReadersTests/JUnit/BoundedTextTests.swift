// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

struct BoundedTextTests {
    @Test(arguments: [0, 1, 63, 64])
    func `text up to the limit is kept whole`(count: Int) {
        let letters = letters(count)

        #expect(bounded([letters], limit: 64) == letters)
    }

    @Test func `one byte beyond the limit cuts the middle and counts it`() {
        let letters = letters(65)

        let text = bounded([letters], limit: 64)

        #expect(text == "\(letters.prefix(32))\n[… 1 bytes cut …]\n\(letters.suffix(32))")
    }

    @Test(arguments: [1, 2, 3, 7, 31, 32, 33, 63, 64, 65, 200])
    func `the pieces in which text arrives do not matter`(size: Int) {
        let letters = letters(500)

        let whole = bounded([letters], limit: 100)
        let pieces = bounded(
            stride(from: 0, to: 500, by: size).map { String(letters.dropFirst($0).prefix(size)) },
            limit: 100
        )

        #expect(pieces == whole)
        #expect(whole == "\(letters.prefix(50))\n[… 400 bytes cut …]\n\(letters.suffix(50))")
    }

    @Test(arguments: 0..<4, 0..<4)
    func `a character is never divided`(shift: Int, tail: Int) {
        let text =
            String(repeating: "a", count: shift) + String(repeating: "𠀋", count: 100)
            + String(repeating: "b", count: tail)

        let cut = bounded([text], limit: 64)

        #expect(!cut.contains("\u{FFFD}"))
        #expect(cut.utf8.count <= 64 + 40)
    }

    @Test func `the count is of the bytes that are missing`() {
        let text = String(repeating: "é", count: 100)

        let cut = bounded(["a", text], limit: 64)

        let kept = cut.utf8.count - "\n[… 000 bytes cut …]\n".utf8.count
        #expect(cut.contains("[… \(201 - kept) bytes cut …]"))
    }

    @Test func `a reset forgets everything`() {
        var text = BoundedText()
        text.reset(limit: 64)
        Array(letters(200).utf8).withUnsafeBufferPointer { text.append($0) }

        text.reset(limit: 64)
        Array("new".utf8).withUnsafeBufferPointer { text.append($0) }

        let output = ByteArena()
        text.write(to: output)
        #expect(output.bytes.text == "new")
        #expect(!text.isCut)
    }

    private func letters(_ count: Int) -> String {
        String(decoding: (0..<count).map { UInt8(ascii: "a") + UInt8($0 % 26) }, as: UTF8.self)
    }

    private func bounded(_ pieces: [String], limit: Int) -> String {
        var text = BoundedText()
        text.reset(limit: limit)
        for piece in pieces { Array(piece.utf8).withUnsafeBufferPointer { text.append($0) } }
        let output = ByteArena()
        text.write(to: output)
        return output.bytes.text
    }
}
