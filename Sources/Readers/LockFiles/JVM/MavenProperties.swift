// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Values that a Maven project gives its own expressions `${…}`.
struct MavenProperties {
    /// Replacements of one text: enough for properties that name others, too few for a circle to matter.
    private static let replacements = 32
    /// Longest result in bytes; properties that double each other stop here.
    private static let bytes = 4096

    private var values: [String: String] = [:]

    init(_ project: MarkupElement) {
        for key in ["groupId", "artifactId", "version"] {
            let parent = project["parent"][key].value
            values["project.parent." + key] = parent
            // What a project does not say it takes from its parent, except its own name.
            values["project." + key] = project[key].value ?? (key == "artifactId" ? nil : parent)
            values["pom." + key] = values["project." + key]
        }
        for property in project["properties"].children { values[property.name] = property.text }
    }

    /// The text with every known expression replaced; unknown ones stay.
    func resolved(_ text: String) -> String {
        var text = text
        var start = text.startIndex
        for _ in 0..<Self.replacements {
            guard text.utf8.count <= Self.bytes, let open = text[start...].range(ofASCII: "${"),
                let close = text[open.upperBound...].firstIndex(of: "}")
            else { break }
            guard let value = values[String(text[open.upperBound..<close])] else {
                start = text.index(after: close)
                continue
            }
            let before = text[..<open.lowerBound].utf8.count
            text = text[..<open.lowerBound] + value + text[text.index(after: close)...]
            start = text.utf8.index(text.startIndex, offsetBy: before)
        }
        return text
    }
}
