// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Makes data safe to print on a terminal and in a CI log at once; every byte of data on stdout or stderr passes here.
///
/// Controls, bidirectional overrides and invisible characters become visible escapes such as `\u{1B}`. Commands that a
/// CI runner would act on get one backslash in the middle: `#\#[error]`, `\::stop-commands::x`, `section_start\:`.
/// The result is meant for eyes: an escape and the same characters typed as text look alike.
package enum SafeText {
    /// What stands before every line of ``block(_:)``, so that no line of data starts a line of the log.
    package static let gutter = "  | "

    /// One physical line without controls; line breaks become `\n` as text.
    ///
    /// For example: `SafeText.line("a\u{1B}[2J\nb")` is `a\u{1B}[2J\nb` spelled out in 14 harmless characters.
    ///
    /// - Parameter limit: Longest result in characters, from 1; a longer one is cut and ends with `…`.
    package static func line(_ text: String, limit: Int = .max) -> String {
        // No character becomes nothing, so a longer start than this would be cut off anyway.
        let start = limit < .max ? String(text.prefix(max(limit, 1) + 1)) : text
        return cut(neutral(start, isLineStart: true, lineBreak: "\\n"), limit: limit)
    }

    /// The text of ``line(_:limit:)``, at most `bytes` bytes of UTF-8; cheap for any length of data.
    static func line(_ text: String, bytes: Int) -> String {
        let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(max(bytes, 0) + 1)))
        return cut(neutral(start, isLineStart: true, lineBreak: "\\n"), bytes: bytes)
    }

    /// The text of ``line(_:limit:)`` in double quotes, with quotes inside it escaped.
    ///
    /// - Parameter limit: Longest text between the quotes in characters, from 1.
    package static func quoted(_ text: String, limit: Int = .max) -> String {
        let start = limit < .max ? String(text.prefix(max(limit, 1) + 1)) : text
        var inner = ""
        for scalar in neutral(start, isLineStart: false, lineBreak: "\\n").unicodeScalars {
            if scalar == "\"" { inner.unicodeScalars.append("\\") }
            inner.unicodeScalars.append(scalar)
        }
        return "\"" + cut(inner, limit: limit) + "\""
    }

    /// Text of several lines, each behind ``gutter``; tabs become four blanks, a lone carriage return breaks the line.
    ///
    /// For example: `SafeText.block("expected 1\ngot 2")` gives `  | expected 1` and `  | got 2`, without a last break.
    package static func block(_ text: String) -> String {
        lines(of: text)
            .map { line in
                let safe = neutral(line, isLineStart: false, lineBreak: "", tab: "    ")
                return safe.isEmpty ? "  |" : gutter + safe
            }
            .joined(separator: "\n")
    }

    /// Text of several lines without a gutter, for a place that frames them itself, such as a Markdown fence.
    static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var current = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            defer { isAfterReturn = scalar == "\r" }
            switch scalar {
            case "\n" where isAfterReturn:
                continue
            case "\n", "\r":
                lines.append(String(current))
                current.removeAll()
            default:
                current.append(scalar)
            }
        }
        if !current.isEmpty || lines.isEmpty { lines.append(String(current)) }
        return lines
    }

    /// The neutral form of `text`; `isLineStart` tells whether it may begin a line of the log.
    static func neutral(_ text: String, isLineStart: Bool, lineBreak: String, tab: String = "\\t") -> String {
        if isPlain(text, isLineStart: isLineStart), !RunnerCommand.isOpen(text) { return text }
        let scalars = Array(text.unicodeScalars)
        var output = String.UnicodeScalarView()
        var marks = 0
        var start = isLineStart
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            // Most are, and need no look into the tables of Unicode.
            let isPrintableASCII = scalar.value > 0x20 && scalar.value < 0x7F
            marks = !isPrintableASCII && scalar.properties.isCombining ? marks + 1 : 0
            if !isPrintableASCII, let escape = UnsafeScalars.escape(scalar, lineBreak: lineBreak, tab: tab) {
                if scalar == "\r", !lineBreak.isEmpty, index + 1 < scalars.count, scalars[index + 1] == "\n" {
                    index += 1
                    output.append(contentsOf: lineBreak.unicodeScalars)
                } else {
                    output.append(contentsOf: escape.unicodeScalars)
                }
            } else if marks > maximumMarks {
                output.append(contentsOf: UnsafeScalars.spelled(scalar).unicodeScalars)
            } else {
                if start, scalar == ":" { output.append("\\") }
                output.append(scalar)
                if RunnerCommand.breaks(after: index, in: scalars) { output.append("\\") }
            }
            if isPrintableASCII || !scalar.properties.isWhitespace { start = false }
            index += 1
        }
        return String(output)
    }

    /// The first `limit` characters of a text that is already safe, never ending inside an escape.
    static func cut(_ safe: String, limit: Int) -> String {
        guard let end = safe.index(safe.startIndex, offsetBy: max(limit, 1), limitedBy: safe.endIndex),
            end != safe.endIndex
        else { return safe }
        return wholeEscapes(safe[..<safe.index(before: end)]) + "…"
    }

    /// The longest start of a text that is already safe whose UTF-8 form has at most `bytes` bytes, with `…` if cut.
    static func cut(_ safe: String, bytes: Int) -> String {
        guard safe.utf8.count > bytes else { return safe }
        var room = bytes - "…".utf8.count
        guard room >= 0 else { return "" }
        var end = safe.startIndex
        while end < safe.endIndex {
            room -= safe[end].utf8.count
            if room < 0 { break }
            end = safe.index(after: end)
        }
        return wholeEscapes(safe[..<end]) + "…"
    }

    /// More combining marks than this on one letter are spelled out, or they would paint over other lines.
    private static let maximumMarks = 6

    /// Printable ASCII that neither holds nor begins a command: most names, so worth one quick look.
    ///
    /// A command that acts anywhere has a number sign, or a colon behind one of a few words; one that acts at the start of a
    /// line begins with a colon.
    private static func isPlain(_ text: String, isLineStart: Bool) -> Bool {
        var before: UInt8 = 0
        var start = isLineStart
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, byte != 0x23 else { return false }
            if byte == 0x3A, start || RunnerCommand.endsWord(before) { return false }
            if byte != 0x20 { start = false }
            before = byte
        }
        return true
    }

    /// Drops a last `\u{1` or `\` that the cut left without its end.
    private static func wholeEscapes(_ text: Substring) -> String {
        let longest = 10
        if let backslash = text.suffix(longest).lastIndex(of: "\\"), !text[backslash...].contains("}") {
            let rest = text[backslash...].dropFirst()
            if rest.isEmpty || rest == "u" || rest.hasPrefix("u{") { return String(text[..<backslash]) }
        }
        return String(text)
    }
}

extension Unicode.Scalar.Properties {
    /// Whether the scalar is drawn over the one before it.
    var isCombining: Bool { generalCategory == .nonspacingMark || generalCategory == .enclosingMark }
}
