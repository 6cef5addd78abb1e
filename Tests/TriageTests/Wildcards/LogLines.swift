// Exitgate
// SPDX-License-Identifier: Apache-2.0

@testable import Triage

/// Lines of a log, put into clusters in their order: no class, no name, one line of text each.
struct LogLines {
    private(set) var clusterer: Clusterer
    /// Number of the signature of each line.
    private(set) var numbers: [Int32] = []
    private(set) var signatures: [Signature] = []

    init(_ lines: [String], usesRuns: Bool = false) {
        var builder = SignatureBuilder()
        var known: [Signature: Int32] = [:]
        clusterer = Clusterer(usesRuns: usesRuns)
        for line in lines {
            let sample = SampleFailure(className: "", name: "", message: line)
            let (signature, evidence) = sample.read(with: &builder)
            let number = known[signature] ?? clusterer.add(evidence, run: usesRuns ? 0 : nil)
            if known[signature] == nil { signatures.append(signature) }
            known[signature] = number
            numbers.append(number)
        }
    }

    /// Cluster of each line.
    var clusters: [Int32] { numbers.map { clusterer.content.clusters[Int($0)] } }

    /// How many clusters the lines are in.
    var count: Int { Set(clusters).count }

    /// Each line with the first line of its cluster.
    static func groups(_ lines: [String]) -> [String: String] {
        let clusters = LogLines(lines).clusters
        var firsts: [Int32: String] = [:]
        for (line, cluster) in zip(lines, clusters) { firsts[cluster] = min(firsts[cluster] ?? line, line) }
        return Dictionary(zip(lines, clusters).map { ($0, firsts[$1] ?? "") }) { first, _ in first }
    }
}
