// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What stands on several pages.
enum Piece {
    /// A moment, in UTC.
    static func time(_ milliseconds: Int64) -> HTML {
        "<time datetime=\"\(Moment.iso8601(milliseconds))\">\(Moment.text(milliseconds)) UTC</time>"
    }

    /// The day alone, with the moment for those who ask.
    static func day(_ milliseconds: Int64) -> HTML {
        let text = Moment.text(milliseconds)
        return
            "<time datetime=\"\(Moment.iso8601(milliseconds))\" title=\"\(text) UTC\">\(String(text.prefix(10)))</time>"
    }

    /// Something to type, or words where it is no command.
    static func next(_ text: String) -> HTML {
        guard let command = command(text) else { return "<p class=\"next\">\(text)</p>" }
        return "<p class=\"next\"><code>\(command)</code>\(String(text.dropFirst(command.count)))</p>"
    }

    /// The command that a text begins with: what follows a comma is said to the reader, not to the shell.
    static func command(_ text: String?) -> String? {
        guard let text, text.hasPrefix("exitgate ") else { return nil }
        return String(text.prefix { $0 != "," && $0 != ";" })
    }

    /// A configuration class as people say it.
    static func words(_ configuration: ConfigurationClass) -> String {
        configuration.text.isEmpty ? "any configuration" : configuration.text
    }

    static func empty(_ title: HTML, _ text: HTML) -> HTML {
        "<div class=\"empty\"><p><strong>\(title)</strong></p><p>\(text)</p></div>"
    }

    /// A section under a heading of the second level.
    static func section(_ title: HTML, note: HTML? = nil, _ body: HTML) -> HTML {
        let told = note.map { "<p class=\"note\">\($0)</p>" as HTML }
        return "<section><h2>\(title)</h2>\(told)\(body)</section>\n"
    }

    /// Terms with what is said about each; those without are left out.
    static func facts(_ facts: [(term: HTML, said: HTML?)]) -> HTML {
        let rows = facts.compactMap { term, said in
            said.map { "<div><dt>\(term)</dt><dd>\($0)</dd></div>" as HTML }
        }
        return "<dl class=\"facts\">\(rows)</dl>"
    }

    /// A number that matters, with what it counts.
    static func figure(_ value: HTML, _ label: HTML, _ note: HTML? = nil, tone: Badge.Tone? = nil) -> HTML {
        let mark = tone.map { " \($0.rawValue)" as HTML }
        let told = note.map { "<span class=\"sub\">\($0)</span>" as HTML }
        return
            "<li class=\"figure\(mark)\"><span class=\"value\">\(value)</span><span class=\"label\">\(label)</span>\(told)</li>"
    }

    static func list(_ items: [HTML], class name: HTML = "plain") -> HTML {
        "<ul class=\"\(name)\">\(items.map { "<li>\($0)</li>" as HTML })</ul>"
    }

    /// A share as a bar beside its number; from 0 to 1.
    static func bar(_ share: Double, tone: Badge.Tone) -> HTML {
        let width = Int((min(1, max(0, share)) * 100).rounded())
        return
            "<svg class=\"meter \(tone.rawValue)\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"8\"/><rect width=\"\(width)\" height=\"8\"/></svg>"
    }

    /// Text of several lines as it is, cut after so many characters.
    static func text(_ text: String, limit: Int = 20_000) -> HTML {
        "<pre tabindex=\"0\">\(text, limit: limit)</pre>"
    }

    /// A link of a person where it is one of the web, and words otherwise.
    static func link(_ address: String) -> HTML {
        let isWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
        guard isWeb, address.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0.value < 0x7F }) else {
            return "\(address, limit: 300)"
        }
        return "<a href=\"\(address)\" rel=\"noreferrer noopener\">\(address, limit: 120)</a>"
    }
}
