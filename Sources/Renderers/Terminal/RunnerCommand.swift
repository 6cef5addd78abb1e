// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where a CI runner would take a piece of a log line for an order to itself.
///
/// GitHub acts on `##[command]` anywhere in a line (ActionCommand.cs) and on `::command::` after leading blanks, Azure
/// on `##vso[`, TeamCity on `##teamcity[`, GitLab on `section_start:`, Travis on `travis_fold:`. The start of a line is
/// the business of ``SafeText``; this is about the ones that act anywhere.
enum RunnerCommand {
    /// Whether something must stand after the scalar at `index`, so that no command is complete.
    static func breaks(after index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        switch scalars[index] {
        case "#": breaksHash(after: index, in: scalars)
        case let last where last.isASCII && last.properties.isAlphabetic: breaksWord(after: index, in: scalars)
        default: false
        }
    }

    /// Whether `text` ends with a word that becomes a command when the caller prints a colon behind it.
    static func isOpen(_ text: String) -> Bool {
        words.contains { text.unicodeScalars.reversed().starts(with: $0.reversed()) }
    }

    /// Whether a word that acts with a colon behind it ends with an ASCII letter.
    static func endsWord(_ letter: UInt8) -> Bool { wordEnds.contains(letter) }

    private static let wordEnds = Set(words.compactMap { $0.last.map { UInt8(ascii: $0) } })

    /// Words that act with a colon behind them.
    private static let words = ["section_start", "section_end", "travis_fold"].map { Array($0.unicodeScalars) }

    /// Longer than any service name; a text of letters alone is then looked at only once.
    private static let longestService = 24

    /// `##`, letters, `[`. An end of the text counts as `[`: the caller may print one right behind it.
    private static func breaksHash(after index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard index + 1 < scalars.count, scalars[index + 1] == "#" else { return false }
        var next = index + 2
        let end = min(scalars.count, next + longestService)
        while next < end, scalars[next].isASCII, scalars[next].properties.isAlphabetic { next += 1 }
        return next == scalars.count || scalars[next] == "["
    }

    private static func breaksWord(after index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard index + 1 == scalars.count || scalars[index + 1] == ":" else { return false }
        return words.contains { word in
            index + 1 >= word.count && scalars[(index + 1 - word.count)...index].elementsEqual(word)
        }
    }
}
