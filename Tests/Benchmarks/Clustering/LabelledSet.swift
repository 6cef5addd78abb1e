// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Triage

/// Failures whose causes are known: JSON Lines as `exitgate triage` reads them, with `label`, the cause, and `sig`, the
/// cause in one test.
///
/// `suite` names the project; causes never cross projects. `run` is a number, 0 where it is missing.
struct LabelledSet: Sendable {
    private struct Line: Decodable {
        let label: String
        let suite, classname, name, type, message, text, sig: String?
        let run: Int32?
    }

    private struct Entry: Sendable {
        let signature: Signature
        let place: TestPlace
        let run: Int32
        let evidence: SignatureEvidence
    }

    /// Projects with fewer failures are left out together.
    private static let leastFailures = 20

    let name: String
    let labels: [String]
    /// The cause and the test of each; empty where that is not known.
    let recurrences: [String]
    private let projects: [String]
    private let entries: [Entry]

    init(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else { throw BenchError.notFound(path) }
        name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        let lines = try data.split(separator: 0x0A).map { try JSONDecoder().decode(Line.self, from: $0) }
        labels = lines.map(\.label)
        recurrences = lines.map { $0.sig ?? "" }
        let suites = lines.map { $0.suite ?? "" }
        let counts = suites.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        projects = suites.map { counts[$0, default: 0] < Self.leastFailures ? "small ones" : $0 }
        var builder = SignatureBuilder(isThorough: true)
        entries = lines.map { line in
            let fields = [line.suite, line.classname, line.name, line.type, line.message, line.text]
            return Self.withFailure(fields.map { Array(($0 ?? "").utf8) }) { failure in
                let (signed, evidence) = builder.sign(failure) { _ in true }
                guard let evidence else { preconditionFailure("evidence was asked for") }
                return Entry(
                    signature: signed.signature, place: TestPlace(failure), run: line.run ?? 0, evidence: evidence)
            }
        }
    }

    private static func withFailure<Value>(_ fields: [[UInt8]], _ body: (FailureText) -> Value) -> Value {
        let all: [UInt8] = fields.flatMap { $0 } + [0]
        return all.withUnsafeBufferPointer { all in
            var start = 0
            let parts = fields.map { field in
                defer { start += field.count }
                return Bytes(rebasing: all[start..<start + field.count])
            }
            return body(
                FailureText(
                    suite: parts[0], className: parts[1], name: parts[2], type: parts[3], message: parts[4],
                    text: parts[5]))
        }
    }

    var projectNames: [String] { Set(projects).sorted() }

    /// Places of the failures of a project.
    func failures(of project: String) -> [Int] { projects.indices.filter { projects[$0] == project } }

    /// The failures of a project alone.
    func part(of project: String) -> LabelledSet {
        let places = failures(of: project)
        return LabelledSet(
            name: name, labels: places.map { labels[$0] }, recurrences: places.map { recurrences[$0] },
            projects: places.map { projects[$0] },
            entries: places.map { entries[$0] })
    }

    private init(name: String, labels: [String], recurrences: [String], projects: [String], entries: [Entry]) {
        self.name = name
        self.labels = labels
        self.recurrences = recurrences
        self.projects = projects
        self.entries = entries
    }

    /// Hashes of the suites that a project is made of.
    func suites(of project: String) -> Set<UInt64> { Set(failures(of: project).map { entries[$0].place.suite }) }

    /// Cluster and issue of each failure.
    func grouped(content: LinkWeights, runs: LinkWeights?) -> (clusters: [Int32], issues: [Int32]) {
        let (groups, numbers) = gathered()
        let outcome = groups.grouped(by: Clusterer(content: content, runs: runs), runs: positions)
        return (numbers.map { outcome.clusters[Int($0)] }, numbers.map { outcome.issues[Int($0)] })
    }

    /// What weights are fitted to.
    func examples(usesRuns: Bool, prior: Double) -> [LinkExample] {
        let (groups, numbers) = gathered()
        var counts: [Int32: [String: Int]] = [:]
        for (number, label) in zip(numbers, labels) { counts[number, default: [:]][label, default: 0] += 1 }
        var causes: [String: Int32] = [:]
        let ofSignatures = (0..<counts.count).map { number -> Int32 in
            let label = counts[Int32(number)]?.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
            let fresh = Int32(causes.count)
            return causes[label]
                ?? {
                    causes[label] = fresh
                    return fresh
                }()
        }
        return groups.examples(causes: ofSignatures, usesRuns: usesRuns, prior: prior, runs: positions)
    }

    private var positions: [Int32] { Array(0...(entries.map(\.run).max() ?? 0)) }

    /// All failures, and the number of the signature of each.
    private func gathered() -> (groups: FailureGroups, numbers: [Int32]) {
        var groups = FailureGroups()
        let numbers = entries.compactMap { entry in
            let number = groups.add(
                GroupedFailure(signature: entry.signature, place: entry.place, run: entry.run),
                evidence: entry.evidence)
            _ = groups.lead(entry.signature, with: entry.evidence)
            return number
        }
        return (groups, numbers)
    }
}
