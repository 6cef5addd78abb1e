// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant.
package enum NearestName {
    /// The candidate that differs from `name` in the fewest letters, at most a third of them; the first of equals.
    ///
    /// Cost: length of `name` times the length of all candidates.
    package static func of(_ name: String, in candidates: [String]) -> String? {
        let plain = simplified(name)
        guard plain.count <= longestName else { return nil }
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(plain, simplified(candidate))
            let allowed = max(plain.count, candidate.count) / 3
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// Whether two names differ in nothing but case, hyphens and underscores.
    static func isSame(_ left: String, _ right: String) -> Bool {
        simplified(left) == simplified(right)
    }

    private static let longestName = 64

    /// `maskSecrets`, `mask-secrets` and `MASK_SECRETS` are no mistakes worth counting.
    private static func simplified(_ name: String) -> [Character] {
        name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
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
