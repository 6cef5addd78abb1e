// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What is known about a symptom: what is behind it, how to live with it, and what repairs it.
package struct KnowledgeArticle: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case drafted, reviewed, published, retired

        /// The state after a step; nil where it cannot be taken.
        package func after(_ step: Step) -> State? {
            switch (self, step) {
            case (.drafted, .review): .reviewed
            case (.drafted, .publish), (.reviewed, .publish), (.published, .publish): .published
            case (.drafted, .retire), (.reviewed, .retire), (.published, .retire): .retired
            case (.retired, .review): .reviewed
            default: nil
            }
        }
    }

    package enum Step: String, Sendable { case review, publish, retire }

    /// Parts of an article, in the order in which they are written.
    package enum Section: String, Sendable, CaseIterable {
        case symptom = "Symptom"
        case cause = "Cause"
        case workaround = "Workaround"
        /// Numbered steps that make things work again.
        case restore = "Restore"
        case prevention = "Prevention"
        case fix = "Fix"
    }

    /// Printed as KB-number.
    package var number: Int64
    package var state: State
    package var title: String
    package var sections: [Section: String]
    /// Row of the signature of the issue that it is about.
    package var signature: Int64?
    package var author: String
    /// UTC milliseconds since 1970.
    package var changedAt: Int64
    package var lastUsedAt: Int64?
    /// How often somebody followed it, and how often that helped.
    package var uses: Int
    package var successes: Int
    /// Uses without success that somebody knew of when it was published last.
    package var pardoned = 0

    package init(
        number: Int64, state: State, title: String, sections: [Section: String], signature: Int64?, author: String,
        changedAt: Int64, lastUsedAt: Int64?, uses: Int, successes: Int
    ) {
        self.number = number
        self.state = state
        self.title = title
        self.sections = sections
        self.signature = signature
        self.author = author
        self.changedAt = changedAt
        self.lastUsedAt = lastUsedAt
        self.uses = uses
        self.successes = successes
    }

    /// Failures after which its advice is in doubt, and milliseconds without use.
    package static let failuresInDoubt = 2
    package static let idleMilliseconds: Int64 = 180 * 86_400_000

    /// Why somebody should look at a published article again; nil for a sound one.
    ///
    /// - Parameters:
    ///   - hasRegressed: Whether its issue came back.
    ///   - now: UTC ms.
    package func doubt(hasRegressed: Bool, now: Int64) -> String? {
        guard state == .published else { return nil }
        if hasRegressed { return "its issue came back" }
        let failures = uses - successes - pardoned
        if failures >= Self.failuresInDoubt { return "it did not help \(failures) times" }
        return now - (lastUsedAt ?? changedAt) >= Self.idleMilliseconds ? "nobody used it for 180 days" : nil
    }

    /// Reads the headings of `markdown`: `# Title`, then `## Symptom` and so on in any order.
    ///
    /// - Returns: nil without a title, or with a heading that is none of the sections, which is named.
    package static func parse(markdown: String) -> (title: String, sections: [Section: String])? {
        var title: String?
        var sections: [Section: String] = [:]
        var current: Section?
        var isInFence = false
        for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.hasPrefix("```") { isInFence.toggle() }
            if isInFence, let current {
                sections[current, default: ""] += line + "\n"
            } else if line.hasPrefix("# "), title == nil {
                title = line.dropFirst(2).trimmed
            } else if line.hasPrefix("## ") {
                let name = line.dropFirst(3).trimmed.lowercased()
                guard let section = Section.allCases.first(where: { $0.rawValue.lowercased() == name }) else {
                    return nil
                }
                current = section
            } else if let current {
                sections[current, default: ""] += line + "\n"
            }
        }
        guard let title, !title.isEmpty else { return nil }
        return (title, sections.mapValues { $0[...].trimmed }.filter { !$0.value.isEmpty })
    }

    /// The article in Markdown, as `parse` reads it.
    package var markdown: String {
        let parts = Section.allCases.compactMap { section in
            sections[section].map { "## \(section.rawValue)\n\n\($0)" }
        }
        return (["# \(title)"] + parts).joined(separator: "\n\n") + "\n"
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
