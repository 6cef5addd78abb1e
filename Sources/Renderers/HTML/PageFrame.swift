// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import TestPhase

/// The frame around what a page says: head, navigation, foot.
struct PageFrame: Sendable {
    let report: ReleaseReport
    let links: ReportLinks

    /// A whole document.
    ///
    /// - Parameters:
    ///   - page: Marked in the navigation; nil for the page of an issue, which belongs to ``ReportPage/issues``.
    ///   - hasScript: Whether it can be filtered and sorted.
    func document(title: String, page: ReportPage?, hasScript: Bool, _ main: HTML) -> String {
        let name = [title, report.title].joined(separator: " · ")
        let html: HTML = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(Self.policy(styleIsInside: links.isSingleFile, hasScript))">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="exitgate \(TestPhaseModule.version)">
            <title>\(name, limit: 200)</title>
            \(style)
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            \(header(page ?? .issues))
            <main id="main">
            \(main)
            </main>
            \(footer)
            \(hasScript ? Self.script : .empty)
            </body>
            </html>

            """
        return html.text
    }

    private var style: HTML {
        if links.isSingleFile { return "<style>\(Stylesheet.html)</style>" }
        return "<link rel=\"stylesheet\" href=\"\(links.isInIssues ? "../" : "")\(Stylesheet.file)\">"
    }

    private static let script: HTML = "<script>\(ReportScript.html)</script>"

    /// Nothing may be loaded, sent or run but what is ours: a second lock behind the escaping.
    private static func policy(styleIsInside: Bool, _ hasScript: Bool) -> HTML {
        let style: HTML = styleIsInside ? digest(Stylesheet.text) : "'self'"
        let script: HTML = hasScript ? digest(ReportScript.text) : "'none'"
        return "default-src 'none'; style-src \(style); script-src \(script); base-uri 'none'; form-action 'none'"
    }

    private static func digest(_ text: String) -> HTML {
        "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
    }

    private func header(_ current: ReportPage) -> HTML {
        let items = ReportPage.allCases.map { page -> HTML in
            let mark: HTML = page == current && !links.isSingleFile ? " aria-current=\"page\"" : ""
            let count = count(page).map { "<span class=\"count\">\($0)</span>" as HTML }
            return "<li><a href=\"\(links.page(page))\"\(mark)>\(page.title)\(count)</a></li>"
        }
        let word = report.verdict.outcome
        return """
            <header class="top">
            <div class="bar">
            <a class="brand" href="\(links.page(.overview))">\(Icon.gate)<span>\(report.isNamed ? report.project : "exitgate", limit: 60)</span></a>
            <p class="crumbs"><span>release <strong>\(report.release, limit: 60)</strong></span> <span>phase <strong>\(report.phase, limit: 40)</strong></span> \(Badge.verdict(word))</p>
            </div>
            <nav aria-label="Pages"><ul>\(items)</ul></nav>
            </header>
            """
    }

    private func count(_ page: ReportPage) -> Int? {
        switch page {
        case .overview, .review: nil
        case .issues: report.review.recurring.count
        case .incidents: report.incidents.count
        case .changes: report.changes.count
        case .baselines: report.baselines.count
        case .waivers: report.waivers.count
        }
    }

    private var footer: HTML {
        """
        <footer>
        <p>Made by exitgate \(TestPhaseModule.version) at \(Piece.time(report.at)) from the evidence in the store. \
        Nothing on these pages comes from the network.</p>
        </footer>
        """
    }
}
