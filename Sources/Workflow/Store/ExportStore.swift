// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Readers
package import Storage
import TestPhase

/// Writes a store as JSON Lines that depend on its evidence only: not on rows, numbers, or the order of arrival.
package struct ExportStore {
    private let store: any StoreDriver

    package init(_ store: any StoreDriver) {
        self.store = store
    }

    /// Calls `write` for every line, and answers the SHA-256 of all lines.
    package func perform(write: (String) throws -> Void) throws -> String {
        try store.read { connection in
            var digest = SHA256()
            func emit(_ fields: [(String, ExportValue)]) throws {
                let line = ExportValue.object(fields).text
                digest.update(data: Data((line + "\n").utf8))
                try write(line)
            }
            try emit([("format", .number(1)), ("kind", .text("exitgate-export"))])
            let names = try TestOrder(connection)
            let runs = try RunQueries(connection).runs(Self.everything).sorted { $0.run.key < $1.run.key }
            let keys = Dictionary(uniqueKeysWithValues: runs.map { ($0.id, $0.run.key) })
            for stored in runs { try emitRun(stored, connection, names, emit) }
            try emitClusters(connection, emit)
            try emitIncidents(connection, keys, names, emit)
            try emitDrift(connection, keys, emit)
            return Hexadecimal.text(digest.finalize())
        }
    }

    private static var everything: RunQueries.Filter {
        var filter = RunQueries.Filter()
        filter.limit = Int(Int32.max)
        return filter
    }

    private static var allIssues: IssueQueries.Filter {
        var filter = IssueQueries.Filter()
        filter.limit = Int(Int32.max)
        return filter
    }

    private func emitRun(
        _ stored: StoredRun, _ connection: any StoreConnection, _ names: TestOrder,
        _ emit: ([(String, ExportValue)]) throws -> Void
    ) throws {
        let run = stored.run
        let queries = RunQueries(connection)
        try emit([
            ("run", .text(run.key)), ("phase", .text(run.phase)), ("release", .optional(run.release)),
            ("environment", .optional(run.environment)), ("configuration", .text(run.configuration.text)),
            ("commit", .optional(run.commit)), ("branch", .optional(run.branch)),
            ("build_url", .optional(run.buildURL)),
            ("started_at", run.startedFrom == .ingest ? .null : .number(run.startedAt)),
            ("snapshot", .optional(try SnapshotRecords(connection).digest(ofRun: stored.id))),
            ("lineage", .optional(try lineage(ofRun: stored.id, connection))),
            ("shards", run.expectedShards.map { .number(Int64($0)) } ?? .null),
        ])
        for upload in try queries.uploads(run: stored.id) {
            try emit([
                ("upload", .text(run.key)), ("attempt", .number(Int64(upload.attempt))),
                ("shard", .number(Int64(upload.shard))),
                ("digest", .text(upload.digest)), ("complete", .flag(upload.isComplete)),
                ("masked", .flag(upload.masksSecrets)),
                ("queue_ms", upload.queueMilliseconds.map(ExportValue.number) ?? .null),
            ])
            let results = try ResultQueries(connection).results(upload: upload.id)
            for result in names.sorted(results) {
                try emit([
                    ("test", names.name(result.test)), ("outcome", .text(result.outcome.word)),
                    ("us", result.duration == .unknown ? .null : .number(result.duration.microseconds)),
                ])
            }
            let rows = try OccurrenceQueries(connection).rows(upload: upload.id)
            for row in names.sorted(rows) {
                try emit([
                    ("occurrence", names.name(row.test)), ("ordinal", .number(Int64(row.ordinal))),
                    ("kind", .text(row.kind)),
                    ("type", .text(row.type)), ("signature", .text(row.signature)), ("texts", row.exportedTexts),
                ])
            }
        }
    }

    /// SHA-256 of the commits that are known to be in a run; nil for none.
    private func lineage(ofRun run: Int64, _ connection: any StoreConnection) throws -> String? {
        let source = try LineageRecords(connection).source(ofRun: run)
        return source?.lineage.map { Hexadecimal.text(SHA256.hash(data: Data($0.bytes))) }
    }

    /// The signatures of each cluster by their keys, the first of them in front.
    private func emitClusters(
        _ connection: any StoreConnection, _ emit: ([(String, ExportValue)]) throws -> Void
    ) throws {
        for (key, cluster, match) in try ClusterQueries(connection).keys() {
            try emit([("signature", .text(key)), ("cluster", .text(cluster)), ("match", .optional(match))])
        }
        for issue in try IssueQueries(connection).lines(Self.allIssues).sorted(by: { $0.signature < $1.signature }) {
            try emit([("issue", .text(issue.signature)), ("rule", .optional(issue.rule?.rawValue))])
        }
    }

    private func emitIncidents(
        _ connection: any StoreConnection, _ keys: [Int64: String], _ names: TestOrder,
        _ emit: ([(String, ExportValue)]) throws -> Void
    ) throws {
        var filter = IncidentQueries.Filter()
        filter.limit = Int(Int32.max)
        let queries = IncidentQueries(connection)
        let incidents = try queries.lines(filter).sorted {
            ($0.signature, $0.phase, $0.configuration.text, $0.episode) < (
                $1.signature, $1.phase, $1.configuration.text, $1.episode
            )
        }
        for incident in incidents {
            let tests = try queries.tests(incident: incident.id).sorted {
                (names.rank($0.test), $0.isPassing ? 1 : 0) < (names.rank($1.test), $1.isPassing ? 1 : 0)
            }
            try emit([
                ("incident", .text(incident.signature)), ("phase", .text(incident.phase)),
                ("configuration", .text(incident.configuration.text)), ("episode", .number(Int64(incident.episode))),
                ("state", .text(incident.state.rawValue)), ("opened", .optional(keys[incident.opened.id])),
                ("last_good", .optional(incident.lastGoodRun.flatMap { keys[$0] })),
                ("last_failed", .optional(keys[incident.lastFailed.id])),
                ("restored", .optional(incident.restored.flatMap { keys[$0.id] })),
                ("reopened", .number(Int64(incident.reopenCount))),
                ("occurrences", .number(Int64(incident.occurrences))),
                ("tests", .list(tests.map { .list([names.name($0.test), .flag($0.isPassing)]) })),
                ("lines", .list(try lines(of: incident, connection, keys, names))),
                (
                    "events",
                    .list(
                        try queries.events(incident: incident.id).map {
                            .list([.text($0.rule), .optional($0.run.flatMap { keys[$0] }), .text($0.to.rawValue)])
                        })
                ),
            ])
        }
    }
}

