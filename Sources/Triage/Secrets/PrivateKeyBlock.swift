// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Private keys in armour (RFC 7468, PGP, OpenSSH), also with escaped line ends and with one end cut off.
enum PrivateKeyBlock {
    static let anchors = ["-BEGIN", "-END"].map { SecretAnchor(Array($0.utf8).prefix(4), offset: 0) }

    private static let body = ByteSet.base64
    private static let label = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")

    /// `start` is the last dash before `BEGIN` or `END`.
    static func match(_ text: Bytes, at start: Int, floor: Int) -> Range<Int>? {
        var begin = start
        while begin > floor, start - begin < 8, text[begin - 1] == .dash { begin -= 1 }
        if text.has("-BEGIN ", at: start) {
            guard let labelEnd = marker(text, at: start + 7) else { return nil }
            return begin..<bodyEnd(text, from: labelEnd)
        }
        guard text.has("-END ", at: start), let end = marker(text, at: start + 5) else { return nil }
        let bodyStart = bodyStart(text, before: begin, floor: floor)
        return bodyStart..<end
    }

    /// End of `RSA PRIVATE KEY-----`, if the label at `index` names a private key; the dashes may be cut off.
    private static func marker(_ text: Bytes, at index: Int) -> Int? {
        var end = text.end(of: label, from: index, limit: index + 48)
        var isPrivate = false
        for place in index..<end where text.has("PRIVATE KEY", at: place) { isPrivate = true }
        guard isPrivate else { return nil }
        end = text.end(of: ByteSet("-"), from: end, limit: end + 8)
        return end
    }

    /// Walks lines of base64 and headers to the END marker, or to the first line that is neither.
    private static func bodyEnd(_ text: Bytes, from index: Int) -> Int {
        var end = index
        while true {
            let lineStart = skipLineEnds(text, from: end)
            if text.has("-----END", at: lineStart) {
                return marker(text, at: lineStart + 9) ?? lineStart + 8
            }
            let run = text.end(of: body, from: lineStart, limit: text.count)
            let isWhole = run == text.count || isLineEnd(text, at: run) || text.has("---", at: run) || text[run].isQuote
            if run > lineStart, isWhole {
                end = run
            } else if let header = headerEnd(text, from: lineStart) {
                end = header
            } else {
                // A cut key may end in the middle of a line; what looks like a key goes with it.
                return run - lineStart >= 20 ? run : end
            }
        }
    }

    /// End of a line such as `Proc-Type: 4,ENCRYPTED`.
    private static func headerEnd(_ text: Bytes, from index: Int) -> Int? {
        for name: StaticString in ["Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Hash:"]
        where text.has(name, at: index) {
            var end = index
            while end < text.count, end - index < 200, !isLineEnd(text, at: end) { end += 1 }
            return end
        }
        return nil
    }

    /// Walks back over whole lines of base64; the end of a sentence before them stays.
    private static func bodyStart(_ text: Bytes, before index: Int, floor: Int) -> Int {
        var begin = index
        while begin > floor, body.contains(text[begin - 1]) || isLineEnd(text, before: begin) { begin -= 1 }
        if begin > floor, !text[begin - 1].isQuote {
            var place = begin
            while place < index, !isLineEnd(text, at: place) { place += 1 }
            if place < index || index - begin < 20 { begin = place }
        }
        return skipLineEnds(text, from: begin)
    }

    private static func skipLineEnds(_ text: Bytes, from index: Int) -> Int {
        var place = index
        while place < text.count {
            if text[place].isSpace {
                place += 1
            } else if text[place] == .backslash, isLineEnd(text, at: place) {
                while text.byte(place) == .backslash { place += 1 }
                place += 1
            } else {
                break
            }
        }
        return place
    }

    /// Whether a line ends at `index`: a line break, or its escape of any depth.
    private static func isLineEnd(_ text: Bytes, at index: Int) -> Bool {
        guard text[index] == .backslash else { return text[index] == .newline || text[index] == .carriageReturn }
        var place = index
        while text.byte(place) == .backslash, place - index < 8 { place += 1 }
        return ByteSet("nr").contains(text.byte(place))
    }

    private static func isLineEnd(_ text: Bytes, before index: Int) -> Bool {
        let last = text[index - 1]
        return last == .newline || last == .carriageReturn || last == .backslash
    }
}
