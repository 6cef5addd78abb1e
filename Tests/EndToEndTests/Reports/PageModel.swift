// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a browser would act on in the pages of a folder, read without a browser.
struct PageModel {
    /// Text of each file by its path within the folder.
    let files: [String: String]

    init(folder: String) throws {
        var files: [String: String] = [:]
        for path in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
            guard path.hasSuffix(".html") || path.hasSuffix(".css") else { continue }
            files[path] = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
        }
        self.files = files
    }

    init(file: String) throws {
        files = ["index.html": try String(contentsOfFile: file, encoding: .utf8)]
    }

    var pages: [String: String] { files.filter { $0.key.hasSuffix(".html") } }

    private static let elements: Set = [
        "!DOCTYPE", "html", "head", "meta", "title", "link", "style", "script", "body", "a", "header", "nav", "main",
        "footer", "section", "article", "div", "p", "h1", "h2", "h3", "ul", "ol", "li", "dl", "dt", "dd", "table",
        "caption", "thead", "tbody", "tr", "th", "td", "span", "strong", "b", "br", "code", "pre", "time", "details",
        "summary", "figure", "figcaption", "svg", "path", "rect", "circle", "text", "progress", "form", "label",
        "input", "select", "option", "output",
    ]

    /// Elements, handlers and addresses that no page of ours has; each data that broke out would show.
    var dangers: [String] {
        pages.flatMap { name, text -> [String] in
            // Our own script and style hold signs of their own.
            let markup = text.replacing(/<(script|style)>[\s\S]*?<\/\1>/, with: "<$1>")
            var found: [String] = []
            for match in markup.matches(of: /<\/?([A-Za-z!][^\s>\/]*)([^>]*)>/) {
                let (element, attributes) = (String(match.output.1), String(match.output.2))
                if !Self.elements.contains(element) { found.append("\(name): element \(element)") }
                for attribute in attributes.matches(of: /([^\s="]+)="([^"]*)"/) {
                    let (key, value) = (attribute.output.1.lowercased(), attribute.output.2.lowercased())
                    if key.hasPrefix("on") || key == "style" { found.append("\(name): attribute \(key)") }
                    let isRemote = value.hasPrefix("//") || value.hasPrefix("http")
                    if element == "link" || key == "src", isRemote { found.append("\(name): loads \(value)") }
                    if key == "href", value.contains(":"), !value.hasPrefix("http") {
                        found.append("\(name): \(value)")
                    }
                }
            }
            if !text.contains("default-src 'none'") { found.append("\(name): no policy") }
            return found
        }.sorted()
    }

    /// Links within the report that lead nowhere.
    var brokenLinks: [String] {
        pages.flatMap { name, text -> [String] in
            text.matches(of: /href="([^"]*)"/).compactMap { match -> String? in
                let address = String(match.output.1)
                guard !address.hasPrefix("http") else { return nil }
                let parts = address.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
                let folder = name.contains("/") ? String(name[..<name.lastIndex(of: "/")!]) + "/" : ""
                let path = parts[0].isEmpty ? name : Self.resolved(folder + parts[0])
                guard let target = files[path] else { return "\(name): \(address)" }
                let isThere = parts.count < 2 || target.contains("id=\"\(parts[1])\"")
                return isThere ? nil : "\(name): \(address)"
            }
        }.sorted()
    }

    private static func resolved(_ path: String) -> String {
        path.split(separator: "/").reduce(into: [Substring]()) { parts, part in
            if part == ".." { parts.removeLast() } else { parts.append(part) }
        }.joined(separator: "/")
    }
}
