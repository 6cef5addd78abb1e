// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Addresses: URLs, temporary files, and hosts with or without a port.
enum AddressMask {
    static let family = MaskFamily(
        name: "address",
        examples: [
            ("GET https://ci-7.example.org/job/12?x=1 failed", "GET #url?x=# failed"),
            ("jdbc:postgresql://db:5432/x is down", "jdbc:#url is down"),
            ("no file /tmp/junit123/out.txt", "no file #tmp"),
            ("open /private/var/folders/ab/x: denied", "open #tmp denied"),
            ("C:\\Users\\bob\\x.txt is locked", "#tmp is locked"),
            ("connect to node7.cluster.local:5432", "connect to #host"),
            ("Connection refused: localhost:8080", "Connection refused: #host"),
            ("git.example.org is gone", "#host is gone"),
            ("org.example.net is a package", "org.example.net is a package"),
            ("at Foo.java:12 and foo_test.go:7", "at Foo.java:# and foo_test.go:#"),
        ]
    )

    /// The mask of the chunk in `start..<end`, and how many of its bytes stay before it.
    static func mask(_ text: Bytes, _ start: Int, _ end: Int) -> (kept: Int, mask: StaticString)? {
        if let scheme = schemeStart(text, start, end) { return (scheme - start, "#url") }
        if isTemporary(text, start, end) { return (0, "#tmp") }
        return isHost(text, start, end) ? (0, "#host") : nil
    }

    /// Whether a chunk without digits or slashes is the name of a host.
    static func isHost(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        guard text[start].isAlphanumeric else { return false }
        var colon = end
        while colon > start, text[colon - 1].isDigit { colon -= 1 }
        let hasPort = colon < end && colon > start && text[colon - 1] == .colon
        let nameEnd = hasPort ? colon - 1 : end
        guard let labels = labels(text, start, nameEnd) else { return false }
        if hasPort, labels == 1 { return text.part(start, nameEnd).isEqual("localhost") }
        guard labels > 1 else { return false }
        if hasPort, (2...5).contains(end - colon), text[start].isLetter {
            return !isSource(text, start, nameEnd)
        }
        return isDomain(text, start, nameEnd)
    }

    /// How many labels of letters, digits and dashes; nil if anything else stands between the dots.
    private static func labels(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        var count = 1
        var isEmpty = true
        for index in start..<end {
            let byte = text[index]
            if byte == .dot {
                if isEmpty { return nil }
                count += 1
                isEmpty = true
            } else if byte.isAlphanumeric || byte == .dash {
                isEmpty = false
            } else {
                return nil
            }
        }
        return isEmpty ? nil : count
    }

    private static let domains: [StaticString] = [
        "com", "net", "org", "edu", "gov", "internal", "local", "localdomain", "hk", "cn", "de", "uk",
    ]
    private static let packages: [StaticString] = ["com.", "org.", "net.", "io.", "java.", "javax.", "sun.", "edu."]
    private static let sources: [StaticString] = [
        ".java", ".py", ".go", ".js", ".ts", ".kt", ".swift", ".rb", ".cc", ".cpp", ".c", ".h", ".cs", ".php", ".scala",
        ".rs", ".ex", ".exs", ".groovy", ".mm", ".m", ".tsx", ".jsx",
    ]

    private static func isDomain(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        var dot = end
        while dot > start, text[dot - 1] != .dot {
            if !text[dot - 1].isLower { return false }
            dot -= 1
        }
        let suffix = text.part(dot, end)
        guard domains.contains(where: suffix.isEqual) else { return false }
        if packages.contains(where: { text.has($0, at: start) }) { return false }
        for index in start..<dot where text[index].isUpper { return false }
        return true
    }

    private static func isSource(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        sources.contains { end - start > $0.utf8CodeUnitCount && text.has($0, at: end - $0.utf8CodeUnitCount) }
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
