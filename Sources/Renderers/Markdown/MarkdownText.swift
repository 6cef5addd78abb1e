// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Puts data into GitHub and GitLab Markdown so that it reads as it is: no tag, image, link, mention, table or fence of
/// its own.
///
/// Everything goes through ``SafeText`` first, because a comment is printed to the log as well. Punctuation with a
/// meaning gets a backslash, `<`, `>` and `&` become entities. Mentions and references are looked up after backslashes
/// are gone, so `@`, `#` and `!` before a name get the invisible entity `&#8203;` behind them as well.
package enum MarkdownText {
    /// Data within a paragraph, a list item or a heading; line breaks become `\n` as text.
    ///
    /// - Parameter limit: Longest text before escaping in characters, from 1; a longer one is cut and ends with `…`.
    package static func inline(_ text: String, limit: Int = .max) -> String {
        let scalars = Array(SafeText.line(text, limit: limit).unicodeScalars)
        var output = String.UnicodeScalarView()
        for index in scalars.indices {
            output.append(contentsOf: escaped(index, scalars).unicodeScalars)
        }
        return String(output)
    }

    /// Data in a cell of a table; like ``inline(_:limit:)``, with one blank for an empty text.
    package static func cell(_ text: String, limit: Int = .max) -> String {
        let cell = inline(text, limit: limit)
        return cell.isEmpty ? " " : cell
    }

    /// Data as a code span, with as many backticks around it as it needs.
    ///
    /// - Parameter isInTable: Whether the span stands in a table, where `|` needs a backslash even within code.
    package static func code(_ text: String, isInTable: Bool = false, limit: Int = .max) -> String {
        let safe = SafeText.line(text, limit: limit)
        // A backslash before the pipe would make renderers disagree about where the cell ends.
        let scalars = safe.unicodeScalars
        if isInTable, zip(scalars, scalars.dropFirst()).contains(where: { $0 == "\\" && $1 == "|" }) {
            return inline(text, limit: limit)
        }
        guard scalars.contains(where: { !$0.properties.isWhitespace }) else { return "(empty)" }
        let ticks = String(repeating: "`", count: longestRun(of: "`", in: safe) + 1)
        let isTicked = scalars.first == "`" || scalars.last == "`"
        let needsBlank = isTicked || (scalars.first == " " && scalars.last == " ")
        let body = needsBlank ? " " + safe + " " : safe
        return ticks + (isInTable ? escapedPipes(body) : body) + ticks
    }

    /// Data of several lines as a fenced block whose fence is longer than any run of backticks inside; no last break.
    ///
    /// - Parameter language: Name for the highlighter; everything but letters, digits and `-` is dropped.
    package static func fence(_ text: String, language: String = "text") -> String {
        let lines = SafeText.lines(of: text).map {
            SafeText.neutral($0, isLineStart: true, lineBreak: "", tab: "    ")
        }
        let longest = lines.reduce(2) { max($0, longestRun(of: "`", in: $1)) }
        let fence = String(repeating: "`", count: longest + 1)
        let info = language.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return fence + info + "\n" + lines.joined(separator: "\n") + "\n" + fence
    }

    /// Means something to Markdown wherever it stands.
    private static let punctuation: Set<Unicode.Scalar> = ["\\", "`", "*", "[", "]", "(", ")", "|", "~", "$"]

    /// Begins a mention or a reference when a letter or digit follows.
    private static let references: Set<Unicode.Scalar> = ["@", "#", "!"]

    private static func escaped(_ index: Int, _ scalars: [Unicode.Scalar]) -> String {
        let scalar = scalars[index]
        let next = index + 1 < scalars.count ? scalars[index + 1] : nil
        let isFirst = index == 0
        switch scalar {
        case "<": return "&lt;"
        case ">": return "&gt;"
        case "&": return "&amp;"
        case let mark where references.contains(mark):
            return "\\\(mark)" + (next.map(isWord) ?? true ? "&#8203;" : "")
        case let mark where punctuation.contains(mark): return "\\\(mark)"
        // GitHub links `GH-7`; a dash between other words stays as it is.
        case "-" where isFirst || isIssueDash(index, scalars): return isFirst ? "\\-" : "-&#8203;"
        case "+" where isFirst, "=" where isFirst: return "\\\(scalar)"
        case "_" where !(isFirst || next == nil) && isWord(scalars[index - 1]) && next.map(isWord) ?? false: return "_"
        case "_": return "\\_"
        // `:smile:`, `http://` and `www.` would become pictures and links; `1.` at the start a list.
        case ":": return next == " " || next == nil ? ":" : "\\:"
        case "." where isListNumber(before: index, scalars) || isWeb(before: index, scalars): return "\\."
        default: return String(scalar)
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
    }

    private static func isListNumber(before index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        index > 0 && index < 10 && scalars[..<index].allSatisfy { ("0"..."9").contains($0) }
    }

    private static func isWeb(before index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }
    }

    private static func isIssueDash(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        guard index >= 2, index + 1 < scalars.count, ("0"..."9").contains(scalars[index + 1]) else { return false }
        return (scalars[index - 2] == "G" || scalars[index - 2] == "g")
            && (scalars[index - 1] == "H" || scalars[index - 1] == "h")
    }

    private static func escapedPipes(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "|" { output.append("\\") }
            output.append(scalar)
        }
        return String(output)
    }

    private static func longestRun(of mark: Unicode.Scalar, in text: String) -> Int {
        var longest = 0
        var run = 0
        for scalar in text.unicodeScalars {
            run = scalar == mark ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
