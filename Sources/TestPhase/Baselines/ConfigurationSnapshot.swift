// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Everything that a run was made with, as far as it was captured.
package struct ConfigurationSnapshot: Sendable, Equatable {
    /// Sorted and unique.
    package let items: [ConfigurationItem]

    package init(_ items: some Sequence<ConfigurationItem>) {
        let sorted = items.sorted()
        // Equal ones stand side by side.
        self.items = sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
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
        var text = "{\"format\":1,\"items\":["
        for (place, item) in items.enumerated() {
            if place > 0 { text += "," }
            item.appendCanonicalJSON(to: &text)
        }
        return text + "]}"
    }
}

extension ConfigurationItem {
    /// Members in the order of their names; those that are not known are left out.
    package var canonicalJSON: String {
        var text = ""
        appendCanonicalJSON(to: &text)
        return text
    }

    fileprivate func appendCanonicalJSON(to text: inout String) {
        text += "{"
        if let isDevelopment { text += isDevelopment ? "\"development\":true," : "\"development\":false," }
        if let digest { Self.append("digest", digest, to: &text) }
        if let isDirect { text += isDirect ? "\"direct\":true," : "\"direct\":false," }
        Self.append("evidence", evidence, to: &text)
        Self.append("key", key, to: &text)
        Self.append("kind", kind.rawValue, to: &text)
        text += isPinned ? "\"pinned\":true" : "\"pinned\":false"
        if let value {
            text += ","
            Self.append("value", value, to: &text)
            text.removeLast()
        }
        text += "}"
    }

    /// A member with a comma behind it.
    private static func append(_ name: String, _ value: String, to text: inout String) {
        text += "\""
        text += name
        text += "\":\""
        let isPlain = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
        if isPlain { text += value } else { appendEscaped(value, to: &text) }
        text += "\","
    }

    private static func appendEscaped(_ value: String, to text: inout String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{8}": text += "\\b"
            case "\u{C}": text += "\\f"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
