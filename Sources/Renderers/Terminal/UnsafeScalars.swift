// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which characters a terminal would act on, reorder or hide, and how each is spelled instead.
enum UnsafeScalars {
    /// The visible spelling of `scalar`, or nil when it may be printed as it is.
    static func escape(_ scalar: Unicode.Scalar, lineBreak: String, tab: String) -> String? {
        switch scalar {
        case "\n": lineBreak
        case "\t": tab
        case "\r": "\\r"
        default: isUnsafe(scalar) ? spelled(scalar) : nil
        }
    }

    /// Whether `scalar` is a control, changes the direction, breaks the line, or cannot be seen.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        // Emoji and text presentation: without them many pictures lose their colour, and they hide nothing.
        if scalar.value == 0xFE0E || scalar.value == 0xFE0F { return false }
        // Blank although a letter or symbol: Braille blank.
        if scalar.value == 0x2800 { return true }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: return properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
        }
    }

    /// The number of `scalar` as Swift writes it: `\u{1B}`.
    static func spelled(_ scalar: Unicode.Scalar) -> String {
        "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
}
