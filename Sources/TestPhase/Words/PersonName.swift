// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Names of people as they type them.
package enum PersonName {
    /// Whether two names mean one person: case, blanks, invisible and wide forms of letters, and an @ in front make no other.
    package static func isSame(_ left: String, _ right: String) -> Bool { plain(left) == plain(right) }

    private static func plain(_ name: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in name.lowercased().unicodeScalars {
            let properties = scalar.properties
            if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { continue }
            let isWide = (0xFF01...0xFF5E).contains(scalar.value)
            scalars.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        let plain = String(scalars).lowercased()
        return plain.count > 1 && plain.hasPrefix("@") ? String(plain.dropFirst()) : plain
    }
}
