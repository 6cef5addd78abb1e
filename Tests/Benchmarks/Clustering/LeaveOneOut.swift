// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Triage

/// Measures what weights do on a project that they were not fitted to.
struct LeaveOneOut {
    private let trainer: WeightTrainer

    init(_ trainer: WeightTrainer) { self.trainer = trainer }

    /// Prints a line for each project, one for each set with all its projects, and the mean over sets.
    ///
    /// Issues are measured with the terms of failing together as they are; only the weights of evidence are fitted.
    func run() {
        var clusters: [Agreement] = []
        var issues: [Agreement] = []
        print(AgreementText.heading)
        for (place, set) in trainer.sets.enumerated() {
            var foundClusters = [String](repeating: "", count: set.labels.count)
            var foundIssues = foundClusters
            for project in set.projectNames {
                let leftOut = [WeightTrainer.LeftOut(set: place, project: project)]
                let found = set.grouped(
                    content: trainer.content(without: leftOut), runs: trainer.runs(without: leftOut))
                let failures = set.failures(of: project)
                for failure in failures {
                    foundClusters[failure] = "\(project) \(found.clusters[failure])"
                    foundIssues[failure] = "\(project) \(found.issues[failure])"
                }
                let (labels, recurrences) = (failures.map { set.labels[$0] }, failures.map { set.recurrences[$0] })
                print(
                    AgreementText.line(
                        "  " + project,
                        [
                            Agreement(labels, failures.map { foundClusters[$0] }, recurrences: recurrences),
                            Agreement(labels, failures.map { foundIssues[$0] }, recurrences: recurrences),
                        ]))
            }
            clusters.append(Agreement(set.labels, foundClusters, recurrences: set.recurrences))
            issues.append(Agreement(set.labels, foundIssues, recurrences: set.recurrences))
            print(AgreementText.line(set.name, [clusters[place], issues[place]]))
        }
        print(AgreementText.mean([clusters, issues]))
    }

    /// Leaves out a fifth of the projects at a time; prints a line for each set and the mean, of the groups by
    /// fitted weights and by those that climbs from there came to, with thresholds on both sides of the one that was found.
    func run(_ climb: WeightClimb, for goal: WeightClimb.Goal, climbs: Int) {
        let shifts: [Int32] = [-250, 0, 250, 500]
        var fitted = shifts.map { _ in [Agreement]() }
        var climbed = fitted
        var order: [WeightClimb.Part] = []
        for fold in 0..<Self.foldCount {
            let (gone, known) = climb.parts.enumerated().reduce(
                into: (gone: [WeightClimb.Part](), known: [WeightClimb.Part]())
            ) { parts, part in
                if part.offset % Self.foldCount == fold {
                    parts.gone.append(part.element)
                } else {
                    parts.known.append(part.element)
                }
            }
            let leftOut = gone.map { WeightTrainer.LeftOut(set: $0.set, project: $0.project) }
            let start = goal == .clusters ? trainer.content(without: leftOut) : trainer.runs(without: leftOut)
            let outcome = climb.weights(from: start, on: known, climbs: climbs)
            order += gone
            for (place, shift) in shifts.enumerated() {
                fitted[place] += climb.agreements(start.shifted(by: shift), on: gone)
                climbed[place] += climb.agreements(outcome.shifted(by: shift), on: gone)
            }
        }
        for (place, shift) in shifts.enumerated() {
            print("threshold \(shift < 0 ? "" : "+")\(shift)")
            print(AgreementText.heading(of: ["fitted", "climbed"]))
            let columns = [fitted[place], climbed[place]].map { WeightClimb.bySet(order, $0) }
            for (number, set) in trainer.sets.enumerated() {
                print(AgreementText.line(set.name, columns.map { $0[number] }))
            }
            print(AgreementText.mean(columns))
        }
    }

    private static let foldCount = 5
}

extension LinkWeights {
    /// The same weights with other thresholds.
    fileprivate func shifted(by thousandths: Int32) -> LinkWeights {
        LinkWeights(
            threshold: threshold + thousandths, messageThreshold: messageThreshold + thousandths, prior: prior,
            Dictionary(uniqueKeysWithValues: LinkTerm.allCases.map { ($0, weights[Int($0.rawValue)]) }))
    }
}
