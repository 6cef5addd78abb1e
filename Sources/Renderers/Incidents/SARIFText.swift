// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The findings of a phase as a log of SARIF 2.1.0, for viewers of code and services that collect alerts.
///
/// A rule stands for a cluster of failures, a result for an incident. What data says is text, never markdown or a link.
package enum SARIFText {
    private static let namedTests = 3
    private static let nameLimit = 120

    package static func text(_ report: FindingReport) -> String {
        JSONText.object([
            .init("$schema", "https://json.schemastore.org/sarif-2.1.0.json"), .init("version", "2.1.0"),
            .init("runs", .array([run(report)])),
        ]).pretty
    }

    private static func run(_ report: FindingReport) -> JSONText {
        var rules: [String: Finding] = [:]
        for finding in report.findings where rules[finding.rule] == nil { rules[finding.rule] = finding }
        let names = rules.keys.sorted()
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
        let driver = JSONText.object([
            .init("name", "exitgate"), .init("version", .string(TestPhaseModule.version)),
            .init("semanticVersion", .string(TestPhaseModule.version)),
            .init("rules", .array(names.compactMap { rules[$0] }.map(rule))),
        ])
        // What stands before the last slash says which reports replace each other: those of one phase.
        let category = ["exitgate", report.phase, report.release ?? ""].map(PercentText.encoded).joined(separator: "/")
        return .object([
            .init("tool", .object([.init("driver", driver)])),
            .init("automationDetails", .object([.init("id", .string(category))])),
            .init("results", .array(report.findings.map { result($0, place: places[$0.rule] ?? 0) })),
            .init(
                "properties",
                object([
                    ("phase", .string(report.phase)), ("release", JSONText(report.release)),
                    ("baseline", JSONText(report.baseline)), ("withoutLocation", .int(report.withoutLocation)),
                ])),
        ])
    }

    private static func rule(_ finding: Finding) -> JSONText {
        let type = finding.type.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last.map(String.init)
        return .object([
            .init("id", .string(finding.rule)),
            .init("name", .string(String((type ?? "TestFailure").prefix(nameLimit)))),
            .init("shortDescription", message(finding.title)),
            .init("fullDescription", message("Failures of tests that have one cause: \(finding.title)")),
            .init(
                "help", message("exitgate incident show \(finding.name) tells when it began and what changed before.")),
            .init("properties", .object([.init("tags", .array(["test-failure"]))])),
        ])
    }

    private static func result(_ finding: Finding, place: Int) -> JSONText {
        var members: [JSONText.Member] = [
            .init("ruleId", .string(finding.rule)), .init("ruleIndex", .int(place)),
            .init("level", .string(finding.level.rawValue)), .init("message", message(sentence(finding))),
            .init("locations", .array([location(finding.location)])),
        ]
        if !finding.related.isEmpty {
            members.append(.init("relatedLocations", .array(finding.related.map(location))))
        }
        members.append(
            .init(
                "partialFingerprints",
                .object(finding.fingerprints.map { .init($0.name, .string($0.value)) })))
        if let state = finding.baselineState { members.append(.init("baselineState", .string(state.rawValue))) }
        if !finding.suppressions.isEmpty {
            members.append(.init("suppressions", .array(finding.suppressions.map(suppression))))
        }
        return .object(
            members + [
                .init("occurrenceCount", .int(finding.occurrences)),
                .init(
                    "provenance",
                    .object([
                        .init("firstDetectionTimeUtc", .string(Moment.iso8601(finding.firstSeen))),
                        .init("lastDetectionTimeUtc", .string(Moment.iso8601(finding.lastSeen))),
                    ])),
                .init("properties", properties(finding)),
            ])
    }

    private static func properties(_ finding: Finding) -> JSONText {
        object([
            ("incident", .string(finding.name)), ("issue", JSONText(finding.issue.map { "ISS-\($0)" })),
            ("standing", .string(finding.standing.rawValue)), ("phase", .string(finding.phase)),
            ("configuration", .string(finding.configuration)), ("kind", .string(finding.kind)),
            ("type", .string(finding.type)), ("testCount", .int(finding.testCount)),
            ("tests", .array(finding.tests.map(JSONText.string))),
        ])
    }

    /// What is not known is left out.
    private static func object(_ members: [(String, JSONText)]) -> JSONText {
        .object(members.filter { $0.1 != .null && $0.1 != "" }.map { .init($0.0, $0.1) })
    }

    private static func suppression(_ suppression: Finding.Suppression) -> JSONText {
        let note = suppression.isSelfApproved ? " (self-approved)" : ""
        return .object([
            .init("kind", "external"), .init("status", .string(suppression.status.rawValue)),
            .init(
                "justification",
                .string("\(suppression.waiver) of \(suppression.rule)\(note): \(suppression.justification)")),
            .init(
                "properties",
                object([
                    ("waiver", .string(suppression.waiver)), ("rule", .string(suppression.rule)),
                    ("selfApproved", suppression.isSelfApproved ? true : .null),
                ])),
        ])
    }

    // MARK: Places

    private static func location(_ location: Finding.Location) -> JSONText {
        let parts = location.file.split(separator: "/", omittingEmptySubsequences: false)
        // A colon is encoded as well: in the first part it would end a scheme.
        let uri = parts.map { PercentText.encoded($0).replacing(":", with: "%3A") }.joined(separator: "/")
        var members: [JSONText.Member] = [
            .init("artifactLocation", .object([.init("uri", .string(uri)), .init("uriBaseId", "%SRCROOT%")]))
        ]
        if let line = location.line {
            members.append(.init("region", .object([.init("startLine", .int(max(1, line)))])))
        }
        return .object([.init("physicalLocation", .object(members))])
    }

    // MARK: Words

    /// The title, then in a sentence where it fails and in what, then what it said where the title does not say it all.
    private static func sentence(_ finding: Finding) -> String {
        let others = finding.testCount - min(namedTests, finding.tests.count)
        let names = finding.tests.prefix(namedTests) + (others > 0 ? ["\(Plural.number(others)) more"] : [])
        let place = finding.configuration.isEmpty ? finding.phase : "\(finding.phase) (\(finding.configuration))"
        let verb = finding.level == .note ? "no longer fails" : finding.level == .warning ? "fails at times" : "fails"
        let issue = finding.issue.map { " of ISS-\($0)" } ?? ""
        let words = "\(finding.name)\(issue) \(verb) in \(place): \(names.joined(separator: ", "))."
        let said = finding.title.contains(finding.message) ? [] : [finding.message]
        return ([finding.title, words] + said).joined(separator: "\n")
    }

    /// Plain text may hold links, `[text](address)`, chapter 3.11.6 of the standard; data makes none.
    private static func message(_ text: String) -> JSONText {
        .object([.init("text", .string(text.replacing("](", with: "] (")))])
    }
}
