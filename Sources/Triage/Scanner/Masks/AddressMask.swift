// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Addresses: URLs, temporary files, addresses of mail and of network cards.
enum AddressMask {
    static let family = MaskFamily(
        name: "address",
        examples: [
            ("GET https://ci-7.example.org/job/12?x=1 failed", "GET #url?x=# failed"),
            ("jdbc:postgresql://db:5432/x is down", "jdbc:#url is down"),
            ("no file /tmp/junit123/out.txt", "no file #tmp"),
            ("open /private/var/folders/ab/x: denied", "open #tmp: denied"),
            ("C:\\Users\\bob\\x.txt is locked", "#tmp is locked"),
            ("mail to ada.b@mail.example.org bounced", "mail to #mail bounced"),
            ("a null@Override is none", "a null@Override is none"),
            ("card FF:F2:9F:16:AB:0C and bc:de:fa:bc:de", "card # and #"),
            ("peer fe80:0:0:0:2acf:e9ff is up", "peer # is up"),
            ("std::vector and a:b:c:d stay", "std::vector and a:b:c:d stay"),
        ]
    )

    /// The mask of the chunk in `start..<end`, and how many of its bytes stay before it.
    ///
    /// - Parameter flags: Of the bytes in the chunk.
    @inline(__always)
    static func mask(
        _ text: Bytes, _ start: Int, _ end: Int, _ flags: ByteClass
    ) -> (kept: Int, mask: StaticString)? {
        if flags.contains(.slash) {
            if flags.contains(.colon), let scheme = schemeStart(text, start, end) { return (scheme - start, "#url") }
            if isTemporary(text, start, end) { return (0, "#tmp") }
        } else {
            if flags.contains(.colon), isGroups(text, start, end) { return (0, "#") }
            if flags.contains(.at), isMail(text, start, end) { return (0, "#mail") }
        }
        if flags.contains([.dot, .digit]), HostMask.isNumeric(text, start, end) { return (0, "#host") }
        if flags.isDisjoint(with: [.dot, .colon]) || flags.contains(.slash) { return nil }
        return HostMask.isName(text, start, end) ? (0, "#host") : nil
    }

    /// Whether the chunk is a MAC address or looks like one of IPv6: groups of hexadecimal digits joined by colons.
    private static func isGroups(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        var groups = 1
        var length = 0
        var isPairs = true
        var hasDigit = false
        for index in start..<end {
            if text[index] == .colon {
                isPairs = isPairs && length == 2
                groups += 1
                length = 0
            } else {
                length += 1
                guard text[index].isHex, length <= 4 else { return false }
                if text[index].isDigit { hasDigit = true }
            }
        }
        return isPairs && length == 2 && groups >= 5 || hasDigit && (4...8).contains(groups)
    }

    /// Whether the chunk is a name, `@` and a host.
    private static func isMail(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        var place = start
        while place < end, text[place] != UInt8(ascii: "@") { place += 1 }
        return place > start && place + 1 < end && HostMask.isName(text, place + 1, end)
    }

    private static func schemeStart(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        var colon = start
        while colon < end, text[colon] != .colon || !text.has("://", at: colon) {
            if text[colon] == .slash || text[colon] == .backslash { return nil }
            colon += 1
        }
        guard colon < end else { return nil }
        var begin = colon
        while begin > start, text[begin - 1].isLower || text[begin - 1].isDigit || text[begin - 1] == UInt8(ascii: "+")
        {
            begin -= 1
        }
        return colon - begin >= 2 && text[begin].isLower ? begin : nil
    }

    private static func isTemporary(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        let chunk = text.part(start, end)
        if chunk[0] == .slash {
            let path = chunk.has("/private", at: 0) ? 8 : 0
            return ["/tmp/", "/var/folders/", "/var/tmp/", "/temp/", "/TEMP/", "/Temp/"].contains {
                chunk.has($0, at: path)
            }
        }
        guard chunk.count > 3, chunk[0].isLetter, chunk[1] == .colon, chunk[2] == .backslash else { return false }
        let folder = chunk[3] == .backslash ? 4 : 3
        return ["users", "temp", "windows\\temp", "windows\\\\temp"].contains {
            chunk.hasIgnoringCase(Array($0.utf8), at: folder)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes are exactly those of `literal`.
    func isEqual(_ literal: StaticString) -> Bool { count == literal.utf8CodeUnitCount && has(literal, at: 0) }

    /// Whether both hold the same bytes.
    func isEqual(_ other: Bytes) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }
}
