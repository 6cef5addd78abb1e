// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The same for all clusters at once: plain scans of what lies side by side, which are cheaper than a question for each.
extension IssueQueries {
    /// Runs in which each cluster failed, in the order in which they happened.
    ///
    /// - Parameter runs: Every run in that order, as ``allRuns()`` reads them.
    package func failedRuns(among runs: [RunFact]) throws -> [Int64: [RunFact]] {
        let places = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($0.element.id, $0.offset) })
        var uploads = RowPlaces()
        try connection.each("SELECT id, run_id FROM upload ORDER BY id") { row in
            uploads.append(places[row.integer(1)] ?? 0, row: row.integer(0))
        }
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
        try connection.each(
            """
            SELECT incident_id, min(at)
            FROM event
            WHERE rule = 'reopen-by-recurrence'
            GROUP BY incident_id
            ORDER BY incident_id
            """
        ) { row in reopenings[row.integer(0)] = row.integer(1) }
        var facts: [Int64: [IncidentFact]] = [:]
        try connection.each(
            """
            SELECT \(raw: Self.factColumns), i.signature_id, i.opened_run_id, i.last_failed_run_id
            FROM incident i
            ORDER BY i.id
            """
        ) { row in
            let first = Self.factColumnCount
            guard let opened = runs[row.integer(first + 1)], let last = runs[row.integer(first + 2)] else {
                throw StorageError(.damaged, "INC-\(row.integer(1)) names a run that is not there")
            }
            let fact = Self.fact(
                row, opened: opened, lastFailed: last.moment.at, text: texts[row.integer(7)] ?? "",
                reopenedAt: reopenings[row.integer(0)], tests)
            facts[row.integer(first), default: []].append(fact)
        }
        return facts.mapValues { facts in
            facts.count == 1
                ? facts : facts.sorted { ($0.opened.moment, $0.number) < ($1.opened.moment, $1.number) }
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

/// Numbers by the ids of rows. Most ids follow each other, so that one is where its distance from the first one says; where
/// some were removed, it is searched for.
private struct RowPlaces {
    private var rows: [Int64] = []
    private var places: [Int] = []

    /// - Parameter row: Greater than all before it.
    mutating func append(_ place: Int, row: Int64) {
        rows.append(row)
        places.append(place)
    }

    /// - Complexity: O(log rows) at most.
    subscript(row row: Int64) -> Int? {
        guard let first = rows.first, row >= first else { return nil }
        if row - first < rows.count, rows[Int(row - first)] == row { return places[Int(row - first)] }
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle] < row { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && rows[low] == row ? places[low] : nil
    }
}

/// Gathers the runs in which clusters failed, from rows in the order of their signatures.
private struct FailedPlaces {
    private let clusters: [Int64: Int64]
    private let uploads: RowPlaces
    private var found: [Int64: [Int]] = [:]
    private var last: (signature: Int64, upload: Int64) = (0, 0)
    private var own: [Int] = []

    /// - Parameters:
    ///   - clusters: Of signatures.
    ///   - uploads: Places of the runs of uploads.
    init(_ clusters: [Int64: Int64], _ uploads: RowPlaces) {
        (self.clusters, self.uploads) = (clusters, uploads)
    }

    mutating func add(signature: Int64, upload: Int64) {
        guard signature != last.signature || upload != last.upload else { return }
        if signature != last.signature { close() }
        last = (signature, upload)
        if let place = uploads[row: upload] { own.append(place) }
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
