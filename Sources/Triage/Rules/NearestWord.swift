// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

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
            let distance = EditDistance.between(plain, other)
            guard distance <= max(plain.count, other.count) / 3, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.candidate
    }
}
