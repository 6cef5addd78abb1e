// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing

/// Incidents by key and state, and what people look for in them.
struct IncidentRecordsTests {
    private static let kinds = Fixture.Kind.allCases

    @Test(arguments: kinds)
    func `an incident comes back as it was written, and as it was changed`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let (key, runs) = try driver.prepare(titles: ["the cart is empty"])
        var incident = Incident(
            opening: Incident.Observation(run: runs[0], failing: [7, 3], flickering: [], passing: []), episode: 1,
            lastGood: nil)

        try driver.write { try IncidentRecords($0).insert([(number: 5, key: key[0], incident: incident)]) }
        let written = try #require(try driver.read { try IncidentRecords($0).episodes(of: key[0]) }.first)
        incident.apply(Incident.Observation(run: runs[1], failing: [3, 9], flickering: [], passing: [7]))
        incident.apply(Incident.Observation(run: runs[2], failing: [], flickering: [], passing: [3, 7, 9]))
        var changed = incident
        changed.transitions.removeFirst(written.incident.transitions.count + 1)
        try driver.write { try IncidentRecords($0).update([(written, changed)]) }
        let updated = try #require(try driver.read { try IncidentRecords($0).episodes(of: key[0]) }.first)

        var expected = incident
        expected.transitions = []
        #expect(updated.number == 5)
        #expect(updated.incident == expected)
        #expect(updated.incident.tests == [3: true, 7: true, 9: true])
        let events = try driver.read { try IncidentQueries($0).events(incident: updated.id) }
        #expect(events.map(\.rule) == ["open-by-failure", "restore-by-pass"])
        #expect(events.map(\.run) == [runs[0].id, runs[2].id])
    }

    @Test(arguments: kinds)
    func `a removed episode leaves nothing behind`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let (keys, runs) = try driver.prepare(titles: ["a", "b"])
        try driver.open(keys, at: runs[0])

        try driver.write { connection in
            let records = IncidentRecords(connection)
            for stored in try records.episodes(of: keys[0]) { try records.remove(stored) }
        }

        #expect(try driver.count("incident") == 1)
        #expect(try driver.count("event") == 1)
        #expect(try driver.count("incident_test") == 1)
        #expect(try driver.read { try IncidentRecords($0).lastEpisode(of: keys[1]) } == 1)
    }

    @Test(arguments: kinds)
    func `a filter finds parts of titles and takes signs literally`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let (keys, runs) = try driver.prepare(titles: ["100% of it's lost", "snake_case", "snake case", "back\\slash"])
        try driver.open(keys, at: runs[0])

        func numbers(_ edit: (inout IncidentQueries.Filter) -> Void) throws -> [Int64] {
            var filter = IncidentQueries.Filter()
            edit(&filter)
            return try driver.read { try IncidentQueries($0).lines(filter) }.map(\.number)
        }

        #expect(try numbers { $0.text = "0% OF it's" } == [1])
        #expect(try numbers { $0.text = "snake_" } == [2])
        #expect(try numbers { $0.text = "k\\s" } == [4])
        #expect(try numbers { $0.text = "' OR 1 = 1 --" } == [])
        #expect(try numbers { $0.states = ["open"] } == [1, 2, 3, 4])
        #expect(try numbers { $0.states = ["restored", "closed"] } == [])
        #expect(try numbers { $0.phase = "beta" } == [])
        #expect(try numbers { ($0.configuration, $0.release, $0.number) = ("os=linux", "2.40", 3) } == [3])
        #expect(try numbers { $0.since = runs[0].startedAt } == [1, 2, 3, 4])
        #expect(try numbers { $0.since = runs[0].startedAt + 1 } == [])
        #expect(try numbers { $0.limit = 2 } == [1, 2])
        #expect(try driver.read { try IncidentQueries($0).counts(phase: nil) } == [.open: 4])
    }
}

extension StoreDriver {
    /// Three runs, and a signature with a key for each title.
    fileprivate func prepare(titles: [String]) throws -> (keys: [IncidentKey], runs: [Incident.RunReference]) {
        let runs = try (1...3).map { number in
            let moment = Int64(number) * 1000
            return Incident.RunReference(id: try addRun("run \(number)", startedAt: moment).run, startedAt: moment)
        }
        let keys = try write { connection in
            try titles.enumerated().map { index, title in
                let signature = try OccurrenceRecords(connection).signatures(["s\(index)"], algorithm: "1") { _ in
                    title
                }[0]
                let alone = StoredMembership(match: nil, score: nil, cluster: signature.row)
                try MembershipRecords(connection).insert([(signature.row, alone)])
                return IncidentKey(cluster: signature.row, phase: "system", configuration: 1)
            }
        }
        return (keys, runs)
    }

    /// Opens an incident for each key, numbered from 1.
    fileprivate func open(_ keys: [IncidentKey], at run: Incident.RunReference) throws {
        let observation = Incident.Observation(run: run, failing: [3], flickering: [], passing: [])
        try write { connection in
            try IncidentRecords(connection).insert(
                keys.enumerated().map { index, key in
                    (Int64(index + 1), key, Incident(opening: observation, episode: 1, lastGood: nil))
                })
        }
    }
}
