// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

@testable import Readers

/// A bill as a test writes it, and what the reader says of it, one line for each item.
enum BillSample {
    static func read(_ text: String) -> BillOfMaterials {
        BillOfMaterials.read(Array(text.utf8), path: "bom.json")
    }

    /// Items as `kind key value digest direct development unpinned`, only with what is known.
    static func lines(_ text: String) -> [String] { read(text).items.map(line) }

    static func line(_ item: ConfigurationItem) -> String {
        var words = [item.kind.rawValue, item.key]
        words += [item.value, item.digest].compactMap(\.self)
        if let isDirect = item.isDirect { words.append(isDirect ? "direct" : "indirect") }
        if let isDevelopment = item.isDevelopment { words.append(isDevelopment ? "development" : "runtime") }
        if !item.isPinned { words.append("unpinned") }
        return words.joined(separator: " ")
    }

    /// A CycloneDX document of these members.
    static func cycloneDX(_ members: String, version: String = "1.6") -> String {
        "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"\(version)\", \(members)}"
    }

    /// What the reader says of one component.
    static func component(_ members: String) -> [String] {
        lines(cycloneDX("\"components\": [{\(members)}]"))
    }

    /// An SPDX document of these members.
    static func spdx(_ members: String, version: String = "SPDX-2.3") -> String {
        "{\"SPDXID\": \"SPDXRef-DOCUMENT\", \"spdxVersion\": \"\(version)\", \(members)}"
    }

    /// Relationships, each written `from TYPE to`.
    static func relationships(_ relations: [String]) -> String {
        let entries = relations.map { relation in
            let words = relation.split(separator: " ")
            return """
                {"spdxElementId": "\(words[0])", "relationshipType": "\(words[1])", "relatedSpdxElement": "\(words[2])"}
                """
        }
        return "\"relationships\": [\(entries.joined(separator: ", "))]"
    }
}
