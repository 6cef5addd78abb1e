// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Two failures whose causes are known, as a score sees them: what weights are fitted to.
package struct LinkExample: Sendable {
    package let suite: UInt64
    /// Of each term by its raw value, before any weight.
    package let values: [Double]
    package let isOneCause: Bool
}

extension FailureGroups {
    /// Every comparison that grouping would make, were each cluster exactly one cause.
    ///
    /// - Parameters:
    ///   - causes: Of each signature, in the order in which signatures were added; equal numbers are one cause.
    ///   - usesRuns: Whether values speak of run times too.
    ///   - prior: Of the weights that are to be fitted, see `LinkWeights.prior`.
    /// - Complexity: As `grouped`.
    package consuming func examples(
        causes: [Int32], usesRuns: Bool, prior: Double, runs positions: [Int32]
    ) -> [LinkExample] {
        var clusterer = Clusterer(content: .plain(prior: prior), runs: nil)
        var ranks = [Int32](repeating: -1, count: signatures.count)
        var found: [LinkExample] = []
        var clusters: [Int32: Int32] = [:]
        var rankedCauses: [Int32] = []
        for event in ordered(positions) {
            let number = Int(event.signature)
            let run = positions[Int(event.run)]
            if let fresh = take(number) {
                let cause = causes[number]
                let scores = clusterer.place(fresh, in: clusters[cause], run: run, usesRuns: usesRuns)
                ranks[number] = Int32(truncatingIfNeeded: rankedCauses.count)
                clusters[cause] = clusterer.content.clusters[rankedCauses.count]
                for (other, values) in scores {
                    let isOneCause = rankedCauses[Int(other)] == cause
                    found.append(LinkExample(suite: fresh.suite, values: values, isOneCause: isOneCause))
                }
                rankedCauses.append(cause)
            }
            clusterer.see(
                ranks[number], in: TestPlace(suite: suites[number], className: event.className, test: event.test),
                run: run)
        }
        return found
    }
}

extension Clusterer {
    /// Puts the next signature into a cluster that is given, and says what each candidate had in common with it.
    fileprivate mutating func place(
        _ evidence: SignatureEvidence, in cluster: Int32?, run: Int32, usesRuns: Bool
    ) -> [(other: Int32, values: [Double])] {
        let (signature, keys, _) = enter(evidence)
        content.rarity.grow(to: table.tokenCount)
        var linkage = Linkage(
            table: table, sightings: sightings, partition: content, scorer: LinkScorer(), run: usesRuns ? run : nil)
        let own = table.signatures[Int(signature)]
        linkage.scorer.prepare(own, in: table, content.rarity)
        let values = candidates(keys).map { other in
            _ = linkage.score(own, other)
            return (other, linkage.scorer.points.map { Double($0) / LinkWeights.plainScale })
        }
        content.place(signature, in: cluster, nil, table)
        for key in keys { postings.add(signature, to: key) }
        sightings.add(signature, test: evidence.test, run: run)
        return values
    }
}

extension LinkWeights {
    /// Points of a value of 1 under plain weights: fine enough that rounding does not matter.
    fileprivate static let plainScale = 1_000_000.0

    /// Makes points of the values alone.
    fileprivate static func plain(prior: Double) -> LinkWeights {
        LinkWeights(
            threshold: .max, messageThreshold: .max, prior: prior,
            Dictionary(uniqueKeysWithValues: LinkTerm.allCases.map { ($0, plainScale / 1_000) }))
    }
}
