// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Gathers what a reader finds: equal items become one, and faults are counted.
struct BillDraft {
    private struct Name: Hashable {
        let kind: ConfigurationItem.Kind
        let key: String
        let value: String?
        let digest: String?
        let evidence: String
    }

    private var merged: [Name: ConfigurationItem] = [:]
    private var exact: [ConfigurationItem] = []
    private var log: DiagnosticLog
    private var format = "unknown"

    init(file: String) {
        log = DiagnosticLog(file: file)
    }

    var file: String { log.file }

    /// Adds an item, or merges it with an equal one: direct if either is, for development only if both are.
    mutating func add(_ item: ConfigurationItem) {
        let name = Name(
            kind: item.kind, key: item.key, value: item.value, digest: item.digest, evidence: item.evidence)
        guard let known = merged[name] else {
            merged[name] = item
            return
        }
        merged[name] = ConfigurationItem(
            item.kind, item.key, value: item.value, digest: item.digest, isPinned: known.isPinned && item.isPinned,
            evidence: item.evidence, isDirect: Self.either(known.isDirect, item.isDirect, keeping: true),
            isDevelopment: Self.either(known.isDevelopment, item.isDevelopment, keeping: false))
    }

    private static func either(_ left: Bool?, _ right: Bool?, keeping strong: Bool) -> Bool? {
        left == strong || right == strong ? strong : left ?? right
    }

    /// Adds an item as it is.
    mutating func keep(_ item: ConfigurationItem) { exact.append(item) }

    /// Names the format; a version that is not known is read as the nearest one, with a warning.
    mutating func setFormat(_ name: String, version: String?, known: Set<String>) {
        format = [name, version.map(CleanText.of)].compactMap(\.self).joined(separator: " ")
        guard version.map(known.contains) != true else { return }
        log.add(
            .warning, "sbom-version", hint: "check the result, or ask for this version to be supported",
            "the format version is not known here; the file is read as the nearest known one")
    }

    /// The document of a text; nil after noting the fault when it is no JSON.
    mutating func json(_ text: String) -> LockTree? {
        do {
            return try JSONDocument.tree(text)
        } catch {
            let place = error.offset.map { text.place(atByte: $0) }
            log.add(
                .error, "sbom-malformed", line: place?.line, column: place?.column,
                hint: "let its producer write it again, as JSON", "this is no JSON: \(error.message)")
            return nil
        }
    }

    /// The tables of a list that may be missing; elements of another kind are left out.
    mutating func tables(_ list: LockTree, _ path: String) -> [(path: String, tree: LockTree)] {
        if !list.isNone, !list.isList { skipEntry(path) }
        return list.items.enumerated().compactMap { index, tree in
            let place = "\(path)[\(index)]"
            if !tree.isTable { skipEntry(place) }
            return tree.isTable ? (place, tree) : nil
        }
    }

    /// Notes an entry that does not have the form of the format.
    mutating func skipEntry(_ path: String) {
        log.add(
            .warning, "sbom-entry", path: path, hint: "let the producer write the file again",
            "an entry does not have the form of this format and is left out")
    }

    mutating func markEmpty() {
        log.add(.error, "sbom-empty", hint: "let the producer write the file again", "the file is empty")
    }

    mutating func markUnknown() {
        log.add(
            .error, "sbom-unknown", hint: "give CycloneDX or SPDX 2 as JSON, or a configuration that exitgate wrote",
            "the file is neither a bill of materials nor a configuration")
    }

    mutating func markTooLarge(limit: Int) {
        log.add(
            .error, "sbom-too-large", hint: "check that this is a bill of materials",
            "the file is larger than \(limit >> 20) MiB and is not read")
    }

    /// - Complexity: O(n log n) in the items.
    var content: BillOfMaterials {
        let items = ConfigurationSnapshot(merged.values + exact).items
        return BillOfMaterials(format: format, items: items, diagnostics: log.diagnostics)
    }
}
