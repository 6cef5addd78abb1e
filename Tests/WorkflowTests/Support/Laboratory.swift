// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// A store in memory, a folder for reports, and words for what tests do with both.
final class Laboratory {
    let store: any StoreDriver
    private let folder: URL
    private var files = 0

    init() throws {
        store = try TestStore.make()
        folder = FileManager.default.temporaryDirectory.appending(path: "exitgate-workflow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Midnight UTC, `day` days after the beginning of 2026.
    static func moment(day: Double) -> Int64 { 1_767_225_600_000 + Int64(day * 86_400_000) }

    /// Writes a report; answers its path.
    ///
    /// - Parameter name: nil for one that no other report has.
    func write(_ text: String, as name: String? = nil) throws -> String {
        files += 1
        let file = folder.appending(path: name ?? "report-\(files).xml")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// A request for the system phase; the key of the run says the day unless it is given.
    static func request(_ paths: [String], day: Double = 1, run: String? = nil) -> IngestRun.Request {
        var request = IngestRun.Request(paths: paths, phase: "system", now: moment(day: 400), seed: 11)
        request.runKey = run ?? "run of day \(day)"
        request.started = (moment(day: day), .given)
        return request
    }

    /// Ingests a report that lies in memory.
    ///
    /// - Parameter edit: changes the request before it is performed.
    @discardableResult
    func ingest(
        _ text: String, day: Double = 1, run: String? = nil, edit: (inout IngestRun.Request) -> Void = { _ in }
    ) throws -> IngestOutcome {
        var request = Self.request([try write(text)], day: day, run: run)
        edit(&request)
        return try perform(request)
    }

    @discardableResult
    func perform(_ request: IngestRun.Request) throws -> IngestOutcome {
        try IngestRun(store).perform(request) { _, _, _ in }
    }

    // MARK: Answers

    /// Every incident by number.
    func incidents() throws -> [IncidentSummary] {
        try store.read { try IncidentQueries($0).lines(IncidentQueries.Filter()) }.sorted { $0.number < $1.number }
    }

    /// The only incident.
    func incident() throws -> IncidentSummary {
        let incidents = try incidents()
        try #require(incidents.count == 1)
        return incidents[0]
    }

    func states() throws -> [Incident.State] { try incidents().map(\.state) }

    /// The rules that changed an incident, in order.
    func rules(_ incident: IncidentSummary) throws -> [String] {
        try store.read { try IncidentQueries($0).events(incident: incident.id) }.map(\.rule)
    }

    /// How the tests of a run ended, by name.
    func verdicts(run: Int64) throws -> [String: Outcome] {
        try store.read { connection in
            let verdicts = try ResultQueries(connection).outcomes(run: run)
            let names = try TestQueries(connection).tests(verdicts.keys)
            return Dictionary(names.map { ($0.name, verdicts[$0.id]?.outcome ?? .unknown) }) { first, _ in first }
        }
    }

    /// SHA-256 of the canonical export.
    func digest() throws -> String { try ExportStore(store).perform { _ in } }

    /// The lines of the canonical export.
    func export() throws -> [String] {
        var lines: [String] = []
        _ = try ExportStore(store).perform { lines.append($0) }
        return lines
    }

    /// What `store verify` finds.
    func problems() throws -> [String] {
        try VerifyStore(store, integrity: { try TestStore.problems(self.store) }).perform().problems
    }

    /// Every message, text and output that is stored.
    func bodies() throws -> [String] {
        try store.read { try $0.query("SELECT body FROM text ORDER BY id") { $0.text(0) } }
    }

    /// Changes the store behind its back.
    func tamper(_ statement: SQLText) throws {
        try store.write { try $0.execute(statement) }
    }
}

extension IngestOutcome {
    /// Everything that a repeated upload must answer again but its run, as text.
    var answer: [String] {
        [
            "\(unmatched)", "\(diagnostics)", "\(tally)", digest, "\(changes)",
            "\(reports.map { ($0.file, $0.reading.condition, $0.reading.tally, $0.reading.diagnostics, $0.digest, $0.diagnostics) })",
        ]
    }

    /// Row of the run.
    var runID: Int64 {
        get throws { try #require(run).id }
    }

    var codes: [String] { diagnostics.map(\.code) }
}
