// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Articles for people and machines.
package enum KnowledgeText {
    /// An article with what is known about its issue.
    package struct Entry: Sendable {
        package let article: KnowledgeArticle
        package let issue: String?
        package let issueState: IssueState?
        package let doubt: String?

        package init(article: KnowledgeArticle, issue: String?, issueState: IssueState?, doubt: String?) {
            self.article = article
            self.issue = issue
            self.issueState = issueState
            self.doubt = doubt
        }

        /// `needs_review` for a published article in doubt.
        package var stateText: String { doubt == nil ? article.state.rawValue : "needs_review" }
    }

    package static func list(_ entries: [Entry], width: Int?, palette: Palette) -> String {
        guard !entries.isEmpty else { return "no articles match" }
        var table = TextTable([
            .init("article"), .init("state"), .init("issue"), .init("used", alignment: .right),
            .init("helped", alignment: .right), .init("what", fit: .keepingStart, minimum: 30),
        ])
        for entry in entries {
            let state = entry.stateText
            table.add([
                .init("KB-\(entry.article.number)", .strong),
                .init(state, state == "published" ? .good : state == "retired" ? .muted : .warning),
                .init(entry.issue ?? ""), .init(Plural.number(entry.article.uses)),
                .init(Plural.number(entry.article.successes)), .init(entry.article.title),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    package static func page(_ entry: Entry, palette: Palette) -> String {
        let article = entry.article
        var lines = [
            "\(palette.paint("KB-\(article.number)", .strong))  \(entry.stateText)  \(SafeText.line(article.title, limit: 300))",
            "",
            "  written by \(SafeText.line(article.author, limit: 80)), \(Moment.text(article.changedAt)) UTC; used \(Plural.count(article.uses, "time")), helped \(Plural.count(article.successes, "time"))",
        ]
        if let issue = entry.issue {
            lines.append("  about      \(issue), \(entry.issueState?.rawValue ?? "unknown")\(holds(entry.issueState))")
        }
        if let doubt = entry.doubt { lines.append("  in doubt   \(doubt)") }
        for section in KnowledgeArticle.Section.allCases {
            guard let text = article.sections[section] else { continue }
            lines += ["", "  \(section.rawValue.lowercased())", SafeText.block(text)]
        }
        return lines.joined(separator: "\n")
    }

    /// Whether the fix holds, as runs say.
    private static func holds(_ state: IssueState?) -> String {
        switch state {
        case .verified: ": the fix holds"
        case .fixed: ": the fix is not proven yet"
        default: ""
        }
    }

    /// The article as `knowledge write` takes it, made safe for a log line by line.
    package static func markdown(_ entry: Entry) -> String {
        SafeText.lines(of: entry.article.markdown).map {
            SafeText.neutral($0, isLineStart: true, lineBreak: "", tab: "    ")
        }.joined(separator: "\n")
    }

    package static func json(_ entries: [Entry]) -> String {
        JSONText.object([.init("format", 1), .init("articles", .array(entries.map(json)))]).pretty
    }

    private static func json(_ entry: Entry) -> JSONText {
        let article = entry.article
        let sections = KnowledgeArticle.Section.allCases.map { section in
            JSONText.Member(section.rawValue.lowercased(), JSONText(article.sections[section]))
        }
        return .object(
            [
                .init("id", .string("KB-\(article.number)")), .init("state", .string(entry.stateText)),
                .init("title", .string(article.title)), .init("issue", JSONText(entry.issue)),
                .init("issue_state", JSONText(entry.issueState?.rawValue)), .init("doubt", JSONText(entry.doubt)),
                .init("author", .string(article.author)),
                .init("changed_at", .string(Moment.iso8601(article.changedAt))),
                .init("uses", .int(article.uses)), .init("successes", .int(article.successes)),
            ] + sections)
    }
}
