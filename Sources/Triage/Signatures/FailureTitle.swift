// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The line by which people know a failure in a list.
enum FailureTitle {
    /// Longest title in characters.
    private static let limit = 120

    /// `type: message` on one line; the type is left out where the message begins with it.
    static func make(type: Bytes, message: Bytes?, name: Bytes) -> String {
        let said = message.map(line) ?? ""
        let kind = line(type)
        if said.isEmpty, kind.isEmpty { return short("failed without a message: " + line(name)) }
        if said.isEmpty { return short(kind) }
        let isNamed = kind.isEmpty || said.hasPrefix(kind) || mentions(said, kind)
        return short(isNamed ? said : kind + ": " + said)
    }

    /// Whether `.kind:` stands in the first hundred bytes.
    private static func mentions(_ said: String, _ kind: String) -> Bool {
        let text = Array(said.utf8.prefix(100))
        let wanted = Array(".\(kind):".utf8)
        guard text.count >= wanted.count else { return false }
        return (0...text.count - wanted.count).contains { text[$0] == wanted[0] && text[$0...].starts(with: wanted) }
    }

    /// Valid text without control characters, with single blanks.
    private static func line(_ bytes: Bytes) -> String {
        let bytes = Bytes(rebasing: bytes.prefix(1_024))
        return bytes.allSatisfy { $0 < 0x80 } ? asciiLine(bytes) : unicodeLine(bytes)
    }

    private static func asciiLine(_ bytes: Bytes) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte > 0x20, byte != 0x7F {
                result.append(byte)
            } else if let last = result.last, last != 0x20 {
                result.append(0x20)
            }
        }
        if result.last == 0x20 { result.removeLast() }
        return String(decoding: result, as: UTF8.self)
    }

    private static func unicodeLine(_ bytes: Bytes) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        var result = String.UnicodeScalarView()
        var isBlank = true
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || isControl(scalar) {
                if !isBlank { result.append(" ") }
                isBlank = true
            } else {
                result.append(scalar)
                isBlank = false
            }
        }
        if isBlank, !result.isEmpty { result.removeLast() }
        return String(result)
    }

    /// Control and format characters, which reorder or hide text.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }

    private static func short(_ text: String) -> String {
        text.utf8.count <= limit || text.count <= limit ? text : text.prefix(limit - 1) + "…"
    }
}
