// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The line by which people know a failure in a list.
enum FailureTitle {
    /// Longest title in characters.
    private static let limit = 120

    /// `type: message` on one line; the type is left out where the message begins with it.
    static func make(type: Bytes, message: Bytes?, name: Bytes) -> String {
        let said = message.map(line) ?? ""
        let kind = line(type)
        if said.isEmpty, kind.isEmpty { return short("failed without a message: " + line(name)) }
        if said.isEmpty { return short(kind) }
        let isNamed = kind.isEmpty || said.hasPrefix(kind) || said.prefix(100).contains("." + kind + ":")
        return short(isNamed ? said : kind + ": " + said)
    }

    /// Valid text without control characters, with single blanks.
    private static func line(_ bytes: Bytes) -> String {
        let text = String(decoding: bytes.prefix(1_024), as: UTF8.self)
        var result = String.UnicodeScalarView()
        var isBlank = true
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || isControl(scalar) {
                if !isBlank { result.append(" ") }
                isBlank = true
            } else {
                result.append(scalar)
                isBlank = false
            }
        }
        if isBlank, !result.isEmpty { result.removeLast() }
        return String(result)
    }

    /// Control and format characters, which reorder or hide text.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }

    private static func short(_ text: String) -> String {
        text.count <= limit ? text : text.prefix(limit - 1) + "…"
    }
}
