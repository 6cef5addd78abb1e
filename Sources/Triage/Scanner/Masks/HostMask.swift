// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Hosts, by name or by number, with or without a port.
enum HostMask {
    static let family = MaskFamily(
        name: "host",
        examples: [
            ("connect to node7.cluster.local:5432", "connect to #host"),
            ("Connection refused: localhost:8080", "Connection refused: #host"),
            ("git.example.org is gone.", "#host is gone."),
            ("no route to HERA-39.corp.Example.com:5070.", "no route to #host."),
            ("www.example.jp and mail.x_y.co.uk", "#host and #host"),
            ("org.example.net is a package", "org.example.net is a package"),
            ("Com.example.local is one, too", "Com.example.local is one, too"),
            ("logger.info and point.x.us and x.de", "logger.info and #host and #host"),
            ("at Foo.java:12 and foo_test.go:7", "at Foo.java:# and foo_test.go:#"),
            ("from /10.2.3.4:80 to db-7/10.190.173.170", "from #host to #host"),
            ("::ffff:192.168.0.1 left, version 1.2.3 stays", "#host left, version # stays"),
            ("part 1.2.3.400", "part #"),
        ]
    )

    /// Last labels by their length.
    private static let domains: [[StaticString]] = [
        [], [],
        [
            "hk", "cn", "de", "uk", "tw", "jp", "kr", "br", "fr", "ru", "nl", "pl", "ca", "us", "au", "se", "es", "eu",
            "cz", "ar", "mx", "il", "za", "ro", "hu", "tr", "gr", "dk", "fi", "pt", "ua", "vn", "th", "sg",
        ],
        ["com", "net", "org", "edu", "gov", "mil", "int", "biz", "lan"], ["info", "arpa"], ["local"], [], [],
        ["internal"], [], [], ["localdomain"],
    ]
    /// Countries of which two labels are enough, and words of code of which they are not.
    private static let shortCountries: [StaticString] = ["hk", "cn", "de", "uk"]
    private static let codeWords: [StaticString] = ["int", "info"]
    private static let packages: [StaticString] = ["com", "org", "net", "io", "java", "javax", "sun", "edu"]
    private static let sources: [StaticString] = [
        ".java", ".py", ".go", ".js", ".ts", ".kt", ".swift", ".rb", ".cc", ".cpp", ".c", ".h", ".cs", ".php", ".scala",
        ".rs", ".ex", ".exs", ".groovy", ".mm", ".m", ".tsx", ".jsx",
    ]

    /// Whether the chunk in `start..<end` names a host: by its domain, or by its port.
    static func isName(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        guard text[start].isAlphanumeric else { return false }
        var colon = end
        while colon > start, text[colon - 1].isDigit { colon -= 1 }
        let hasPort = colon < end && colon > start && text[colon - 1] == .colon
        let nameEnd = hasPort ? colon - 1 : end
        var dot = nameEnd
        while dot > start, text[dot - 1] != .dot { dot -= 1 }
        if dot == start { return hasPort && text.part(start, nameEnd).isEqual("localhost") }
        let suffix = text.part(dot, nameEnd)
        let isDomain = suffix.count < domains.count && domains[suffix.count].contains(where: suffix.isEqual)
        let isPort = hasPort && (2...5).contains(end - colon) && text[start].isLetter
        guard isDomain || isPort, let name = labels(text, start, nameEnd) else { return false }
        if isPort, !name.hasUnderscore { return !isSource(text, start, nameEnd) }
        guard isDomain, !isPackage(text, start, nameEnd) else { return false }
        if hasPort || name.count > 2 { return true }
        if suffix.count == 2 { return shortCountries.contains(where: suffix.isEqual) }
        return !codeWords.contains(where: suffix.isEqual)
    }

    /// Whether the chunk is an address of IPv4; a name and a slash, or `::ffff:`, may stand before it.
    static func isNumeric(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        var place = start
        if text.has("::ffff:", at: start) {
            place += 7
        } else {
            while place < end, text[place].isAlphanumeric || text[place] == .dot || text[place] == .dash { place += 1 }
            place = place < end && text[place] == .slash ? place + 1 : start
        }
        for part in 0..<4 {
            let begin = place
            var value = 0
            while place < end, text[place].isDigit, place - begin < 4 {
                value = value * 10 + Int(text[place] - 48)
                place += 1
            }
            guard place > begin, place - begin < 4, value <= 255 else { return false }
            if part == 3 { break }
            guard place < end, text[place] == .dot else { return false }
            place += 1
        }
        guard place < end else { return true }
        return text[place] == .colon && place + 1 < end && text.end(of: .digit, from: place + 1, limit: end) == end
    }

    /// How many labels of letters, digits, dashes and underscores; nil if anything else stands between the dots.
    private static func labels(_ text: Bytes, _ start: Int, _ end: Int) -> (count: Int, hasUnderscore: Bool)? {
        var count = 1
        var isEmpty = true
        var hasUnderscore = false
        for index in start..<end {
            let byte = text[index]
            if byte == .dot {
                if isEmpty { return nil }
                count += 1
                isEmpty = true
            } else if byte.isAlphanumeric || byte == .dash || byte == .underscore {
                isEmpty = false
                if byte == .underscore { hasUnderscore = true }
            } else {
                return nil
            }
        }
        return isEmpty ? nil : (count, hasUnderscore)
    }

    /// Whether the first label is one that packages begin with.
    private static func isPackage(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        packages.contains {
            text.byte(start + $0.utf8CodeUnitCount) == .dot && text.startsIgnoringCase($0, at: start)
        }
    }

    private static func isSource(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        sources.contains { end - start > $0.utf8CodeUnitCount && text.has($0, at: end - $0.utf8CodeUnitCount) }
    }
}
