// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Everything that a run was made with, as far as it was captured.
package struct ConfigurationSnapshot: Sendable, Equatable {
    /// Sorted and unique.
    package let items: [ConfigurationItem]

    package init(_ items: some Sequence<ConfigurationItem>) {
        self.items = Set(items).sorted()
    }

    /// The commit of the project's own code; nil outside a checkout.
    package var commit: String? { items.first { $0.kind == .source && $0.key == "commit" }?.value }

    /// The items of one evidence, which change together and are stored once for all snapshots that share them.
    package struct Group: Sendable, Equatable {
        package let evidence: String
        /// Sorted and unique.
        package let items: [ConfigurationItem]

        package init(evidence: String, items: [ConfigurationItem]) {
            self.evidence = evidence
            self.items = items
        }
    }

    /// The groups in the order of their evidence.
    package var groups: [Group] {
        Dictionary(grouping: items, by: \.evidence)
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { Group(evidence: $0.key, items: $0.value) }
    }

    /// The canonical form (RFC 8785: members sorted, no blanks), whose SHA-256 is the identity of a baseline.
    ///
    /// Equal snapshots give equal bytes, whatever the locale, time zone and order of capture.
    package var canonicalJSON: String {
        let items = items.map(\.canonicalJSON).joined(separator: ",")
        return "{\"format\":1,\"items\":[\(items)]}"
    }
}

extension ConfigurationItem {
    /// Members in the order of their names; those that are not known are left out.
    package var canonicalJSON: String {
        let members: [(String, String?)] = [
            ("development", isDevelopment.map { $0 ? "true" : "false" }), ("digest", digest.map(Self.quoted)),
            ("direct", isDirect.map { $0 ? "true" : "false" }), ("evidence", Self.quoted(evidence)),
            ("key", Self.quoted(key)), ("kind", Self.quoted(kind.rawValue)), ("pinned", isPinned ? "true" : "false"),
            ("value", value.map(Self.quoted)),
        ]
        let written = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{\(written.joined(separator: ","))}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
