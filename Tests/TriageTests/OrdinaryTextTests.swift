// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct OrdinaryTextTests {
    private static let masker = SecretMasker()

    @Test func `at most one ordinary line in a thousand is altered`() {
        var source = OrdinaryLines()
        let lines = (0..<10_000).map { _ in source.next() }

        let altered = lines.filter { masked($0, by: Self.masker).text != $0 }

        #expect(altered.count <= 10, "\(altered.prefix(20))")
    }
}

/// Lines as test logs hold them: hashes, identifiers, paths, frames, and talk about secrets without one.
private struct OrdinaryLines {
    private var generator = SeededGenerator(state: 20_261_125)

    mutating func next() -> String {
        let kinds = 12
        switch Int.random(in: 0..<kinds, using: &generator) {
        case 0: return "commit \(hex(40)) by \(name())@example.org, parent \(hex(7))"
        case 1: return "request \(uuid()) took \(number(9_000)) ms, trace=\(hex(32)) span=\(hex(16))"
        case 2: return "\tat org.\(name()).\(title())\(title()).\(name())(\(title()).java:\(number(900)))"
        case 3:
            return "  File \"/usr/lib/python3.11/\(name())/\(name()).py\", line \(number(900)), in \(name())_\(name())"
        case 4:
            return
                "layer sha256:\(hex(64)): pushed to registry.example.org:5000/\(name())/\(name()):\(number(9)).\(number(90))"
        case 5: return "id=\(base64(22))== etag=\"\(hex(32))\" checksum \(base64(43))= key=\(name())-\(number(99))"
        case 6:
            return
                "2026-11-\(number(30)) 10:\(number(60)) INFO [\(name())-\(number(99))] \(title())Service - \(name()) \(name())"
        case 7:
            return "/builds/\(name())/\(name())/target/classes/\(title()).class and C:\\\\\(name())\\\\\(title()).dll"
        case 8: return "expected: <\(title())> but was: <\(title())@\(hex(8))> at index \(number(40))"
        case 9: return about()
        case 10:
            return
                "GET https://\(name()).example.org:8443/api/v\(number(3))/\(name())?page=\(number(20))&q=\(name()) \(hex(8))"
        default:
            return "{\"\(name())\": \"\(name())\", \"id\": \"\(uuid())\", \"n\": \(number(999)), \"t\": \"\(title())\"}"
        }
    }

    private mutating func about() -> String {
        let lines = [
            "token=\(number(99))", "password: null", "assert token is not None", "password=***",
            "AssertionError: token missing",
            "Invalid password: must contain \(number(20)) characters", "unexpected token: \(name())",
            "secret not found: \(name())",
            "auth=\(name())", "api_key is required for \(name())", "password=self.password", "tokens=\(number(9_000))",
            "JsonToken token = parser.nextToken();", "login(user=user, password=password)",
            "Authorization header missing",
            "key=\(name())-\(number(99)) primary_key=\(name())_id", "test_\(name())_token_\(name()) PASSED",
            "PWD=/srv/\(name())",
            "token: \(title()).\(title()) at line \(number(900))", "cookie consent: \(name())",
            "pass=\(number(99)) fail=\(number(9))",
            "auth.\(title())Token@\(hex(7))", "secretName: \(name())-tls", "password_reset_view(\(number(9)))",
        ]
        return lines[Int.random(in: 0..<lines.count, using: &generator)]
    }

    private mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
    private mutating func hex(_ count: Int) -> String { generator.word("0123456789abcdef", count) }
    private mutating func base64(_ count: Int) -> String {
        generator.word("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", count)
    }
    private mutating func uuid() -> String { "\(hex(8))-\(hex(4))-4\(hex(3))-8\(hex(3))-\(hex(12))" }
    private mutating func name() -> String { generator.word("abcdefghiklmnoprstuvw", 3 + number(8)) }
    private mutating func title() -> String { name().prefix(1).uppercased() + name() }
}
