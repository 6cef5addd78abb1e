// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase

/// Ranks articles by the words of a question: rare words weigh more, and those of the title three times as much.
///
/// Source: BM25 with k = 1.2 and b = 0.75, the usual values.
enum ArticleSearch {
    private static let saturation = 1.2
    private static let lengthShare = 0.75
    private static let titleWeight = 3

    /// Articles that share a word with the question, the best first; equal ones by number.
    static func rank(_ articles: [KnowledgeArticle], for question: String) -> [KnowledgeArticle] {
        let documents = articles.map(words)
        let average = Double(documents.reduce(0) { $0 + $1.count }) / Double(max(1, documents.count))
        let counts = documents.map { Dictionary(grouping: $0) { $0 }.mapValues(\.count) }
        let wanted = Set(words(of: question))
        let scored = articles.indices.compactMap { index -> (article: KnowledgeArticle, score: Double)? in
            var score = 0.0
            for word in wanted {
                let containing = counts.count { $0[word] != nil }
                guard let count = counts[index][word].map(Double.init) else { continue }
                let rarity = log(1 + (Double(articles.count - containing) + 0.5) / (Double(containing) + 0.5))
                let length = 1 - lengthShare + lengthShare * Double(documents[index].count) / max(1, average)
                score += rarity * count * (saturation + 1) / (count + saturation * length)
            }
            return score > 0 ? (articles[index], score) : nil
        }
        return scored.sorted { ($1.score, $0.article.number) < ($0.score, $1.article.number) }.map(\.article)
    }

    private static func words(_ article: KnowledgeArticle) -> [String] {
        let title = words(of: article.title)
        return Array(repeating: title, count: titleWeight).joined()
            + KnowledgeArticle.Section.allCases.flatMap { words(of: article.sections[$0] ?? "") }
    }

    /// Lower-case words of letters and digits; `NullPointerException` is one, and three besides.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            words.append(word.lowercased())
            let parts = parts(of: word)
            if parts.count > 1 { words += parts }
        }
        return words
    }

    private static func parts(of word: Substring) -> [String] {
        var parts: [String] = []
        var current = ""
        var wasLower = false
        for character in word {
            if character.isUppercase, wasLower {
                parts.append(current.lowercased())
                current = ""
            }
            current.append(character)
            wasLower = character.isLowercase || character.isNumber
        }
        return parts + [current.lowercased()]
    }
}
