// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Gating
import Readers
import TestPhase
import Yams

/// Reads what settings say about gates: phases, then rules by number or name, then a level or thresholds.
///
/// For example:
/// ```yaml
/// gates:
///   beta:
///     open-issues: {s2: 1, valid_until: 2026-12-31}
///     soak: off
/// ```
struct PolicyReading {
    private(set) var policies: [GatePolicy] = []
    private(set) var problems: [Diagnostic] = []
    private let file: String

    init(_ node: Node, file: String) {
        self.file = file
        guard let phases = node.mapping else {
            if node.null == nil { report(.type, "gates must hold phases", node) }
            return
        }
        for (key, value) in phases {
            guard let phase = key.string else { continue }
            guard let rules = value.mapping else {
                if value.null == nil { report(.type, "gates.\(phase) must hold rules", value) }
                continue
            }
            policies.append(GatePolicy(phase: phase, lines: rules.flatMap { lines($0.key, $0.value) }))
        }
    }

    private mutating func lines(_ key: Node, _ value: Node) -> [GatePolicy.Line] {
        let name = key.string ?? "?"
        guard let criterion = Criteria.named(name) else {
            let names = Criteria.all.flatMap { [$0.id, $0.name] }
            report(
                .unknownKey, "there is no rule \(name)", key,
                hint: NearestName.of(name, in: names).map { "did you mean \($0)?" }
                    ?? "exitgate gate explain lists them")
            return []
        }
        if let list = value.sequence { return list.compactMap { line(criterion, $0) } }
        return line(criterion, value).map { [$0] } ?? []
    }

    private mutating func line(_ criterion: any Criterion.Type, _ value: Node) -> GatePolicy.Line? {
        var line = GatePolicy.Line(rule: criterion.id)
        if let word = value.scalar?.string {
            line.level = level(word, value)
            return line
        }
        guard let mapping = value.mapping else {
            report(.type, "\(criterion.name) must be a level or hold thresholds", value)
            return nil
        }
        for (key, value) in mapping {
            switch key.string ?? "?" {
            case "level": line.level = level(value.scalar?.string ?? "?", value)
            case "valid_since": line.validSince = time(value)
            case "valid_until": line.validUntil = time(value)
            case let name: line.thresholds[name] = threshold(name, of: criterion, key, value)
            }
        }
        return line
    }

    private mutating func level(_ word: String, _ node: Node) -> Level? {
        // YAML 1.1 reads off as false.
        let level = Level(rawValue: word) ?? (["off", "false", "no"].contains(word.lowercased()) ? .off : nil)
        if level == nil {
            report(
                .range, "\"\(word)\" is no level", node,
                hint: "it may be \(Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return level
    }

    private mutating func time(_ node: Node) -> Int64? {
        guard let reading = node.scalar.flatMap({ JUnitTimestamp.read($0.string) }) else {
            report(.type, "this must be a time such as 2026-11-25", node)
            return nil
        }
        return reading.milliseconds
    }

    private mutating func threshold(
        _ name: String, of criterion: any Criterion.Type, _ key: Node, _ value: Node
    ) -> Double? {
        guard let threshold = criterion.thresholds.first(where: { $0.name == name }) else {
            let names = criterion.thresholds.map(\.name) + ["level", "valid_since", "valid_until"]
            report(
                .unknownKey, "\(criterion.name) has no threshold \(name)", key,
                hint: NearestName.of(name, in: names).map { "did you mean \($0)?" }
                    ?? "it has \(names.joined(separator: ", "))")
            return nil
        }
        guard let number = value.float, number.isFinite else {
            report(.type, "\(name) must be a number", value)
            return nil
        }
        guard threshold.range.contains(number) else {
            report(
                .range, "\(name) is out of range", value,
                hint: "it goes from \(Int(threshold.range.lowerBound)) to \(Int(threshold.range.upperBound))")
            return nil
        }
        return number
    }

    private mutating func report(_ code: SettingsFault.Code, _ message: String, _ node: Node, hint: String? = nil) {
        problems.append(
            Diagnostic(
                .error, code.rawValue, message, hint: hint, file: file, line: node.mark?.line, column: node.mark?.column
            ))
    }
}
