// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Release notes for machines: our own JSON, and CycloneDX.
package enum NotesJSON {
    package static func text(_ notes: ReleaseNotes) -> String {
        JSONText.object([.init("format", 1)] + members(notes)).pretty
    }

    static func members(_ notes: ReleaseNotes) -> [JSONText.Member] {
        [
            .init("project", .string(notes.project)), .init("release", .string(notes.release)),
            .init("previous", JSONText(notes.previous)), .init("at", .string(Moment.iso8601(notes.at))),
            .init("type", .string(notes.step)), .init("resolved", .array(notes.resolved.map(entry))),
            .init("unproven", .array(notes.unproven.map(entry))), .init("known", .array(notes.known.map(entry))),
            .init("changes", .array(notes.changes.map(ReviewJSON.change))),
        ]
    }

    static func entry(_ entry: ReleaseNotes.Entry) -> JSONText {
        .object([
            .init("name", .string(entry.name)), .init("state", .string(entry.state)),
            .init("severity", JSONText(entry.severity)), .init("since", JSONText(entry.since)),
            .init("title", .string(entry.title)), .init("cause", JSONText(entry.cause)),
            .init("cause_class", JSONText(entry.causeClass?.rawValue)), .init("workaround", JSONText(entry.workaround)),
            .init("link", JSONText(entry.link)), .init("fixed_by", JSONText(entry.fixedBy)),
            .init("waiver", JSONText(entry.waiver)),
        ])
    }

    // MARK: CycloneDX

    /// A bill of materials of the release alone, CycloneDX 1.6: what it resolves are those issues that are verified.
    package static func cycloneDX(_ notes: ReleaseNotes) -> String {
        let release: [JSONText.Member] = [
            .init("type", .string(notes.step)), .init("title", .string("\(notes.project) \(notes.release)")),
            .init("timestamp", .string(Moment.iso8601(notes.at))),
            .init("resolves", .array(notes.resolved.map(resolved))),
            .init(
                "notes",
                [
                    [
                        "locale": "en",
                        "text": ["contentType": "text/markdown", "content": .string(NotesMarkdown.text(notes))],
                    ]
                ]
            ),
            .init(
                "properties",
                .array(
                    notes.known.map { CycloneDXText.property("exitgate:known-issue", $0.name) }
                        + notes.changes.map { CycloneDXText.property("exitgate:change", "CR-\($0.number)") })),
        ]
        let component: JSONText = .object([
            .init("type", "application"), .init("bom-ref", .string("project:\(notes.project)")),
            .init("name", .string(notes.project)), .init("version", .string(notes.release)),
            .init("releaseNotes", .object(release)),
        ])
        return JSONText.object([
            .init("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json"), .init("bomFormat", "CycloneDX"),
            .init("specVersion", "1.6"), .init("version", 1),
            .init(
                "metadata",
                [
                    "timestamp": .string(Moment.iso8601(notes.at)),
                    "tools": ["components": [["type": "application", "name": "exitgate"]]], "component": component,
                ]), .init("components", []),
        ]).pretty
    }

    private static func resolved(_ entry: ReleaseNotes.Entry) -> JSONText {
        var members: [JSONText.Member] = [
            .init("type", "defect"), .init("id", .string(entry.name)), .init("name", .string(entry.title)),
        ]
        if let cause = entry.cause { members.append(.init("description", .string(cause))) }
        if let link = entry.link {
            // A reference is an address; what is only the name of an item is the name of a source.
            let isAddress =
                ["https://", "http://"].contains(where: link.hasPrefix) && !link.contains(where: \.isWhitespace)
            members.append(
                isAddress
                    ? .init("references", [.string(link)]) : .init("source", ["name": .string(link)]))
        }
        return .object(members)
    }
}
