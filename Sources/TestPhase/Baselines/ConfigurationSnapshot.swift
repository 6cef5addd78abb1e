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

    /// The canonical form (RFC 8785: members sorted, no blanks) in UTF-8, whose SHA-256 is the identity of a baseline.
    ///
    /// Equal snapshots give equal bytes, whatever the locale, time zone and order of capture.
    package var canonicalBytes: [UInt8] {
        var text = CanonicalText(capacity: 256 * items.count)
        text.append("{\"format\":1,\"items\":[")
        for (place, item) in items.enumerated() {
            if place > 0 { text.append(",") }
            item.append(to: &text)
        }
        text.append("]}")
        return text.bytes
    }

    /// ``canonicalBytes`` as a text.
    package var canonicalJSON: String { String(decoding: canonicalBytes, as: UTF8.self) }
}

extension ConfigurationItem {
    /// Members in the order of their names; those that are not known are left out.
    package var canonicalJSON: String {
        var text = CanonicalText(capacity: 256)
        append(to: &text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    fileprivate func append(to text: inout CanonicalText) {
        text.append("{")
        if let isDevelopment { text.append(isDevelopment ? "\"development\":true," : "\"development\":false,") }
        if let digest { text.append(member: "\"digest\":", digest, end: ",") }
        if let isDirect { text.append(isDirect ? "\"direct\":true," : "\"direct\":false,") }
        text.append(member: "\"evidence\":", evidence, end: ",")
        text.append(member: "\"key\":", key, end: ",")
        text.append(member: "\"kind\":", kind.rawValue, end: ",")
        text.append(isPinned ? "\"pinned\":true" : "\"pinned\":false")
        if let value { text.append(member: ",\"value\":", value, end: "") }
        text.append("}")
    }
}

/// Canonical JSON while it is written.
private struct CanonicalText {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// - Parameters:
    ///   - name: With its quotes and the colon.
    ///   - end: What follows the value.
    mutating func append(member name: StaticString, _ value: String, end: StaticString) {
        append(name)
        append("\"")
        var value = value
        value.withUTF8 { plain in
            if plain.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
                bytes.append(contentsOf: plain)
            } else {
                for byte in plain { append(escaped: byte) }
            }
        }
        append("\"")
        append(end)
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        case 0x08: append("\\b")
        case 0x0C: append("\\f")
        case 0..<0x20:
            append("\\u00")
            bytes.append(contentsOf: Hexadecimal.text([byte]).utf8)
        default: bytes.append(byte)
        }
    }
}
