// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The references of XML that need no declaration.
enum MarkupReference {
    private static let entities: [Substring: Character] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    /// The longest reference has nine characters; a semicolon farther away belongs to something else.
    private static let longest = 9

    /// The text with its references replaced; unknown ones stay as they are written.
    static func replaced(in text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[rest.index(after: start)...]
            if let end = rest.prefix(longest + 1).firstIndex(of: ";"), let character = character(rest[..<end]) {
                result.append(character)
                rest = rest[rest.index(after: end)...]
            } else {
                result += "&"
            }
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> Character? {
        if let known = entities[name] { return known }
        guard name.hasPrefix("#") else { return nil }
        let isHexadecimal = name.dropFirst().first == "x"
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init).map(Character.init)
    }
}
