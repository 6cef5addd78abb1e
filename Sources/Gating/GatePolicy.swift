// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which rules count in a phase, with which thresholds, and since when.
///
/// An empty policy works on the first day: every rule has a level and thresholds for each phase.
package struct GatePolicy: Sendable, Equatable, Codable {
    /// What a project says about one rule.
    package struct Line: Sendable, Equatable, Codable {
        /// Such as G05.
        package var rule: String
        package var level: Level?
        package var thresholds: [String: Double] = [:]
        /// UTC ms; it counts from then on, nil for always.
        package var validSince: Int64?
        /// UTC ms; it no longer counts from then on, nil for never.
        package var validUntil: Int64?

        package init(rule: String) { self.rule = rule }
    }

    package var phase: String
    /// In the order of the policy; of several lines of a rule the last one that is valid counts.
    package var lines: [Line]

    package init(phase: String, lines: [Line] = []) {
        self.phase = phase
        self.lines = lines
    }

    /// What holds for a rule at a moment, UTC ms.
    func holds(for criterion: any Criterion.Type, at moment: Int64) -> (level: Level, limits: Limits) {
        let valid = lines.filter { line in
            line.rule == criterion.id && line.validSince.map { $0 <= moment } ?? true
                && line.validUntil.map { moment < $0 } ?? true
        }
        var values: [String: Double] = [:]
        for threshold in criterion.thresholds { values[threshold.name] = threshold.defaults[phase] }
        let line = valid.last
        values.merge(line?.thresholds ?? [:]) { $1 }
        // Whoever sets a threshold of a rule that is off wants it to count.
        let isSet = line.map { !$0.thresholds.isEmpty } ?? false
        let standard = criterion.levels[phase]
        return (line?.level ?? (isSet && standard == .off ? .blocking : standard), Limits(values))
    }

    /// Every rule with what holds for it, one on each line: what the digest of a policy is made of.
    package func canonicalText(at moment: Int64) -> String {
        Criteria.all.map { criterion in
            let (level, limits) = holds(for: criterion, at: moment)
            let numbers = criterion.thresholds.map { "\($0.name)=\(GateText.number(limits[$0.name]))" }
            return ([criterion.id, level.rawValue] + numbers).joined(separator: " ")
        }.joined(separator: "\n")
    }
}
