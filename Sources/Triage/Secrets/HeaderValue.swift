// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Secrets of HTTP: credentials of a request, cookies, and the user of a command line client.
enum HeaderValue {
    private static let schemes: [StaticString] = [
        "bearer", "basic", "token", "apikey", "negotiate", "ntlm", "jwt", "key", "bot", "sso-key",
    ]
    /// Schemes whose credentials are a list of parameters up to the end of the header.
    private static let listSchemes: [StaticString] = [
        "digest", "aws4-hmac-sha256", "oauth", "hawk", "sharedkey", "sharedkeylite",
    ]
    private static let credential = ByteSet.opaque.union(ByteSet(":$!*@^#|"))

    /// `Authorization: Bearer …`, `"authorization" => "Basic …"`, `Authorization=[Token …]`.
    static func authorization(_ text: Bytes, wordAt start: Int) -> Range<Int>? {
        let word: StaticString = "authorization"
        guard text.startsIgnoringCase(word, at: start), let place = value(text, after: start + word.utf8CodeUnitCount)
        else {
            return nil
        }
        if let parameters = scheme(text, at: place, listSchemes) {
            return plausible(text, from: parameters, least: 8) {
                headerEnd(text, from: parameters, limit: $0, isList: true)
            }
        }
        if let credentials = scheme(text, at: place, schemes) {
            return plausible(text, from: credentials, least: 6) {
                text.end(of: credential, from: credentials, limit: $0)
            }
        }
        guard text.byte(place) != .slash,
            let range = plausible(
                text,
                from: place,
                least: 8,
                { text.end(of: credential, from: place, limit: $0) }
            )
        else { return nil }
        return AssignedValue.head(range).contains { text[$0].isDigit } ? range : nil
    }

    /// `Bearer …` without its header.
    static func bearer(_ text: Bytes, wordAt start: Int) -> Range<Int>? {
        guard text.startsIgnoringCase("bearer", at: start), text.byte(start + 6).isBlank else { return nil }
        let place = start + 7
        let set = ByteSet.base64.union(ByteSet("-._~"))
        let head = text.end(of: set, from: place, limit: place + AssignedValue.decisive)
        guard head - place >= 16, (place..<head).contains(where: { text[$0].isDigit }) else { return nil }
        return place..<text.end(of: set, from: head, limit: text.count)
    }

    /// The values of `Cookie: name=…`, and the first of `Set-Cookie: name=…; Path=/`.
    static func cookie(_ text: Bytes, wordAt start: Int) -> Range<Int>? {
        guard text.startsIgnoringCase("cookie", at: start) else { return nil }
        let isSet = text.startsIgnoringCase("set-", at: start - 4)
        guard let place = value(text, after: start + 6) else { return nil }
        let nameEnd = text.end(of: ByteSet.base64URL.union(ByteSet(".!#$%")), from: place, limit: place + 128)
        guard nameEnd > place, text.byte(nameEnd) == .equals else { return nil }
        return plausible(text, from: nameEnd + 1, least: 8) {
            headerEnd(text, from: nameEnd + 1, limit: $0, stopsAtSemicolon: isSet)
        }
    }

    /// `curl -u user:PASSWORD`.
    static func commandLineUser(_ text: Bytes, at start: Int) -> Range<Int>? {
        let clients: [StaticString] = ["curl", "wget", "http"]
        let isClient = (max(0, start - 128)..<start).contains { place in clients.contains { text.has($0, at: place) } }
        guard isClient else { return nil }
        var place = start + 4
        if text.byte(place).isQuote { place += 1 }
        let name = text.end(of: .opaque, from: place, limit: place + 64)
        guard name > place, text.byte(name) == .colon else { return nil }
        return plausible(text, from: name + 1, least: 3) { text.end(of: credential, from: name + 1, limit: $0) }
    }

    /// Index of the value of a header whose name ends at `index`.
    private static func value(_ text: Bytes, after index: Int) -> Int? {
        let around = ByteSet(" \t\"'\\")
        var place = text.end(of: around, from: index, limit: index + 6)
        guard text.byte(place) == .colon || text.byte(place) == .equals else { return nil }
        place += 1
        if text.byte(place) == UInt8(ascii: ">") { place += 1 }
        return text.end(of: around.union(ByteSet("[")), from: place, limit: place + 6)
    }

    private static func scheme(_ text: Bytes, at index: Int, _ names: [StaticString]) -> Int? {
        for name in names
        where text.startsIgnoringCase(name, at: index) && text.byte(index + name.utf8CodeUnitCount).isBlank {
            return text.end(
                of: ByteSet(" \t"),
                from: index + name.utf8CodeUnitCount,
                limit: index + name.utf8CodeUnitCount + 8
            )
        }
        return nil
    }

    private static func headerEnd(
        _ text: Bytes,
        from index: Int,
        limit: Int,
        stopsAtSemicolon: Bool = false,
        isList: Bool = false
    ) -> Int {
        let stop = min(limit, text.count)
        var end = index
        while end < stop, text[end] != .newline, text[end] != .carriageReturn {
            if stopsAtSemicolon, text[end] == UInt8(ascii: ";") { break }
            if text[end].isQuote, !isList || !isInnerQuote(text, end) { break }
            if text[end] == .backslash, ByteSet("nr\"'").contains(text.byte(end + 1)), !isList { break }
            end += 1
        }
        return end
    }

    /// Whether the quote belongs to a parameter of the list: `nonce="…", response="…"`.
    private static func isInnerQuote(_ text: Bytes, _ index: Int) -> Bool {
        text[index - 1] == .equals || ByteSet(",; ").contains(text.byte(index + 1)) && text.byte(index + 2) != .quote
    }

    /// The range from `begin` to the end that `end` finds below a limit; the first bytes decide, so that many names
    /// before one long value cost no more than one.
    private static func plausible(
        _ text: Bytes,
        from begin: Int,
        least: Int,
        _ end: (_ limit: Int) -> Int
    ) -> Range<Int>? {
        let head = begin..<max(begin, end(begin + AssignedValue.decisive))
        guard head.count >= least, !AssignedValue.isPlaceholder(text, head) else { return nil }
        if head.allSatisfy({ text[$0].isDigit }) { return nil }
        return begin..<end(text.count)
    }
}
