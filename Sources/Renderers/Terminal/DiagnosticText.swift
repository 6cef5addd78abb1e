// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Diagnostics as compilers print them: `FILE:LINE:COL: error[CODE]: what; hint`, one physical line each.
package enum DiagnosticText {
    /// Longest line in bytes of UTF-8, colours not counted.
    package static let maximumBytes = 500

    /// The diagnostic as one line of at most 500 bytes, safe for a terminal and a CI log, without a line break.
    ///
    /// For example:
    /// `api.xml:14:3: warning[time-format]: "1,5 s" is not a time, at testcase[7] (and 41 more like it); write 1.5`.
    ///
    /// A file name keeps its last 160 bytes, the path of the document its first 60, the hint its first 120; the message
    /// gets what is left.
    package static func line(_ diagnostic: Diagnostic, palette: Palette = .plain) -> String {
        let place = place(of: diagnostic)
        let word = "\(diagnostic.severity.rawValue)[\(SafeText.line(diagnostic.code, bytes: 40))]"
        var tail = ""
        if let path = diagnostic.path {
            tail += ", at " + SafeText.line(path, bytes: longestPart / 2)
        }
        if diagnostic.count > 1 {
            tail += " (and \(Plural.number(diagnostic.count - 1)) more like it)"
        }
        if let hint = diagnostic.hint {
            tail += "; " + SafeText.line(hint, bytes: longestPart)
        }
        let room = maximumBytes - place.utf8.count - word.utf8.count - tail.utf8.count - ": : ".utf8.count
        let message = SafeText.line(diagnostic.message, bytes: room)
        let role: Palette.Role = diagnostic.severity == .error ? .bad : .warning
        return palette.paint(place + ":", .strong) + " " + palette.paint(word + ":", role) + " " + message + tail
    }

    /// Longest hint in bytes; the path of the document gets half of it.
    private static let longestPart = 120

    /// Longest file name in bytes; of a longer one the end is kept, where the name is.
    private static let longestFile = 160

    /// `FILE`, `FILE:LINE` or `FILE:LINE:COL`.
    private static func place(of diagnostic: Diagnostic) -> String {
        var place = file(diagnostic.file)
        if let line = diagnostic.line {
            place += ":\(line)"
            if let column = diagnostic.column { place += ":\(column)" }
        }
        return place
    }

    /// The name as given, with `./` before one that would start a command at the start of the line.
    private static func file(_ name: String) -> String {
        if name.isEmpty { return "(no file)" }
        let first = name.unicodeScalars.first { !$0.properties.isWhitespace }
        let end = String(String.UnicodeScalarView(name.unicodeScalars.suffix(longestFile + 1)))
        let safe = SafeText.line(first == ":" && end == name ? "./" + name : end)
        guard safe.utf8.count > longestFile else { return safe }
        var start = safe.endIndex
        var room = longestFile - "…".utf8.count
        while start > safe.startIndex {
            let before = safe.index(before: start)
            room -= safe[before].utf8.count
            if room < 0 { break }
            start = before
        }
        return "…" + safe[start...]
    }
}
