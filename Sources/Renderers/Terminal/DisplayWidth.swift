// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How many columns of a terminal a text takes: East Asian wide characters and pictures two, combining marks none.
package enum DisplayWidth {
    /// Columns of a text that is already safe; controls count as nothing.
    package static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        // A text that was cut has one sign more.
        let scalars = text.unicodeScalars
        if scalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F || $0 == "…" }) { return scalars.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// Columns of one character, however many scalars it is made of: 0, 1 or 2.
    package static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if scalars.count > 1 {
            // A picture chosen by its presentation selector, or a flag made of two letters.
            if scalars.contains("\u{FE0F}") || isRegionalIndicator(first) { return 2 }
            return scalars.reduce(0) { max($0, of($1)) }
        }
        return of(first)
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x7F { return scalar.value < 0x20 ? 0 : 1 }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        // Second and third parts of a Korean syllable are drawn inside its first.
        if (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value) { return 0 }
        return properties.isEmojiPresentation || isWide(scalar.value) ? 2 : 1
    }

    private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        return wide.contains { $0.contains(value) }
    }

    /// Blocks of East Asian Width W and F (Unicode TR 11), gaps of unassigned code points included.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
