// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Workflow

/// One upload of a made-up history.
struct UploadPlan {
    var run: String
    var phase: String
    var configuration: ConfigurationClass
    var branch: String?
    var commit: String?
    var day: Double
    var source = Run.StartSource.given
    var attempt = 1
    var shard: (index: Int, total: Int)?
    var suites: [SuitePlan] = []
    /// What git says of the commit; nil where it was not asked.
    var lineage: Lineage?

    var text: String {
        "<testsuites>\(suites.map { suiteText($0.cases, suite: $0.name, error: $0.error) }.joined())</testsuites>"
    }

    var label: String { "\(run) day \(day) (\(source)) attempt \(attempt) shard \(shard?.index ?? 0)" }

    func request(path: String, seed: UInt64) -> IngestRun.Request {
        var request = IngestRun.Request(paths: [path], phase: phase, now: Laboratory.moment(day: 400), seed: seed)
        request.runKey = run
        request.configuration = configuration
        (request.branch, request.commit) = (branch, commit)
        request.started = (Laboratory.moment(day: day), source)
        (request.attempt, request.shard) = (attempt, shard)
        if let lineage { request.history = { _, _ in CommitHistory(lineage: lineage) } }
        return request
    }
}

/// What a report tells of one suite.
struct SuitePlan {
    let name: String
    /// What broke it as a whole.
    var error: String?
    var cases: [CaseText]
}

/// The commits of a made-up history, of which each has one of the three before it for a parent, and some have two.
private struct CommitPlan {
    private var generator: SeededGenerator
    /// Of each commit, the numbers of itself and its ancestors, the latest first.
    private var ancestors: [[Int]] = []

    init(seed: UInt64) { generator = SeededGenerator(seed: seed ^ 0x11EA6E) }

    static func name(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "c0ffee" + String(repeating: "0", count: 10 - digits.count) + digits + String(repeating: "0", count: 24)
    }

    /// What git says to one upload: all, what a shallow clone has, or nothing.
    mutating func answer(about number: Int) -> Lineage? {
        while ancestors.count <= number {
            let own = ancestors.count
            var known: Set<Int> = []
            for _ in 0..<(generator.chance(20) ? 2 : 1) where own > 0 {
                known.formUnion(ancestors[Int.random(in: max(0, own - 3)..<own, using: &generator)])
            }
            ancestors.append([own] + known.sorted(by: >))
        }
        let names = ancestors[number].map(Self.name)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<5: return Lineage(names)
        case 5..<7: return Lineage(Array(names.prefix(3)))
        default: return nil
        }
    }
}

/// A made-up history of a project: everything that a pipeline may upload, in the order in which it happened.
struct History {
    private(set) var uploads: [UploadPlan] = []

    /// A seed with which sixty runs exercise every rule of incidents.
    static let varied: UInt64 = 1

    /// The same with the runs that are not divided cut into one to three shards, at random: each result of an upload is in one
    /// of them.
    func split(_ generator: inout SeededGenerator) -> [UploadPlan] {
        var totals: [String: Int] = [:]
        return uploads.flatMap { upload -> [UploadPlan] in
            guard upload.shard == nil else { return [upload] }
            let total = totals[upload.run] ?? Int.random(in: 1...3, using: &generator)
            totals[upload.run] = total
            guard total > 1 else { return [upload] }
            var parts = (1...total).map { index in
                var part = upload
                part.shard = (index, total)
                part.suites = upload.suites.map { SuitePlan(name: $0.name, error: nil, cases: []) }
                return part
            }
            for (place, suite) in upload.suites.enumerated() {
                if let error = suite.error {
                    parts[Int.random(in: 0..<total, using: &generator)].suites[place].error = error
                }
                for one in suite.cases {
                    parts[Int.random(in: 0..<total, using: &generator)].suites[place].cases.append(one)
                }
            }
            return parts
        }
    }

    private static let causes = [emptyCart, refusedPayment, missingLogin, brokenFixture]
    private static let suites = ["shop", "library", "harbour"]
    private static let classes = [
        ConfigurationClass([:]), ConfigurationClass(["os": "linux"]), ConfigurationClass(["os": "mac"]),
        ConfigurationClass(["db": "pg16", "os": "linux"]),
    ]

    /// - Parameter runs: how many; about half as many uploads come on top for shards and attempts.
    init(runs: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var graph = CommitPlan(seed: seed)
        var day = 1.0
        for index in 0..<runs {
            // Two runs may begin in the same moment; a pause of days lets incidents close.
            if generator.chance(90) { day += Double(Int.random(in: 1...8, using: &generator)) / 4 }
            if generator.chance(6) { day += 7 }
            // Most runs share one phase and class, else nothing would recur.
            let isCommon = generator.chance(60)
            let plan = UploadPlan(
                run: "run-\(index)-\(String(generator.next() % 4096, radix: 16))",
                phase: isCommon ? "system" : ["system", "beta", "release"].randomElement(using: &generator) ?? "",
                configuration: isCommon
                    ? Self.classes[1] : Self.classes.randomElement(using: &generator) ?? Self.classes[0],
                branch: generator.chance(80) ? "main" : "feature/pay", commit: CommitPlan.name(index / 2), day: day)
            let first = uploads.count
            add(plan, &generator)
            for place in first..<uploads.count where uploads[place].commit != nil {
                uploads[place].lineage = graph.answer(about: index / 2)
            }
        }
    }

    private mutating func add(_ plan: UploadPlan, _ generator: inout SeededGenerator) {
        let total = generator.chance(25) ? Int.random(in: 2...3, using: &generator) : 0
        let attempts = generator.chance(25) ? Int.random(in: 2...3, using: &generator) : 1
        for attempt in 1...attempts {
            for shard in total == 0 ? [0] : Array(1...total) where shard == 0 || generator.chance(90) {
                var upload = plan
                upload.attempt = attempt
                if shard > 0 { upload.shard = (shard, total) }
                // Parts begin at different moments, and not each knows everything.
                upload.day += Double(attempt - 1) / 50 - (generator.chance(20) ? 0.75 : 0)
                if generator.chance(15) { upload.source = .pipeline }
                if generator.chance(30) { upload.commit = nil }
                if generator.chance(30) { upload.branch = nil }
                upload.suites = Self.suites(isRepetition: attempt > 1, &generator)
                uploads.append(upload)
            }
        }
    }

    private static func suites(isRepetition: Bool, _ generator: inout SeededGenerator) -> [SuitePlan] {
        suites.filter { _ in generator.chance(85) }.map { suite in
            let error = generator.chance(12) ? causes.randomElement(using: &generator) : nil
            var cases: [CaseText] = []
            for number in 0..<4
            where !generator.chance(isRepetition ? 50 : 15) && !(error != nil && generator.chance(60)) {
                cases.append(outcome(of: "case \(number)", number, &generator))
                if generator.chance(6) { cases.append(outcome(of: "case \(number)", number, &generator)) }
            }
            return SuitePlan(name: suite, error: error, cases: cases)
        }
    }

    private static func outcome(of name: String, _ number: Int, _ generator: inout SeededGenerator) -> CaseText {
        // A test mostly breaks in its own way, and some never break.
        let cause = generator.chance(75) ? causes[number] : causes.randomElement(using: &generator) ?? emptyCart
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<(number == 3 ? 6 : 14): return .failed(name, cause)
        case 90..<93: return .crashed(name, cause)
        case 93..<96: return .flaky(name, cause)
        case 96..<100: return .skipped(name)
        default: return .passed(name)
        }
    }
}
