// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Finds the word of the language that somebody probably meant.
///
/// The settings have the same for their keys; this one compares ASCII in any case and knows what other languages say.
enum NearestWord {
    /// Longest word that is compared.
    private static let limit = 32

    /// What other languages call our operators.
    private static let foreign: [String: String] = [
        "==": "=", "===": "=", "is": "=", "equals": "=", "<>": "!=", "!==": "!=", "=!": "!=", "~": "LIKE", "=~": "LIKE",
        "~=": "LIKE", "contains": "LIKE", "matches": "LIKE", "ilike": "LIKE", "!~": "NOT LIKE", "&": "AND", "&&": "AND",
        "|": "OR", "||": "OR", "!": "NOT",
    ]

    /// The candidate that other languages write as `word`, or that differs in the fewest letters, at most a third.
    static func of(_ word: String, in candidates: [String]) -> String? {
        let plain = Array(word.lowercased().utf8)
        guard plain.count <= limit else { return nil }
        if let meant = foreign[word.lowercased()], candidates.contains(meant) { return meant }
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased().utf8)
            let distance = distance(plain, other)
            guard distance <= max(plain.count, other.count) / 3, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.candidate
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
