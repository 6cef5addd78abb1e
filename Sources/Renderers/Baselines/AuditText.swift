// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// An audit of a baseline, for people and machines.
package enum AuditText {
    private static let shown = 12

    package static func text(_ audit: BaselineAudit, palette: Palette) -> String {
        let baseline = audit.baseline
        let self_ = baseline.isSelfApproved ? ", self-approved" : ""
        let moved = audit.before == baseline.state ? "" : ", was \(audit.before.rawValue)"
        var lines = [
            "\(palette.paint(audit.verdict.rawValue, role(audit.verdict)))  \(palette.paint(baseline.name, .strong)) (\(baseline.state.rawValue)\(moved)\(self_))",
            "", "  physical: is what is tested what was approved?",
        ]
        if audit.places.isEmpty { lines.append("    no run of \(SafeText.line(baseline.phase)) is known") }
        lines += audit.places.flatMap { place($0, palette) }
        lines += ["", "  functional: was it tested on exactly this configuration?"]
        if audit.suites.isEmpty { lines.append("    no suite is required") }
        lines += audit.suites.map { suite in
            let run = suite.run.map { ", RUN-\($0)" } ?? ""
            let known =
                suite.knownFailures > 0 ? ", \(Plural.count(suite.knownFailures, "known failure"))" : ""
            return
                "    \(palette.paint(suite.finding.rawValue, role(suite.finding)))\(known)  \(SafeText.line("\(suite.name), \(suite.configuration.description)", limit: 160))\(run)"
        }
        if !audit.missingTests.isEmpty {
            lines.append("    \(Plural.count(audit.missingTests.count, "test")) of the inventory did not run:")
            lines += list(audit.missingTests)
        }
        if !audit.newFailures.isEmpty {
            lines.append("    \(Plural.count(audit.newFailures.count, "failure")) not known to the baseline:")
            lines += list(audit.newFailures.map { "INC-\($0.incident)  \($0.title)" })
        }
        lines += ["", "  records: which change asked for it?"]
        lines += list(audit.accounted.map { "CR-\($0.change)  \(DiffText.line($0.delta))" }, indent: 4)
        if audit.unaccounted.isEmpty {
            lines.append(
                audit.accounted.isEmpty
                    ? "    nothing differs, so nothing is unaccounted"
                    : "    an approved change speaks of all that differs")
        } else {
            lines.append(
                "    \(Plural.count(audit.unaccounted.count, "difference")) unaccounted, no approved change speaks of it:"
            )
            lines += list(audit.unaccounted.map(DiffText.line))
        }
        if !audit.incidents.isEmpty {
            lines += ["", "  incidents of kind configuration"]
            lines += audit.incidents.map { notice in
                "    INC-\(notice.number)  \(palette.paint(notice.fate.rawValue, role(notice.fate)))  \(SafeText.line(notice.configuration.description, limit: 120))"
            }
        }
        if !audit.unpinned.isEmpty {
            lines += ["", "  not pinned, may change without notice"] + list(audit.unpinned.map(BaselineText.item))
        }
        if !audit.outdated.isEmpty {
            lines += ["", "  nobody supports any more"] + list(audit.outdated.map(BaselineText.item))
        }
        if !audit.unmatchedEnds.isEmpty {
            lines += ["", "  warning: capture.support_ends names what no item of the baseline is"]
            lines += list(audit.unmatchedEnds)
        }
        if !audit.environments.isEmpty {
            lines += ["", "  environments"]
            lines += list(
                audit.environments.map {
                    "ENV-\($0.name) \($0.isRegistered ? "is no longer supported" : "is not registered")"
                })
        }
        return lines.joined(separator: "\n")
    }

    private static func place(_ place: BaselineAudit.Place, _ palette: Palette) -> [String] {
        let name =
            place.run.map { "\(SafeText.line(place.configuration.description, limit: 120)), RUN-\($0)" }
            ?? "documents of the working tree"
        guard let diff = place.diff else {
            return ["    \(palette.paint("unknown", .warning))  \(name): what it was made with was not captured"]
        }
        var lines: [String] = []
        if !place.mixed.isEmpty {
            lines.append("      the parts of the run differ from each other, so it proves no configuration:")
            lines += list(place.mixed.map(DiffText.line), indent: 8)
        }
        guard !diff.isEmpty else { return ["    \(palette.paint("same", .good))  \(name)"] + lines }
        return ["    \(palette.paint("drift", .bad))  \(name): \(Plural.count(diff.deltas.count, "difference"))"]
            + list(diff.deltas.map(DiffText.line), indent: 6) + lines
    }

    private static func list(_ lines: [String], indent: Int = 6) -> [String] {
        let blanks = String(repeating: " ", count: indent)
        let rest = lines.count > shown ? ["\(blanks)and \(Plural.number(lines.count - shown)) more"] : []
        return lines.prefix(shown).map { blanks + SafeText.line($0, limit: 200) } + rest
    }

    private static func role(_ verdict: BaselineAudit.Verdict) -> Palette.Role {
        switch verdict {
        case .clean: .good
        case .drift: .bad
        case .undecided: .warning
        }
    }

    private static func role(_ fate: BaselineAudit.Notice.Fate) -> Palette.Role {
        switch fate {
        case .opened, .reopened: .bad
        case .ongoing: .warning
        case .restored, .closed: .good
        }
    }

    private static func role(_ finding: BaselineAudit.Suite.Finding) -> Palette.Role {
        switch finding {
        case .passed: .good
        case .failed: .bad
        case .missing: .warning
        }
    }

    package static func json(_ audit: BaselineAudit) -> String {
        let places = audit.places.map { place in
            JSONText.object([
                .init("configuration", .string(place.configuration.text)),
                .init("run", JSONText(place.run.map { "RUN-\($0)" })),
                .init("captured", .bool(place.diff != nil)),
                .init("deltas", .array((place.diff?.deltas ?? []).map(DiffText.json))),
                .init("mixed", .array(place.mixed.map(DiffText.json))),
            ])
        }
        let suites = audit.suites.map { suite in
            JSONText.object([
                .init("name", .string(suite.name)), .init("configuration", .string(suite.configuration.text)),
                .init("finding", .string(suite.finding.rawValue)), .init("known_failures", .int(suite.knownFailures)),
                .init("run", JSONText(suite.run.map { "RUN-\($0)" })),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("verdict", .string(audit.verdict.rawValue)),
            .init("baseline", .object(BaselineText.summary(audit.baseline))),
            .init("state_before", .string(audit.before.rawValue)), .init("physical", .array(places)),
            .init("functional", .array(suites)),
            .init("missing_tests", .array(audit.missingTests.map(JSONText.string))),
            .init(
                "new_failures",
                .array(
                    audit.newFailures.map { failure in
                        .object([
                            .init("incident", .string("INC-\(failure.incident)")),
                            .init("title", .string(failure.title)),
                        ])
                    })),
            .init("unaccounted", .array(audit.unaccounted.map(DiffText.json))),
            .init(
                "accounted",
                .array(
                    audit.accounted.map { one in
                        .object([
                            .init("change", .string("CR-\(one.change)")), .init("delta", DiffText.json(one.delta)),
                        ])
                    })),
            .init(
                "incidents",
                .array(
                    audit.incidents.map { notice in
                        .object([
                            .init("incident", .string("INC-\(notice.number)")),
                            .init("configuration", .string(notice.configuration.text)),
                            .init("fate", .string(notice.fate.rawValue)),
                        ])
                    })),
            .init("unpinned", .array(audit.unpinned.map(BaselineText.json))),
            .init("outdated", .array(audit.outdated.map(BaselineText.json))),
            .init("unmatched_support_ends", .array(audit.unmatchedEnds.map(JSONText.string))),
            .init(
                "environments",
                .array(
                    audit.environments.map { entry in
                        .object([
                            .init("name", .string(entry.name)), .init("registered", .bool(entry.isRegistered)),
                        ])
                    })),
        ]).pretty
    }
}
