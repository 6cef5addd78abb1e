// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes objects and lines at random, the same for the same seed.
struct LineWriter {
    private var random: SeededGenerator

    private static let keys = ["id", "suite", "classname", "name", "type", "message", "text", "run"]
    // No U+FEFF: Foundation drops it from the start of strings.
    private static let pieces = [
        "a", "Exception", " at java.util.List(List.java:12)", "\n", "\t", "\r\n", "\"", "\\", "/", "é", "世界", "😀",
        "\u{7F}", "\u{2028}", "{", "}", ":", "\\n", "\\u0041", "expected: <1> but was: <2>", "", "0123456",
        "\u{10FFFD}", "\u{80}",
    ]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    private mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private mutating func text() -> String {
        (0..<upTo(12)).map { _ in Self.pieces[upTo(Self.pieces.count)] }.joined()
    }

    /// What the reader makes of an object.
    static func expected(_ object: [String: Any], line: Int) -> LinesRecording.Failure {
        func text(_ key: String) -> String {
            (object[key] as? String) ?? (object[key] as? NSNumber).map { "\($0)" } ?? ""
        }
        return LinesRecording.Failure(
            id: text("id").isEmpty ? "\(line)" : text("id"), suite: text("suite"), className: text("classname"),
            name: text("name"), type: text("type"), message: text("message"), text: text("text"), run: text("run"),
            line: line)
    }

    mutating func object() -> [String: Any] {
        var object: [String: Any] = [:]
        for key in Self.keys where upTo(4) > 0 {
            switch upTo(8) {
            case 0: object[key] = NSNull()
            case 1 where key == "id" || key == "run": object[key] = Int.random(in: -1000...(1 << 50), using: &random)
            default: object[key] = text()
            }
        }
        for _ in 0..<upTo(4) { object["x" + text()] = value(depth: 0) }
        return object
    }

    private mutating func value(depth: Int) -> Any {
        switch upTo(depth > 4 ? 5 : 7) {
        case 0: return NSNull()
        case 1: return upTo(2) == 0
        case 2: return upTo(100_000) - 50_000
        case 3: return Double(upTo(1000)) / 8
        case 4: return text()
        case 5: return (0..<upTo(4)).map { _ in value(depth: depth + 1) }
        default:
            return Dictionary((0..<upTo(4)).map { ("\($0)" + text(), value(depth: depth + 1)) }) { first, _ in first }
        }
    }

    /// An object on a line, with blanks and escapes that no library would write.
    mutating func line() -> String {
        let object = object().sorted { $0.key < $1.key }
        let members = object.map { "\(blank())\(string($0.key))\(blank()):\(blank())\(written($0.value))\(blank())" }
        return "\(blank()){\(members.isEmpty ? blank() : members.joined(separator: ","))}\(blank())"
    }

    private mutating func blank() -> String { ["", "", "", " ", "\t", " \r "][upTo(6)] }

    private mutating func written(_ value: Any) -> String {
        switch value {
        case let text as String: return string(text)
        case let list as [Any]:
            return "[\(blank())\(list.map { written($0) }.joined(separator: "\(blank()),\(blank())"))\(blank())]"
        case let object as [String: Any]:
            let members = object.sorted { $0.key < $1.key }
            return "{\(blank())\(members.map { "\(string($0.key)) :\(written($0.value))" }.joined(separator: ", "))}"
        case is NSNull: return "null"
        case let flag as Bool: return "\(flag)"
        default: return "\(value)"
        }
    }

    private mutating func string(_ text: String) -> String {
        let escapes: [Unicode.Scalar: String] = [
            "\n": "\\n", "\t": "\\t", "\r": "\\r", "/": "\\/", "\"": "\\\"", "\\": "\\\\",
        ]
        var result = "\""
        for scalar in text.unicodeScalars {
            if let escape = escapes[scalar], upTo(4) > 0 || scalar == "\"" || scalar == "\\" {
                result += escape
            } else if scalar.value < 0x20 || upTo(8) == 0 {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: upTo(2) == 0)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The line with some of its ASCII characters removed, doubled or replaced.
    mutating func damaged(_ line: String) -> String {
        var bytes = Array(line.utf8)
        let places = bytes.indices.filter { bytes[$0] < 0x80 && bytes[$0] > 0x20 }
        for _ in 0...upTo(2) {
            guard let place = places.randomElement(using: &random), place < bytes.count, bytes[place] < 0x80 else {
                continue
            }
            switch upTo(3) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(bytes[place], at: place)
            default: bytes[place] = Array("{}[]\":,\\0123e-.tfnu/ x".utf8)[upTo(22)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A line of any kind, with its end: good, damaged, blank, or not even text.
    mutating func oddLine() -> [UInt8] {
        let ending = Array(["\n", "\r\n", " \n", "\n\n"][upTo(4)].utf8)
        switch upTo(8) {
        case 0: return Array(damaged(line()).utf8) + ending
        case 1: return Array("{\"id\":\"\\ud800\",\"id\":\"\t".utf8) + [0xFF, 0xC3, 0x1B] + Array("\"}".utf8) + ending
        case 2:
            return Array("{\"name\":\"\(String(repeating: text() + "é", count: 80))\"".utf8) + Array("}".utf8) + ending
        default: return Array(line().utf8) + ending
        }
    }
}
