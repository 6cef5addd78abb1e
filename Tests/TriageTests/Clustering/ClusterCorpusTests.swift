// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Triage

/// Labelled failures beside the checkout, where they are; how well clusters and issues agree with the labels.
@Suite(.enabled(if: LabelledFailures.folder != nil))
struct ClusterCorpusTests {
    /// What is reached today, less a margin of .01; B-cubed F1 of clusters and of issues, and recurrence of clusters.
    private static let floors: [(set: String, cluster: Double, issue: Double, recurrence: Double)] = [
        ("d4j-stream", 0.848, 0.95, 0.995), ("bugsjar-real", 0.855, 0.915, 0.95), ("gitbug-real", 0.935, 0.95, 1),
        ("recheck-stream", 0.962, 0.963, 0.985), ("mutants-real", 0.614, 0.835, 1),
    ]

    @Test(arguments: floors)
    func `clusters and issues agree with the labels`(
        set: String, cluster: Double, issue: Double, recurrence: Double
    ) throws {
        let failures = try LabelledFailures(set)
        let (clusters, issues) = failures.grouped(withRuns: true)

        #expect(Agreement(failures.labels, clusters).f1 >= cluster)
        #expect(Agreement(failures.labels, issues).f1 >= issue)
        #expect(Agreement.recurrence(failures.recurrences, clusters) >= recurrence)
    }

    @Test func `precision is kept above all`() throws {
        let agreements = try Self.floors.map { floor in
            let failures = try LabelledFailures(floor.set)
            let (clusters, issues) = failures.grouped(withRuns: true)
            return (Agreement(failures.labels, clusters), Agreement(failures.labels, issues))
        }

        let count = Double(agreements.count)
        #expect(agreements.map(\.0.precision).reduce(0, +) / count >= 0.93)
        #expect(agreements.map(\.1.precision).reduce(0, +) / count >= 0.93)
    }

    @Test func `log lines of one template are one cluster`() throws {
        let sets = ["Apache", "BGL", "HDFS", "Hadoop", "HealthApp", "OpenStack", "Proxifier"]

        let shares = try sets.map { name in
            let failures = try LabelledFailures("loghub-\(name)")
            return Agreement(failures.labels, failures.grouped(withRuns: false).clusters).exactShare
        }

        #expect(shares.reduce(0, +) / Double(shares.count) >= 0.99)
    }
}

/// One labelled set, read as JSON Lines.
private struct LabelledFailures {
    /// The sets that lie beside the checkout; nil where there are none.
    static let folder: URL? = {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = repository.deletingLastPathComponent().appendingPathComponent("shared/corpus/clustering")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    private struct Line: Decodable {
        let label, suite, classname, name, type, message, text: String
        let run: Int?
        let sig: String?
    }

    private let lines: [Line]

    init(_ set: String) throws {
        let folder = try #require(Self.folder)
        let data = try Data(contentsOf: folder.appendingPathComponent("\(set).jsonl"))
        lines = try data.split(separator: 0x0A).map { try JSONDecoder().decode(Line.self, from: $0) }
    }

    var labels: [String] { lines.map(\.label) }

    /// The same cause in the same test; empty where that is not labelled.
    var recurrences: [String] { lines.map { $0.sig ?? "" } }

    func grouped(withRuns: Bool) -> (clusters: [Int32], issues: [Int32]) {
        var builder = SignatureBuilder(isThorough: true)
        var groups = FailureGroups()
        let numbers = lines.compactMap { line in
            let failure = SampleFailure(
                suite: line.suite, className: line.classname, name: line.name, type: line.type,
                message: line.message, text: line.text)
            let (signature, evidence) = failure.read(with: &builder)
            let run = withRuns ? line.run.map { Int32($0) } : nil
            let number = groups.add(
                GroupedFailure(signature: signature, place: evidence.place, run: run), evidence: evidence)
            _ = groups.lead(signature, with: evidence)
            return number
        }
        let last = Int32(lines.compactMap(\.run).max() ?? 0)
        let outcome = groups.grouped(runs: Array(0...last))
        return (numbers.map { outcome.clusters[Int($0)] }, numbers.map { outcome.issues[Int($0)] })
    }
}

/// How well a grouping agrees with labels.
private struct Agreement {
    /// B-cubed: of the failures beside one in its group, how many have its label; and the other way round.
    let precision: Double
    let recall: Double
    /// Share of the failures whose group is exactly the set of their label.
    let exactShare: Double

    var f1: Double { 2 * precision * recall / (precision + recall) }

    init(_ labels: [String], _ groups: [Int32]) {
        let (byLabel, byGroup) = (Self.count(labels), Self.count(groups))
        let both = Self.count(zip(labels, groups).map { Pair(label: $0, group: $1) })
        var (precise, recalled, exact) = (0.0, 0.0, 0)
        for (pair, count) in both {
            let (label, group) = (byLabel[pair.label] ?? 0, byGroup[pair.group] ?? 0)
            precise += Double(count * count) / Double(group)
            recalled += Double(count * count) / Double(label)
            if count == label, count == group { exact += count }
        }
        precision = precise / Double(labels.count)
        recall = recalled / Double(labels.count)
        exactShare = Double(exact) / Double(labels.count)
    }

    /// Share of the pairs with equal recurrence that are in one group.
    static func recurrence(_ recurrences: [String], _ groups: [Int32]) -> Double {
        let named = zip(recurrences, groups).filter { !$0.0.isEmpty }.map { Pair(label: $0, group: $1) }
        let all = pairs(count(named.map(\.label)).values)
        return all == 0 ? 1 : Double(pairs(count(named).values)) / Double(all)
    }

    private static func pairs(_ counts: some Sequence<Int>) -> Int { counts.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }

    private struct Pair: Hashable {
        let label: String
        let group: Int32
    }

    private static func count<Value: Hashable>(_ values: [Value]) -> [Value: Int] {
        values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
