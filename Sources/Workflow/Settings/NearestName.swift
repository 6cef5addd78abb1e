// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

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
            let distance = EditDistance.between(plain, simplified(candidate))
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
}
