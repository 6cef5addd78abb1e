// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The same for all clusters at once: plain scans of what lies side by side, which are cheaper than a question for each.
extension IssueQueries {
    /// Runs in which each cluster failed, in the order in which they happened.
    ///
    /// - Parameter runs: Every run in that order, as ``allRuns()`` reads them.
    package func failedRuns(among runs: [RunFact]) throws -> [Int64: [RunFact]] {
        let places = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($0.element.id, $0.offset) })
        let uploads = Dictionary(
            uniqueKeysWithValues: try connection.query("SELECT id, run_id FROM upload ORDER BY id") {
                ($0.integer(0), places[$0.integer(1)] ?? 0)
            })
        let clusters = Dictionary(
            uniqueKeysWithValues: try connection.query(
                "SELECT signature_id, cluster_id FROM membership ORDER BY signature_id"
            ) {
                ($0.integer(0), $0.integer(1))
            })
        // One index is read from end to end, and what lies side by side is taken once.
        var found = FailedPlaces(clusters, uploads)
        try connection.each("SELECT signature_id, upload_id FROM occurrence ORDER BY signature_id, upload_id") { row in
            found.add(signature: row.integer(0), upload: row.integer(1))
        }
        return found.finish().mapValues { places in
            let places = places.sorted()
            var facts: [RunFact] = []
            facts.reserveCapacity(places.count)
            var last = -1
            for place in places where place != last {
                facts.append(runs[place])
                last = place
            }
            return facts
        }
    }

    /// The incidents of every cluster, the first one first; plain scans, which are cheaper than joins of all.
    ///
    /// - Parameter runs: Every run, as ``allRuns()`` reads them.
    package func incidentFacts(among runs: [RunFact]) throws -> [Int64: [IncidentFact]] {
        let runs = Dictionary(uniqueKeysWithValues: runs.map { ($0.id, $0) })
        let texts = try configurationTexts()
        let tests = try testsOfIncidents("")
        var reopenings: [Int64: Int64] = [:]
        try connection.each("SELECT incident_id, at FROM event WHERE rule = 'reopen-by-recurrence' ORDER BY id") {
            row in
            let (incident, at) = (row.integer(0), row.integer(1))
            reopenings[incident] = min(at, reopenings[incident] ?? at)
        }
        let facts = try connection.query(
            """
            SELECT \(raw: Self.factColumns), i.signature_id, i.opened_run_id, i.last_failed_run_id
            FROM incident i
            ORDER BY i.id
            """
        ) { row -> (cluster: Int64, fact: IncidentFact) in
            let first = Self.factColumnCount
            guard let opened = runs[row.integer(first + 1)], let last = runs[row.integer(first + 2)] else {
                throw StorageError(.damaged, "INC-\(row.integer(1)) names a run that is not there")
            }
            let fact = Self.fact(
                row, opened: opened, lastFailed: last.moment.at, text: texts[row.integer(7)] ?? "",
                reopenedAt: reopenings[row.integer(0)], tests)
            return (row.integer(first), fact)
        }
        return Dictionary(grouping: facts, by: \.cluster).mapValues { facts in
            facts.map(\.fact).sorted { ($0.opened.moment, $0.number) < ($1.opened.moment, $1.number) }
        }
    }

    func testsOfIncidents(_ condition: SQLText) throws -> [Int64: Set<Int64>] {
        var tests = TestsOfIncidents()
        try connection.each(
            "SELECT incident_id, test_id FROM incident_test \(condition) ORDER BY incident_id, test_id"
        ) { tests.add(incident: $0.integer(0), test: $0.integer(1)) }
        return tests.finish()
    }
}

/// Gathers the runs in which clusters failed, from rows in the order of their signatures.
private struct FailedPlaces {
    private let clusters: [Int64: Int64]
    private let uploads: [Int64: Int]
    private var found: [Int64: [Int]] = [:]
    private var last: (signature: Int64, upload: Int64) = (0, 0)
    private var own: [Int] = []

    /// - Parameters:
    ///   - clusters: Of signatures.
    ///   - uploads: Places of the runs of uploads.
    init(_ clusters: [Int64: Int64], _ uploads: [Int64: Int]) {
        (self.clusters, self.uploads) = (clusters, uploads)
    }

    mutating func add(signature: Int64, upload: Int64) {
        guard signature != last.signature || upload != last.upload else { return }
        if signature != last.signature { close() }
        last = (signature, upload)
        if let place = uploads[upload] { own.append(place) }
    }

    /// Places of runs by cluster, in no order, some of them twice.
    mutating func finish() -> [Int64: [Int]] {
        close()
        return found
    }

    private mutating func close() {
        if !own.isEmpty, let cluster = clusters[last.signature] { found[cluster, default: []] += own }
        own.removeAll(keepingCapacity: true)
    }
}

/// Gathers the tests of incidents, from rows in the order of these.
private struct TestsOfIncidents {
    private var found: [Int64: Set<Int64>] = [:]
    private var incident: Int64 = 0
    private var own: [Int64] = []

    mutating func add(incident: Int64, test: Int64) {
        if incident != self.incident { close() }
        self.incident = incident
        own.append(test)
    }

    mutating func finish() -> [Int64: Set<Int64>] {
        close()
        return found
    }

    private mutating func close() {
        if !own.isEmpty { found[incident] = Set(own) }
        own.removeAll(keepingCapacity: true)
    }
}