extension ExportStore {
    /// Where an incident that failed on several lines still fails: the key of each failing run, and what it breaks.
    private func lines(
        of incident: IncidentSummary, _ connection: any StoreConnection, _ keys: [Int64: String], _ names: TestOrder
    ) throws -> [ExportValue] {
        try FailingLineRecords(connection).lines(of: incident.id).map { line in
            let broken = line.broken.sorted { names.rank($0) < names.rank($1) }
            return .list([.optional(keys[line.run.id]), .list(broken.map(names.name))])
        }
    }

    /// Incidents of kind configuration, and what audits found last.
    private func emitDrift(
        _ connection: any StoreConnection, _ keys: [Int64: String],
        _ emit: ([(String, ExportValue)]) throws -> Void
    ) throws {
        let all = try ConfigurationIncidents(connection).all().sorted {
            ($0.phase, $0.configuration.text, $0.episode.episode) < (
                $1.phase, $1.configuration.text, $1.episode.episode
            )
        }
        for told in all {
            let episode = told.episode
            try emit([
                ("drift", .text(told.phase)), ("configuration", .text(told.configuration.text)),
                ("episode", .number(Int64(episode.episode))), ("state", .text(episode.state.rawValue)),
                ("reopened", .number(Int64(episode.reopenCount))), ("audits", .number(Int64(episode.findings))),
                ("baseline", .text(episode.last.baseline)),
                (
                    "deltas",
                    .list(
                        episode.last.deltas.map { delta in
                            .list(
                                [.text(delta.name)]
                                    + [delta.before, delta.after].map { .list($0.map(ExportValue.text)) })
                        })
                ),
                (
                    "events",
                    .list(
                        episode.events.map {
                            .list([.text($0.rule), .number($0.at), .optional($0.run.flatMap { keys[$0] })])
                        })
                ),
            ])
        }
    }
}

/// The tests of a store in the order of their names; masked names may be equal, and then the rows must not decide.
private struct TestOrder {
    private var names: [Int64: ExportValue] = [:]
    private var ranks: [Int64: Int] = [:]

    init(_ connection: any StoreConnection) throws {
        let tests = try TestQueries(connection).search(nil, limit: Int(Int32.max))
        for test in tests {
            names[test.id] = .list(
                test.suites.map(ExportValue.text) + [.text(test.className), .text(test.file), .text(test.name)])
        }
        let sorted = names.map { (id: $0.key, text: $0.value.text) }.sorted { $0.text < $1.text }
        var (rank, last) = (0, "")
        for test in sorted {
            if test.text != last { (rank, last) = (rank + 1, test.text) }
            ranks[test.id] = rank
        }
    }

    func name(_ test: Int64) -> ExportValue { names[test] ?? .null }
    func rank(_ test: Int64) -> Int { ranks[test] ?? -1 }

    func sorted(_ rows: [OccurrenceQueries.Row]) -> [OccurrenceQueries.Row] {
        func rest(_ row: OccurrenceQueries.Row) -> (String, String, String, String) {
            (row.signature, row.kind, row.type, row.exportedTexts.text)
        }
        return rows.sorted {
            let (left, right) = ((rank($0.test), $0.ordinal), (rank($1.test), $1.ordinal))
            return left == right ? rest($0) < rest($1) : left < right
        }
    }

    func sorted(_ results: [StoredResult]) -> [StoredResult] {
        results.sorted {
            (rank($0.test), $0.outcome.letter, $0.duration.microseconds) < (
                rank($1.test), $1.outcome.letter, $1.duration.microseconds
            )
        }
    }
}

extension OccurrenceQueries.Row {
    fileprivate var exportedTexts: ExportValue {
        .list(textDigests.map { $0.isEmpty ? .null : .text(Hexadecimal.text($0)) })
    }
}

/// A value of the canonical export, written as JSON without blanks.
indirect enum ExportValue {
    case null
    case flag(Bool)
    case number(Int64)
    case text(String)
    case list([ExportValue])
    case object([(String, ExportValue)])

    static func optional(_ text: String?) -> ExportValue { text.map(ExportValue.text) ?? .null }

    var text: String {
        switch self {
        case .null: "null"
        case .flag(let value): value ? "true" : "false"
        case .number(let value): String(value)
        case .text(let value): Self.quoted(value)
        case .list(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0.0)):\($0.1.text)" }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x80...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
