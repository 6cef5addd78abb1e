// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Identifiers that machines make: UUIDs, hashes, pointers, object ids, build names.
enum IdentifierMask {
    static let family = MaskFamily(
        name: "identifier",
        examples: [
            ("volume e65d0ffe-f4c6-23b2-cea2-0ddfd3ac4d15 lost", "volume # lost"),
            ("ptr=0xb26e9bc7cefa", "ptr=#"),
            ("Foo@1a2b3c4d is not Foo@5e6f7a8b", "Foo@# is not Foo@#"),
            ("commit 0a1b2c3 by me", "commit # by me"),
            ("image g1a2b3c4 gone", "image g# gone"),
            ("device tap12ab34-cd", "device #-cd"),
            ("block blk_-1608999687919862906", "block blk_#"),
            ("decade and facade stay", "decade and facade stay"),
            ("mask ffffffff, value DEADBEEF:", "mask #, value #:"),
            ("effaced has no digit", "effaced has no digit"),
            ("node a1b2c3d joins", "node # joins"),
            ("test_login2_ok", "test_login#_ok"),
        ]
    )

    /// End of three or more groups of hexadecimal digits joined by dashes that begin at `start`, or nil.
    static func groupsEnd(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        var groups = 0
        var hasDigit = false
        var place = start
        var last = start
        while place < end {
            let begin = place
            while place < end, text[place].isHex {
                if text[place].isDigit { hasDigit = true }
                place += 1
            }
            if place - begin < 4 { break }
            groups += 1
            last = place
            guard place < end, text[place] == .dash else { break }
            place += 1
        }
        guard groups >= 3, hasDigit, last == end || !text[last].isAlphanumeric else { return nil }
        return last
    }

    /// How many letters stay before the mask when the word in `start..<end` is an identifier, or nil.
    static func keptLetters(_ text: Bytes, _ start: Int, _ end: Int, isHex: Bool, hasUnderscore: Bool) -> Int? {
        let count = end - start
        if isHex, count >= 6 { return 0 }
        if count > 2, text[start] == 48, text[start + 1] | 32 == UInt8(ascii: "x"), isHexRun(text, start + 2, end) {
            return 0
        }
        if let kept = prefixLength(text, start, end) { return kept }
        guard count >= 6, !hasUnderscore else { return nil }
        var switches = 0
        for index in start + 1..<end where text[index].isDigit != text[index - 1].isDigit { switches += 1 }
        return switches >= 3 ? 0 : nil
    }

    /// One to three letters before seven or more hexadecimal digits of one case, one of them a digit.
    private static func prefixLength(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        guard end - start >= 8 else { return nil }
        var kept = 1
        while kept <= 3, end - start - kept >= 7, text[start + kept - 1].isLetter {
            if isOneCaseHex(text, start + kept, end) { return kept }
            kept += 1
        }
        return nil
    }

    /// Whether the chunk is eight or more letters that are all hexadecimal digits; such words are numbers.
    @inline(__always)
    static func isLetters(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        end - start >= 8 && text[start].isHex && isHexRun(text, start, end)
    }

    private static func isHexRun(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        for index in start..<end where !text[index].isHex { return false }
        return true
    }

    private static func isOneCaseHex(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        var hasDigit = false
        var hasUpper = false
        var hasLower = false
        for index in start..<end {
            guard text[index].isHex else { return false }
            if text[index].isDigit {
                hasDigit = true
            } else if text[index].isUpper {
                hasUpper = true
            } else {
                hasLower = true
            }
        }
        return hasDigit && !(hasUpper && hasLower)
    }
}
