// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Writes what people know, and finds it again.
package struct KeepKnowledge {
    package enum Verb: Sendable {
        /// A new article, or another text for a known one.
        case write(markdown: String, article: Int64?, issue: IssueReference?)
        /// A first text made of what an issue knows.
        case draft(IssueReference)
        case step(Int64, KnowledgeArticle.Step)
        /// Somebody followed it.
        case used(Int64, hasHelped: Bool)
    }

    /// An article with what the store knows about its issue.
    package struct Entry: Sendable {
        package let article: KnowledgeArticle
        /// Such as ISS-3; nil for an article of its own.
        package let issue: String?
        package let issueState: IssueState?
        /// Why somebody should look at it again.
        package let doubt: String?
    }

    private let store: any StoreDriver
    private let ancestry: CommitAncestry

    package init(_ store: any StoreDriver, ancestry: CommitAncestry = CommitAncestry()) {
        self.store = store
        self.ancestry = ancestry
    }

    // MARK: Reading

    /// Articles, all or those that fit a question, the best first.
    package func find(_ question: String?, includesRetired: Bool, now: Int64) throws -> [Entry] {
        try store.read { connection in
            let found =
                try question.map { try search($0, includesRetired, connection) }
                ?? ArticleRecords(connection).all().filter { includesRetired || $0.state != .retired }
            return try entries(found, now, connection)
        }
    }

    private func search(
        _ question: String, _ includesRetired: Bool, _ connection: any StoreConnection
    ) throws -> [KnowledgeArticle] {
        let (records, search) = (ArticleRecords(connection), ArticleSearch(question))
        let others = try records.unindexed(includesRetired: includesRetired)
        let extent = try records.extent(includesRetired: includesRetired)
        let words = others.reduce(extent.words) { $0 + ArticleWords.all(of: $1).length }
        return search.rank(
            try records.holding(search.words, includesRetired: includesRetired) + others,
            of: ArticleSearch.Collection(articles: extent.articles, words: words))
    }

    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func show(_ number: Int64, now: Int64) throws -> Entry {
        try store.read { try entry(article(number, $0), now, $0) }
    }

    private func entries(
        _ articles: [KnowledgeArticle], _ now: Int64, _ connection: any StoreConnection
    ) throws -> [Entry] {
        try articles.map { try entry($0, now, connection) }
    }

    private func entry(_ article: KnowledgeArticle, _ now: Int64, _ connection: any StoreConnection) throws -> Entry {
        let cluster = try article.signature.flatMap { try ClusterQueries(connection).clusters(of: [$0])[$0] }
        guard let cluster else {
            return Entry(
                article: article, issue: nil, issueState: nil, doubt: article.doubt(hasRegressed: false, now: now))
        }
        let life = try IssueHistory(connection, Viewpoint(ancestry: ancestry, now: now)).life(of: cluster)
        return Entry(
            article: article, issue: try IssueResolver(connection).name(of: cluster), issueState: life.state,
            doubt: Self.doubt(article, life, now))
    }

    /// A regression that came before the article was changed last is one that it knows of.
    private static func doubt(_ article: KnowledgeArticle, _ life: IssueLife, _ now: Int64) -> String? {
        let back = life.transitions.last { [.verified, .closed].contains($0.from) && $0.to == .open }
        let isNews = life.isRegression && life.state.isUnresolved && (back?.at ?? 0) > article.changedAt
        return article.doubt(hasRegressed: isNews, now: now)
    }

    private func doubt(_ article: KnowledgeArticle, _ now: Int64, _ connection: any StoreConnection) throws -> String? {
        try entry(article, now, connection).doubt
    }

    private func article(_ number: Int64, _ connection: any StoreConnection) throws -> KnowledgeArticle {
        guard let article = try ArticleRecords(connection).all().first(where: { $0.number == number }) else {
            throw ReadEvidence.Unknown(
                message: "there is no article KB-\(number)", hint: "exitgate knowledge list shows them")
        }
        return article
    }

    // MARK: Writing

    /// - Throws: `Refusal`, `ReadEvidence.Unknown`, `StorageError`; nothing changes then.
    package func perform(_ verb: Verb, now: Int64, actor: String) throws -> Entry {
        try store.write { connection in
            let article = try changed(by: verb, now, SecretTally.masked(actor), connection)
            let records = ArticleRecords(connection)
            try records.put(article)
            // Those of an older store wait for the first word about any.
            for other in try records.unindexed(includesRetired: true) where other.number != article.number {
                try records.index(other)
            }
            return try entry(article, now, connection)
        }
    }

    private func changed(
        by verb: Verb, _ now: Int64, _ actor: String, _ connection: any StoreConnection
    ) throws -> KnowledgeArticle {
        switch verb {
        case .write(let markdown, let number, let issue):
            guard let parsed = KnowledgeArticle.parse(markdown: SecretTally.masked(markdown)) else {
                let names = KnowledgeArticle.Section.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(
                    message: "the text is no article",
                    hint: "begin with '# Title', then any of the headings '##' \(names)")
            }
            var article = try number.map { try self.article($0, connection) } ?? fresh(now, actor, connection)
            (article.title, article.sections) = parsed
            (article.author, article.changedAt) = (actor, now)
            if let issue { article.signature = try IssueResolver(connection).cluster(issue) }
            return article
        case .draft(let issue): return try draft(issue, now, actor, connection)
        case .step(let number, let step):
            var article = try article(number, connection)
            let isSound = try article.state == .published && step == .publish && doubt(article, now, connection) == nil
            guard !isSound, let next = article.state.after(step) else {
                throw Refusal(
                    message: "KB-\(number) is \(article.state.rawValue): \(step.rawValue) says nothing about that",
                    hint:
                        "a draft is reviewed or published, what is published is retired, or published again once it is in doubt, what is retired is reviewed again"
                )
            }
            (article.state, article.changedAt) = (next, now)
            // Whoever publishes it knows what happened so far.
            if step == .publish { article.pardoned = article.uses - article.successes }
            return article
        case .used(let number, let hasHelped):
            var article = try article(number, connection)
            guard article.state != .retired else {
                throw Refusal(
                    message: "KB-\(number) is retired: nobody should follow it",
                    hint: "exitgate knowledge search finds others")
            }
            article.uses += 1
            article.successes += hasHelped ? 1 : 0
            article.lastUsedAt = now
            return article
        }
    }

    private func fresh(_ now: Int64, _ actor: String, _ connection: any StoreConnection) throws -> KnowledgeArticle {
        KnowledgeArticle(
            number: try ArticleRecords(connection).takeNumber(), state: .drafted, title: "", sections: [:],
            signature: nil, author: actor, changedAt: now, lastUsedAt: nil, uses: 0, successes: 0)
    }

    /// Symptom, cause, workaround and fix as the issue knows them.
    private func draft(
        _ reference: IssueReference, _ now: Int64, _ actor: String, _ connection: any StoreConnection
    ) throws -> KnowledgeArticle {
        let viewpoint = Viewpoint(ancestry: ancestry, now: now)
        let detail = try ReadIssues(store, viewpoint: viewpoint).show(reference, connection)
        let life = detail.life
        guard life.cause != nil || [.verified, .closed].contains(life.state) else {
            throw Refusal(
                message: "ISS-\(detail.summary.number) has no cause and no verified fix yet",
                hint: "record the cause first: exitgate issue cause ISS-\(detail.summary.number) TEXT -m WHY")
        }
        var article = try fresh(now, actor, connection)
        article.title = detail.summary.title
        article.signature = detail.summary.cluster
        let said = detail.sample.flatMap { $0.message ?? $0.details ?? $0.output } ?? detail.summary.title
        // A fence within the text would end the block.
        let lines = said.split(separator: "\n").prefix(12).map { $0.replacing("```", with: "` ` `") }
        article.sections[.symptom] = (["```"] + lines + ["```"]).joined(separator: "\n")
        article.sections[.cause] = life.cause
        article.sections[.workaround] = life.workaround
        if let fix = life.fix {
            article.sections[.fix] =
                "\(fix.commit.map { "Commit \($0)" } ?? "No commit named"); \(life.state == .verified || life.isReleased ? "verified by clean runs" : life.state == .closed ? "closed by a person" : "not verified yet")."
        }
        return article
    }
}
