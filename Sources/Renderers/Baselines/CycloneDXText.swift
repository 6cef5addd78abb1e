// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A configuration as a bill of materials: CycloneDX 1.6 as JSON, valid by its published schema.
///
/// Packages, tools, machines, images and files are components, once each, with the places that name them; what the
/// product talks to are services; source, variables and flags, which CycloneDX has no place for, are properties
/// `exitgate:KIND:KEY` of the whole. A stored snapshot is exact; this is for other people's tools.
package enum CycloneDXText {
    /// What a bill is about and who says so.
    package struct Subject: Sendable {
        package let project: String
        /// Name of the baseline, as `BL-beta-3`.
        package let baseline: String
        /// Of the canonical JSON of the snapshot: 64 hexadecimal digits.
        package let digest: String
        /// UTC ms.
        package let writtenAt: Int64
        /// Whether whoever made it or asked for the approval approved it.
        package let isSelfApproved: Bool
        /// What differs between the parts of a run that were made with different configurations, of which this is one.
        package let mixed: [String]

        package init(
            project: String, baseline: String, digest: String, writtenAt: Int64, isSelfApproved: Bool = false,
            mixed: [String] = []
        ) {
            self.isSelfApproved = isSelfApproved
            self.mixed = mixed
            self.project = project
            self.baseline = baseline
            self.digest = digest
            self.writtenAt = writtenAt
        }
    }

    /// The document, indented, without a line break at its end; equal arguments give equal bytes.
    ///
    /// - Complexity: O(n) in the items, which are sorted.
    package static func text(_ snapshot: ConfigurationSnapshot, of subject: Subject) -> String {
        document(snapshot, of: subject).pretty
    }

    static func document(_ snapshot: ConfigurationSnapshot, of subject: Subject) -> JSONText {
        var references = UniqueNames()
        let project = references.name("project:" + subject.project)
        let parts = CycloneDXPart.all(of: snapshot).map { (part: $0, reference: references.name($0.reference)) }
        let services = parts.filter { $0.part.kind == .service }
        let components = parts.filter { $0.part.kind != .service }
        let members: [JSONText.Member?] = [
            .init("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json"), .init("bomFormat", "CycloneDX"),
            .init("specVersion", "1.6"), serialNumber(subject.digest).map { .init("serialNumber", .string($0)) },
            .init("version", 1), .init("metadata", metadata(subject, snapshot, reference: project)),
            .init("components", .array(components.map { $0.part.component(reference: $0.reference) })),
            services.isEmpty
                ? nil : .init("services", .array(services.map { $0.part.service(reference: $0.reference) })),
        ]
        let packages = components.filter { $0.part.kind == .dependency }
        let graph = graph(project, packages.map { ($0.part.isDirect, $0.reference) })
        return JSONText.object(members.compactMap(\.self) + graph)
    }

    private static func metadata(
        _ subject: Subject, _ snapshot: ConfigurationSnapshot, reference: String
    ) -> JSONText {
        let own = [("exitgate:baseline", subject.baseline), ("exitgate:digest", subject.digest)]
        let said = subject.isSelfApproved ? [("exitgate:self-approved", "true")] : []
        let mixed = subject.mixed.map { ("exitgate:mixed", $0) }
        let properties = own + said + mixed + snapshot.items.filter(isProperty).flatMap(properties)
        return [
            "timestamp": .string(Moment.iso8601(subject.writtenAt)),
            "tools": ["components": [["type": "application", "name": "exitgate"]]],
            "component": ["type": "application", "bom-ref": .string(reference), "name": .string(subject.project)],
            "properties": .array(properties.map(property)),
        ]
    }

    static func property(_ name: String, _ value: String) -> JSONText {
        ["name": .string(name), "value": .string(value)]
    }

    /// Whether an item is no component.
    static func isProperty(_ item: ConfigurationItem) -> Bool {
        switch item.kind {
        case .source, .variable, .flag: true
        default: false
        }
    }

    private static func properties(_ item: ConfigurationItem) -> [(String, String)] {
        let name = "exitgate:\(item.kind.rawValue):\(item.key)"
        return [(name, item.value), (name + ":digest", item.digest)].compactMap { name, text in
            text.map { (name, $0) }
        }
    }

    /// What the project asks for itself; told to be incomplete where that is not known of everything.
    private static func graph(_ project: String, _ parts: [(isDirect: Bool?, reference: String)]) -> [JSONText.Member] {
        let direct = parts.filter { $0.isDirect == true }.map { JSONText.string($0.reference) }
        guard !direct.isEmpty else { return [] }
        let entry: JSONText = ["ref": .string(project), "dependsOn": .array(direct)]
        let dependencies = JSONText.Member("dependencies", [entry])
        guard parts.contains(where: { $0.isDirect == nil }) else { return [dependencies] }
        let gap: JSONText = ["aggregate": "incomplete", "dependencies": [.string(project)]]
        return [dependencies, .init("compositions", [gap])]
    }

    /// The first half of a SHA-256 as a UUID of version 8 (RFC 9562, 5.8); nil for what is no SHA-256.
    private static func serialNumber(_ digest: String) -> String? {
        let digits = Array(digest.utf8)
        guard digits.count == 64, digits.allSatisfy(\.isHexadecimal) else { return nil }
        var bytes = stride(from: 0, to: 32, by: 2).compactMap { place in
            UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16)
        }
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hexadecimal.text(bytes[$0]) }
        return "urn:uuid:" + groups.joined(separator: "-")
    }
}

/// Hands out names, each only once.
private struct UniqueNames {
    private var used: Set<String> = []
    private var counts: [String: Int] = [:]

    /// The text, or the text with a number behind it when it is taken.
    mutating func name(_ text: String) -> String {
        var candidate = text
        while !used.insert(candidate).inserted {
            counts[text, default: 1] += 1
            candidate = "\(text)#\(counts[text, default: 1])"
        }
        return candidate
    }
}
