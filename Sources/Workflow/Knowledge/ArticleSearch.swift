// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase

/// Ranks articles by the words of a question: rare words weigh more, and those of the title three times as much.
///
/// Source: BM25 with k = 1.2 and b = 0.75, the usual values. The index of an engine is not used, because each splits and ranks
/// in its own way, and a store that moves to a server must answer as before.
enum ArticleSearch {
    private static let saturation = 1.2
    private static let lengthShare = 0.75
    private static let titleWeight = 3

    /// Words of an article, and how often each wanted one is among them; words of the title count thrice.
    private struct Tally {
        var length = 0
        var counts: [Int]
    }

    /// Articles that share a word with the question, the best first; equal ones by number.
    ///
    /// - Complexity: O(bytes of all articles × words of the question).
    static func rank(_ articles: [KnowledgeArticle], for question: String) -> [KnowledgeArticle] {
        var wanted: [[UInt8]] = []
        visitWords(of: question) { word in
            let word = Array(word)
            if !wanted.contains(word) { wanted.append(word) }
        }
        // Sums of fractions depend on their order.
        wanted.sort { $0.lexicographicallyPrecedes($1) }
        let tallies = articles.map { tally($0, wanted) }
        let average = Double(tallies.reduce(0) { $0 + $1.length }) / Double(max(1, tallies.count))
        let rarities = wanted.indices.map { word in
            let containing = Double(tallies.count { $0.counts[word] > 0 })
            return log(1 + (Double(articles.count) - containing + 0.5) / (containing + 0.5))
        }
        let scored = zip(articles, tallies).compactMap {
            article, tally -> (article: KnowledgeArticle, score: Double)? in
            let length = 1 - lengthShare + lengthShare * Double(tally.length) / max(1, average)
            let score = wanted.indices.reduce(0.0) { sum, word in
                let count = Double(tally.counts[word])
                return sum + rarities[word] * count * (saturation + 1) / (count + saturation * length)
            }
            return score > 0 ? (article, score) : nil
        }
        return scored.sorted { ($1.score, $0.article.number) < ($0.score, $1.article.number) }.map(\.article)
    }

    private static func tally(_ article: KnowledgeArticle, _ wanted: [[UInt8]]) -> Tally {
        var tally = Tally(counts: Array(repeating: 0, count: wanted.count))
        func add(_ text: String, weight: Int) {
            visitWords(of: text) { word in
                tally.length += weight
                for (place, one) in wanted.enumerated() where one.count == word.count && one.elementsEqual(word) {
                    tally.counts[place] += weight
                }
            }
        }
        add(article.title, weight: titleWeight)
        for section in KnowledgeArticle.Section.allCases { add(article.sections[section] ?? "", weight: 1) }
        return tally
    }

    /// Visits the lower-case words of letters and digits as UTF-8; `NullPointerException` is one, and three besides.
    static func visitWords(of text: String, _ visit: (ArraySlice<UInt8>) -> Void) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            visitASCIIWords(of: text, visit)
            return
        }
        for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            let parts = parts(of: word)
            for word in [word.lowercased()] + (parts.count > 1 ? parts : []) { visit(Array(word.utf8)[...]) }
        }
    }

    /// The same for texts without other signs, which is a byte at a time.
    private static func visitASCIIWords(of text: String, _ visit: (ArraySlice<UInt8>) -> Void) {
        func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
        let bytes = Array(text.utf8)
        let lower = bytes.map { isCapital($0) ? $0 | 0x20 : $0 }
        func isWord(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
        var place = 0
        while place < lower.count {
            guard isWord(lower[place]) else {
                place += 1
                continue
            }
            let start = place
            while place < lower.count, isWord(lower[place]) { place += 1 }
            visit(lower[start..<place])
            var part = start
            for next in start + 1..<max(start + 1, place) where isCapital(bytes[next]) && !isCapital(bytes[next - 1]) {
                visit(lower[part..<next])
                part = next
            }
            if part > start { visit(lower[part..<place]) }
        }
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
