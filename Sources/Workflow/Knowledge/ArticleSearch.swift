// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase

/// Ranks articles by the words of a question: rare words weigh more, and those of the title three times as much.
///
/// Source: BM25 with k = 1.2 and b = 0.75, the usual values. The index of an engine finds the articles, and does not rank them:
/// each ranks in its own way, and a store that moves to a server must answer as before.
struct ArticleSearch {
    private static let saturation = 1.2
    private static let lengthShare = 0.75

    /// All articles that are searched, whether they have a word of the question or not.
    struct Collection {
        var articles: Int
        /// Words of all of them, those of titles by their weight.
        var words: Int
    }

    /// Words of an article, and how often each wanted one is among them.
    private struct Tally {
        var length = 0
        var counts: [Int]
    }

    /// The words of the question, each once, by their bytes: sums of fractions depend on their order.
    let words: [String]

    init(_ question: String) {
        words = ArticleWords.distinct(in: question)
    }

    /// Articles that share a word with the question, the best first; equal ones by number.
    ///
    /// - Parameters:
    ///   - articles: At least all that share a word with the question.
    ///   - collection: What they are part of.
    /// - Complexity: O(bytes of the articles × words of the question).
    func rank(_ articles: [KnowledgeArticle], of collection: Collection) -> [KnowledgeArticle] {
        let wanted = words.map { Array($0.utf8) }
        let tallies = articles.map { Self.tally($0, wanted) }
        let average = Double(collection.words) / Double(max(1, collection.articles))
        let rarities = wanted.indices.map { word in
            let containing = Double(tallies.count { $0.counts[word] > 0 })
            return log(1 + (Double(collection.articles) - containing + 0.5) / (containing + 0.5))
        }
        let scored = zip(articles, tallies).compactMap {
            article, tally -> (article: KnowledgeArticle, score: Double)? in
            let share = 1 - Self.lengthShare + Self.lengthShare * Double(tally.length) / max(1, average)
            let score = wanted.indices.reduce(0.0) { sum, word in
                let count = Double(tally.counts[word])
                return sum + rarities[word] * count * (Self.saturation + 1) / (count + Self.saturation * share)
            }
            return score > 0 ? (article, score) : nil
        }
        return scored.sorted { ($1.score, $0.article.number) < ($0.score, $1.article.number) }.map(\.article)
    }

    private static func tally(_ article: KnowledgeArticle, _ wanted: [[UInt8]]) -> Tally {
        var tally = Tally(counts: Array(repeating: 0, count: wanted.count))
        ArticleWords.visit(of: article) { word, weight in
            tally.length += weight
            for (place, one) in wanted.enumerated() where one.count == word.count && one.elementsEqual(word) {
                tally.counts[place] += weight
            }
        }
        return tally
    }
}
