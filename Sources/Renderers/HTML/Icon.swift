// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Small pictures that stand beside words and never instead of them.
enum Icon {
    /// Two posts and an opening bar.
    static let gate: HTML = drawn(
        "<path d=\"M4 21V6M20 21V6M4 9l16 6M4 14l9 3.4\"/>")
    static let check: HTML = drawn("<path d=\"M5 12.5l4.5 4.5L19 7.5\"/>")
    static let cross: HTML = drawn("<path d=\"M6.5 6.5l11 11M17.5 6.5l-11 11\"/>")
    static let question: HTML = drawn("<path d=\"M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .6-1.5 1.2-1.5 2.3M12 18v.01\"/>")
    static let warning: HTML = drawn("<path d=\"M12 7v6M12 17v.01M12 3l9 17H3z\"/>")

    private static func drawn(_ paths: HTML) -> HTML {
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\(paths)</svg>"
    }
}
