// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
import Storage
package import TestPhase

/// Says what files hold, without a store.
package struct InspectReports {
    package struct Request {
        package var paths: [String]
        package var followsLinks = false
        package var limits = ReaderLimits()
        package var archiveLimits = ArchiveLimits()
        /// Whether the digests of the files are wanted, which cost a tenth of reading them.
        package var digests = true

        package init(paths: [String]) {
            self.paths = paths
        }
    }

    /// One file in numbers.
    package struct Report: Sendable {
        package let file: String
        package let reading: JUnitReading
        /// Different tests by suite path, class and name.
        package let identities: Int
        /// SHA-256; nil when it is not wanted, or the file cannot be read.
        package let digest: String?
    }

    package struct Outcome: Sendable {
        package var reports: [Report] = []
        /// Findings that belong to no report, such as a link that was skipped.
        package var diagnostics: [Diagnostic] = []
        package var unmatched: [String] = []
    }

    package init() {}

    /// Reads everything; `progress` hears of every report.
    package func perform(_ request: Request, progress: (Report) -> Void = { _ in }) -> Outcome {
        var finder = InputFinder(followsLinks: request.followsLinks, limits: request.archiveLimits)
        let found = finder.find(request.paths)
        var outcome = Outcome(diagnostics: found.diagnostics, unmatched: found.unmatched)
        let pipeline = ReportPipeline(
            limits: request.limits, archiveLimits: request.archiveLimits, followsLinks: request.followsLinks,
            digests: request.digests)
        pipeline.run(found.inputs, makeConsumer: IdentityCounter.init) { item in
            let identities = item.consumer.identities
            let duplicates = item.reading.tally.cases - identities
            var reading = item.reading
            if duplicates > 0, reading.condition != .rejected {
                reading.diagnostics.append(.duplicateTests(duplicates, file: item.input.display))
            }
            reading.diagnostics += item.consumer.secrets.diagnostics(file: item.input.display)
            let report = Report(
                file: item.input.display, reading: reading, identities: identities,
                digest: item.digest)
            outcome.reports.append(report)
            progress(report)
        }
        return outcome
    }
}

extension Diagnostic {
    /// Equal names in one report; each result is kept.
    static func duplicateTests(_ count: Int, file: String) -> Diagnostic {
        Diagnostic(
            .warning, "duplicate-test", "repeats the name of another test; every result is kept, the worst one decides",
            file: file, count: count)
    }
}

/// Counts the different tests of one report, and the secrets that an ingestion would mask.
final class IdentityCounter: JUnitConsumer {
    /// So many tests are looked up together: memory is asked for several at once, while one alone would wait for it.
    private static let atOnce = 256

    private(set) var secrets = SecretTally()
    private var suites = SuitePaths()
    private var known = TestIndex()
    private var pending: [TestKey] = []

    /// Different tests up to now.
    var identities: Int {
        lookUp()
        return known.count
    }

    func suiteBegan(_ suite: JUnitSuite) {
        suites.add(suite)
    }

    func suiteEnded(_ index: Int, properties: [(name: String, value: String)]) {}

    func testCase(_ testCase: borrowing JUnitCase, log: inout DiagnosticLog) {
        guard !testCase.isSuiteLevel else { return }
        var group = StableHash(seed: suites.hash(testCase.suite))
        group.combine(testCase.className)
        pending.append(TestKey(group: group.value.low, name: testCase.name))
        if pending.count == Self.atOnce { lookUp() }
        for failure in testCase.failures {
            secrets.look(at: failure.message)
            secrets.look(at: failure.text)
        }
        secrets.look(at: testCase.output)
        secrets.look(at: testCase.errorOutput)
    }

    private func lookUp() {
        for key in pending where known.id(key) == nil { _ = known.add(key) }
        pending.removeAll(keepingCapacity: true)
    }

    func restart() {
        known = TestIndex()
        pending.removeAll()
        secrets = SecretTally()
        suites = SuitePaths()
    }
}

/// Hashes of suite paths, by the index of the suite.
struct SuitePaths {
    private var hashes: [UInt64] = []
    private let seed: UInt64

    init(seed: UInt64 = 0) {
        self.seed = seed
    }

    mutating func add(_ suite: JUnitSuite) {
        var state = StableHash(seed: hash(suite.parent))
        state.combine(suite.name)
        hashes.append(state.value.low)
    }

    func hash(_ suite: Int?) -> UInt64 { suite.map { hashes[$0] } ?? seed }
}
