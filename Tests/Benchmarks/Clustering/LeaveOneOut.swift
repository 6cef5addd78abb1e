// Exitgate
// SPDX-License-Identifier: Apache-2.0

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
                let leftOut = WeightTrainer.LeftOut(set: place, project: project)
                let found = set.grouped(
                    content: trainer.content(without: leftOut), runs: trainer.runs(without: leftOut))
                let failures = set.failures(of: project)
                for failure in failures {
                    foundClusters[failure] = "\(project) \(found.clusters[failure])"
                    foundIssues[failure] = "\(project) \(found.issues[failure])"
                }
                let labels = failures.map { set.labels[$0] }
                print(
                    AgreementText.line(
                        "  " + project,
                        [
                            Agreement(labels, failures.map { foundClusters[$0] }),
                            Agreement(labels, failures.map { foundIssues[$0] }),
                        ]))
            }
            clusters.append(Agreement(set.labels, foundClusters))
            issues.append(Agreement(set.labels, foundIssues))
            print(AgreementText.line(set.name, [clusters[place], issues[place]]))
        }
        print(AgreementText.mean([clusters, issues]))
    }
}
