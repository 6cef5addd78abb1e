// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

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
}

extension GatePolicy {
    /// The same with every level and threshold written out as they hold at a moment, so that it says the same for ever.
    package func resolved(at moment: Int64) -> GatePolicy {
        GatePolicy(
            phase: phase,
            lines: Criteria.all.map { criterion in
                let (level, limits) = holds(for: criterion, at: moment)
                var line = Line(rule: criterion.id)
                line.level = level
                for threshold in criterion.thresholds { line.thresholds[threshold.name] = limits[threshold.name] }
                return line
            })
    }
}

extension GatePolicy {
    /// Every rule as it holds at a moment, UTC ms, by number.
    package func rules(at moment: Int64) -> [PolicyRule] {
        Criteria.all.map { criterion in
            let (level, limits) = holds(for: criterion, at: moment)
            return PolicyRule(
                id: criterion.id, name: criterion.name, summary: criterion.summary, level: level.rawValue,
                thresholds: criterion.thresholds.map { threshold in
                    PolicyRule.Threshold(
                        name: threshold.name, value: limits[threshold.name],
                        text: GateText.number(limits[threshold.name]),
                        standard: GateText.number(threshold.defaults[phase]), meaning: threshold.meaning)
                })
        }
    }
}

extension GatePolicy {
    /// What differs from the defaults at a moment, UTC ms, such as `G04 max 2 (default 0)`, by rule.
    package func changes(at moment: Int64) -> [String] {
        Criteria.all.flatMap { criterion in
            let (level, limits) = holds(for: criterion, at: moment)
            let standard = criterion.levels[phase]
            let levels = level == standard ? [] : ["\(criterion.id) \(level.rawValue) (default \(standard.rawValue))"]
            return levels
                + criterion.thresholds.filter { limits[$0.name] != $0.defaults[phase] }.map {
                    "\(criterion.id) \($0.name) \(GateText.number(limits[$0.name])) (default \(GateText.number($0.defaults[phase])))"
                }
        }
    }
}
