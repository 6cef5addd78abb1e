// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What people said to be over, by what it was about: a recurrence after that is another incident.
///
/// A class, because the log is read when the first incident is folded, and many are folded together.
final class IncidentClosings {
    /// Somebody's word that a restored incident is over.
    struct Word {
        /// UTC ms.
        let at: Int64
        let actor: String
    }

    private let connection: any StoreConnection
    private lazy var words: Result<[IncidentKey: [Word]], any Error> = Result { try read() }

    init(_ connection: any StoreConnection) { self.connection = connection }

    /// Those about a key, the oldest first.
    func words(about key: IncidentKey) throws -> [Word] { try words.get()[key] ?? [] }

    /// Whether one about a phase and class was said at a moment, UTC ms, or later.
    func areAny(phase: String, configuration: Int64, since moment: Int64) throws -> Bool {
        try words.get().contains { key, words in
            key.phase == phase && key.configuration == configuration && words.contains { $0.at >= moment }
        }
    }

    /// Whether anybody ever said so, whether it holds or not.
    static func areAny(_ connection: any StoreConnection) throws -> Bool {
        try DecisionRecords(connection).hasClosedIncidents()
    }

    /// What a decision keeps of the place of an incident, for example `beta db=pg16,os=linux`.
    static func place(phase: String, configuration: ConfigurationClass) -> String { "\(phase) \(configuration.text)" }

    private func read() throws -> [IncidentKey: [Word]] {
        guard try Self.areAny(connection) else { return [:] }
        let decisions = try Decisions(connection)
        let classes = Dictionary(
            try IssueQueries(connection).configurationTexts().map { ($0.value, $0.key) }, uniquingKeysWith: min)
        let said = decisions.active.filter { $0.kind == .close && $0.incident != nil }
        let anchors = Dictionary(uniqueKeysWithValues: said.map { ($0.id, decisions.anchor(of: $0) ?? 0) })
        let clusters = try ClusterQueries(connection).clusters(of: Set(anchors.values))
        var words: [IncidentKey: [Word]] = [:]
        for decision in said {
            let place = (decision.value ?? "").split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard place.count == 2, let configuration = classes[String(place[1])],
                let cluster = anchors[decision.id].flatMap({ clusters[$0] })
            else { continue }
            let key = IncidentKey(cluster: cluster, phase: String(place[0]), configuration: configuration)
            words[key, default: []].append(Word(at: decision.at, actor: decision.actor))
        }
        return words.mapValues { $0.sorted { ($0.at, $0.actor) < ($1.at, $1.actor) } }
    }
}
