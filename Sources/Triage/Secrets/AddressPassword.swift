// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The password in `scheme://user:PASSWORD@host`, also with slashes escaped as JSON writers do.
enum AddressPassword {
    static let anchors: [SecretAnchor] =
        ByteSet.alphanumeric.members.flatMap { scheme in
            ["://", ":\\/\\"].map { SecretAnchor(([scheme] + Array($0.utf8)).prefix(4), offset: 0) }
        }

    /// Longer user information is not looked for.
    private static let longest = 1_024
    private static let outside = ByteSet("/\\?#\"'`<>() \t\r\n")

    /// `start` is the last byte of the scheme.
    static func match(_ text: Bytes, at start: Int) -> Range<Int>? {
        guard let begin = authorityStart(text, after: start + 2) else { return nil }
        let stop = min(text.count, begin + longest)
        var colon = -1
        var at = -1
        var place = begin
        while place < stop, !outside.contains(text[place]) {
            if text[place] == .colon, colon < 0 { colon = place }
            if text[place] == UInt8(ascii: "@") { at = place }
            place += 1
        }
        guard colon >= 0, at > colon + 1 else { return nil }
        let range = colon + 1..<at
        return AssignedValue.isPlaceholder(text, range) ? nil : range
    }

    private static func authorityStart(_ text: Bytes, after colon: Int) -> Int? {
        if text.has("//", at: colon) { return colon + 2 }
        return text.has("\\/\\/", at: colon) ? colon + 4 : nil
    }
}
