// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Triage

/// Makes weights and thresholds from labelled sets, all of them or all but one project.
struct WeightTrainer {
    /// A project of a set that nothing is learned from.
    struct LeftOut {
        let set: Int
        let project: String
    }

    /// Thousandths.
    private static let thresholds: [Int32] = Array(stride(from: -500, through: 1_500, by: 250))
    private static let runThresholds: [Int32] = [1_500, 2_000, 2_500, 3_000]
    private static let messageThresholds: [Int32] = [-500, 0, 500]

    let sets: [LabelledSet]
    let terms: [LinkTerm]
    private let precision: Double
    private let threshold: Int32?
    /// Of the weights of clusters.
    private let prior: Double
    private let examples: [[LinkExample]]
    private let runExamples: [[LinkExample]]

    init(_ sets: [LabelledSet], without names: [String], precision: Double, threshold: Int32?, prior: Double) throws {
        self.sets = sets
        self.precision = precision
        self.threshold = threshold
        self.prior = prior
        let known = Dictionary(uniqueKeysWithValues: LinkTerm.allCases.map { ("\($0)", $0) })
        if let unknown = names.first(where: { known[$0] == nil }) {
            throw ValidationError(
                "no term is called '\(unknown)'; there are: \(known.keys.sorted().joined(separator: ", "))")
        }
        terms = LinkTerm.allCases.filter { !names.contains("\($0)") }
        examples = sets.map { $0.examples(usesRuns: false, prior: prior) }
        runExamples = sets.map { $0.examples(usesRuns: true, prior: LinkWeights.runs.prior) }
    }

    /// Weights of what failures say.
    func content(without leftOut: [LeftOut] = []) -> LinkWeights {
        let weights = WeightFit(terms.filter { $0 != .failingNow }, to: Self.part(examples, sets, leftOut)).weights()
        let candidates = threshold.map { [$0] } ?? Self.thresholds
        return best(
            candidates.map { LinkWeights(threshold: $0, messageThreshold: $0, prior: prior, weights) }, leftOut,
            { $0.grouped(content: $1, runs: nil).clusters })
    }

    /// Weights of what failures say and when they happen.
    func runs(without leftOut: [LeftOut] = []) -> LinkWeights {
        let weights = WeightFit(terms, to: Self.part(runExamples, sets, leftOut)).weights()
        if threshold != nil {
            return LinkWeights(
                threshold: LinkWeights.runs.threshold, messageThreshold: LinkWeights.runs.messageThreshold,
                prior: LinkWeights.runs.prior, weights)
        }
        let candidates = Self.runThresholds.flatMap { threshold in
            Self.messageThresholds.map {
                LinkWeights(threshold: threshold, messageThreshold: $0, prior: LinkWeights.runs.prior, weights)
            }
        }
        return best(candidates, leftOut, { $0.grouped(content: $1, runs: $1).issues })
    }

    func text(_ name: String, _ weights: LinkWeights) -> String {
        let values = LinkTerm.allCases.filter { weights.weights[Int($0.rawValue)] != 0 }.map {
            ".\($0): \(weights.weights[Int($0.rawValue)])"
        }
        return "\(name): thresholds \(weights.threshold), \(weights.messageThreshold)\n  "
            + values.joined(separator: ", ")
    }

    private static func part(
        _ examples: [[LinkExample]], _ sets: [LabelledSet], _ leftOut: [LeftOut]
    ) -> [[LinkExample]] {
        var examples = examples
        for gone in leftOut {
            let suites = sets[gone.set].suites(of: gone.project)
            examples[gone.set].removeAll { suites.contains($0.suite) }
        }
        return examples
    }

    /// Those with the best mean F1 among those that are precise enough; the most precise where none is.
    private func best(
        _ candidates: [LinkWeights], _ leftOut: [LeftOut], _ grouping: (LabelledSet, LinkWeights) -> [Int32]
    ) -> LinkWeights {
        guard candidates.count > 1 else { return candidates[0] }
        let results = candidates.map { weights -> (precision: Double, f1: Double) in
            let agreements = sets.indices.compactMap { place -> Agreement? in
                let found = grouping(sets[place], weights)
                let gone = Set(leftOut.filter { $0.set == place }.flatMap { sets[place].failures(of: $0.project) })
                let rest = found.indices.filter { !gone.contains($0) }
                return rest.isEmpty ? nil : Agreement(rest.map { sets[place].labels[$0] }, rest.map { found[$0] })
            }
            let count = Double(agreements.count)
            return (agreements.reduce(0) { $0 + $1.precision } / count, agreements.reduce(0) { $0 + $1.f1 } / count)
        }
        let precise = results.indices.filter { results[$0].precision >= precision }
        let choice =
            precise.max { results[$0].f1 < results[$1].f1 }
            ?? results.indices.max { results[$0].precision < results[$1].precision }
        return candidates[choice ?? 0]
    }
}
