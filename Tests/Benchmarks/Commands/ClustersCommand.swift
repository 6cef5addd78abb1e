// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Triage

/// Measures clustering on failures whose causes are known, and fits the weights of evidence.
struct ClustersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clusters",
        abstract: "Measure clusters and issues on failures with known causes; fit weights; leave one project out.",
        discussion: """
            Each file is a set: failures as JSON Lines, as `exitgate triage` reads them, with `label`, the cause; `suite` \
            is the project. Printed are B-cubed precision, recall and F1 of clusters, and of issues, which need `run`; \
            `again` is the share of the pairs of one `sig`, a cause in one test, that are found together.

            --fit prints the weights that the sets give. --leave-one-out fits them once for each project on all others, \
            and measures on that project: the figures to judge a change by, since nothing in them has seen its own answer.

            --climb moves weights in random steps to where clusters agree best with the labels, so many times, and takes the \
            mean: from those in the program, or with --fit from the fitted ones; with --issues it moves those of issues. \
            With --leave-one-out a fifth of the projects is left out at a time, and both the fitted weights and those that \
            were climbed to are measured.

            EXAMPLES
              exitgate-bench clusters sets/*.jsonl
              exitgate-bench clusters sets/*.jsonl --leave-one-out
              exitgate-bench clusters sets/*.jsonl --leave-one-out --without sameTest,sameName
              exitgate-bench clusters sets/*.jsonl --climb 8 --precision 0.935
              exitgate-bench clusters sets/*.jsonl --climb 8 --issues
            """
    )

    @Argument(help: "Labelled failures as JSON Lines.", completion: .file())
    var files: [String]

    @Flag(help: "Fit weights to all sets, print them, and measure them on the same sets.")
    var fit = false

    @Flag(help: "Fit weights on all projects but one, and measure them on that one; for each project.")
    var leaveOneOut = false

    @Option(help: "How many climbs weights are the mean of.")
    var climb = 0

    @Option(help: "How many steps a climb has.")
    var steps = 400

    @Flag(help: "Move weights of issues, which know of runs, and not those of clusters.")
    var issues = false

    @Option(help: "Terms that get no weight, with commas between them.")
    var without = ""

    @Option(help: "Clusters that a suite counts as before it showed any, for fitted weights of clusters.")
    var prior = LinkWeights.content.prior

    @Option(help: "The least mean precision that a threshold may have on the sets that it is chosen on.")
    var precision = 0.93

    @Option(help: "The score that joins, in thousandths; chosen on the sets that weights are fitted to if left out.")
    var threshold: Int32?

    func run() throws {
        let sets = try files.map { try LabelledSet($0) }
        let trainer = try WeightTrainer(
            sets, without: without.split(separator: ",").map(String.init), precision: precision, threshold: threshold,
            prior: prior)
        let goal: WeightClimb.Goal = issues ? .issues : .clusters
        let climbing = WeightClimb(sets, for: goal, terms: trainer.terms, precision: precision, steps: steps)
        if leaveOneOut {
            let leaving = LeaveOneOut(trainer)
            return climb > 0 ? leaving.run(climbing, for: goal, climbs: climb) : leaving.run()
        }
        var content = fit ? trainer.content() : .content
        var runs = fit ? trainer.runs() : .runs
        if climb > 0 {
            switch goal {
            case .clusters: content = climbing.weights(from: content, on: climbing.parts, climbs: climb)
            case .issues: runs = climbing.weights(from: runs, on: climbing.parts, climbs: climb)
            }
        }
        if fit || climb > 0, !issues { print(trainer.text("content", content)) }
        if fit || climb > 0, fit || issues { print(trainer.text("runs", runs)) }
        Self.measure(sets, content, runs)
    }

    private static func measure(_ sets: [LabelledSet], _ content: LinkWeights, _ runs: LinkWeights) {
        var clusters: [Agreement] = []
        var issues: [Agreement] = []
        print(AgreementText.heading)
        for set in sets {
            let found = set.grouped(content: content, runs: runs)
            clusters.append(Agreement(set.labels, found.clusters, recurrences: set.recurrences))
            issues.append(Agreement(set.labels, found.issues, recurrences: set.recurrences))
            print(AgreementText.line(set.name, [clusters[clusters.count - 1], issues[issues.count - 1]]))
        }
        print(AgreementText.mean([clusters, issues]))
    }
}

/// Lines of figures.
enum AgreementText {
    static let heading = row("", ["cluster P", "R", "F1", "again", "issue P", "R", "F1", "again"])

    static func heading(of names: [String]) -> String { row("", names.flatMap { [$0 + " P", "R", "F1", "again"] }) }

    static func line(_ name: String, _ agreements: [Agreement]) -> String {
        row(name, agreements.flatMap { [$0.precision, $0.recall, $0.f1, $0.recurrence] }.map(number))
    }

    static func mean(_ columns: [[Agreement]]) -> String {
        let means = columns.flatMap { column in
            [\Agreement.precision, \.recall, \.f1, \.recurrence].map { part in
                column.reduce(0) { $0 + $1[keyPath: part] } / Double(max(1, column.count))
            }
        }
        return row("mean", means.map(number))
    }

    private static func number(_ value: Double) -> String { String(format: "%.3f", value) }

    private static func row(_ name: String, _ cells: [String]) -> String {
        let pad = { (text: String, width: Int) in String(repeating: " ", count: max(0, width - text.count)) }
        return name + pad(name, 22) + cells.map { pad($0, 10) + $0 }.joined()
    }
}
