// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How pages look: one sheet for all, light and dark, wide and narrow, on paper.
enum Stylesheet {
    static let file = "report.css"
    static let text = [tokens, frame, blocks, tables, charts, cards, narrow, paper].joined(separator: "\n")
    static let html = HTML(stringLiteral: text)
}
