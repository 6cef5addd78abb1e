// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Why words about issues are no longer in force: others took their places, or the evidence spoke against them.
struct WordEndings {
    /// A word that nobody took back, and the issue that it is about.
    struct Word {
        let decision: StoredDecision
        let cluster: Int64
        let span: IssueSpan
    }

    /// What a word of each kind ends by.
    private static let successors: [IssueVerb: Set<IssueVerb>] = [
        .assign: [.assign], .severity: [.severity], .cause: [.cause], .workaround: [.workaround], .link: [.link],
        .defer: [.defer, .reopen], .fix: [.fix, .reopen], .close: [.reopen],
    ]

    /// In a few words, by the decision.
    ///
    /// - Parameters:
    ///   - words: In the order in which they were said.
    ///   - life: What became of an issue; asked of those that somebody called repaired or over.
    /// - Complexity: O(words), and what a life takes.
    static func endings(of words: [Word], life: (_ cluster: Int64, _ span: IssueSpan) throws -> IssueLife) rethrows
        -> [Int64: String]
    {
        var endings: [Int64: String] = [:]
        for own in Dictionary(grouping: words, by: { [$0.cluster, $0.span.number ?? 0] }).values {
            guard let first = own.first else { continue }
            let verbs = own.map { IssueVerb(rawValue: $0.decision.kind.rawValue) }
            let told = try verbs.contains { $0 == .fix || $0 == .close } ? life(first.cluster, first.span) : IssueLife()
            for (place, word) in own.enumerated() {
                guard let verb = verbs[place], let ends = successors[verb] else { continue }
                let next = (place + 1..<own.count).first { verbs[$0].map(ends.contains) ?? false }
                let failed = [.fix, .close].contains(verb) ? failure(after: word.decision.id, told) : nil
                if let failed, next.map({ own[$0].decision.at >= failed.at }) ?? true {
                    endings[word.decision.id] = failed.text
                } else if let next {
                    endings[word.decision.id] = "DEC-\(own[next].decision.id) took its place"
                }
            }
        }
        return endings
    }

    /// The first failure that told that what was said does not hold.
    private static func failure(after decision: Int64, _ life: IssueLife) -> (at: Int64, text: String)? {
        guard let place = life.transitions.firstIndex(where: { $0.decision == decision }) else { return nil }
        let found = life.transitions[(place + 1)...].first { $0.rule.hasPrefix("fails") }
        return found.map { ($0.at, $0.run.map { "it failed again in RUN-\($0)" } ?? "it failed again") }
    }
}
