// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// How much of what is tested an issue hits: which share of the tests, of the classes of a phase, and of the components.
///
/// Most issues break one test, and are told without a look at anything.
final class IssueBreadth {
    /// So many tests at least are a fifth of all that matters; of a few, one is soon a fifth.
    static let manyTests = Incident.majorTests
    /// So many tests at least are a share; and of how many such tests they are one then.
    private static let severalTests = 4
    private static let testShare = 20
    /// So many classes or components at least are a share, and that of one in so many.
    private static let severalPlaces = 2
    private static let placeShare = 2
    /// The latest runs, of which the fullest tells how many tests block.
    private static let fullestOf = 5

    private let trials: TrialHistory
    private let importance: TestImportance
    private let results: ResultQueries
    private let failures: StoredFailures
    private let components: ComponentMap
    private var blocking: [ClassPlace: Int] = [:]

    init(
        _ connection: any StoreConnection, _ trials: TrialHistory, _ importance: TestImportance,
        _ components: ComponentMap
    ) {
        (self.trials, self.importance, self.components) = (trials, importance, components)
        results = ResultQueries(connection)
        failures = StoredFailures(connection)
    }

    /// Whether it broke ten tests and a fifth of those that block in one place, though not in one run; tests that inform only
    /// count on neither side.
    ///
    /// - Complexity: O(1) below ten tests.
    func breaksFifth(_ incidents: [IssueQueries.IncidentFact]) throws -> Bool {
        guard incidents.reduce(0, { $0 + $1.tests.count }) >= Self.manyTests else { return false }
        return try Self.places(incidents).contains { place, tests in
            guard tests.count >= Self.manyTests else { return false }
            let own = try importance.blocking(among: tests).count
            guard own >= Self.manyTests else { return false }
            return try own * Incident.majorShare >= blockingTests(place)
        }
    }

    /// From 1, an outage or what else is S1, to 4, one test in one place.
    ///
    /// 2 is S2 in more than one test, and what is broad: more than one test, and four or more that are a twentieth of the tests
    /// of a place, or two classes or more that are half of those of a phase, or two components or more that are half of those
    /// that the settings name. 3 is more than one test or place.
    ///
    /// - Complexity: O(1) for one test; else the files of the tests are read where the settings name components.
    func impact(of incidents: [IssueQueries.IncidentFact], _ severity: Severity) throws -> Int {
        if severity == .s1 { return 1 }
        let tests = incidents.tests
        guard tests.count > 1 else { return Set(incidents.map(Self.place)).count > 1 ? 3 : 4 }
        if severity == .s2 { return 2 }
        let places = Self.places(incidents)
        if try isShareOfTests(places) || isShareOfClasses(places) || isShareOfComponents(tests) { return 2 }
        return 3
    }

    // MARK: Shares

    private func isShareOfTests(_ places: [ClassPlace: Set<Int64>]) throws -> Bool {
        try places.contains { place, tests in
            guard tests.count >= Self.severalTests else { return false }
            return try tests.count * Self.testShare
                >= trials.mostTests(phase: place.phase, configuration: place.configuration)
        }
    }

    private func isShareOfClasses(_ places: [ClassPlace: Set<Int64>]) throws -> Bool {
        let phases = Dictionary(grouping: places.keys, by: \.phase).mapValues(\.count)
        return try phases.contains { phase, classes in
            guard classes >= Self.severalPlaces else { return false }
            return try classes * Self.placeShare >= trials.configurations(inPhase: phase).count
        }
    }

    private func isShareOfComponents(_ tests: Set<Int64>) throws -> Bool {
        let all = components.names.count
        guard all >= Self.severalPlaces else { return false }
        let own = Set(try failures.files(of: tests).flatMap(components.named(ofPath:))).count
        return own >= Self.severalPlaces && own * Self.placeShare >= all
    }

    // MARK: Tests of a place

    /// The most tests that block a run of a place has.
    private func blockingTests(_ place: ClassPlace) throws -> Int {
        guard importance.areSomeInforming else {
            return try trials.mostTests(phase: place.phase, configuration: place.configuration)
        }
        if let known = blocking[place] { return known }
        let runs = try trials.timeline(phase: place.phase, configuration: place.configuration)
        let counts = try runs.suffix(Self.fullestOf).map { run in
            try importance.blocking(among: Set(results.outcomes(run: run.id).keys)).count
        }
        // The latest may have run a few tests again: no fewer block than the fullest run has beside all that inform.
        let all = try trials.mostTests(phase: place.phase, configuration: place.configuration)
        let most = try max(counts.max() ?? 0, all - importance.informingCount())
        blocking[place] = most
        return most
    }

    private static func place(_ incident: IssueQueries.IncidentFact) -> ClassPlace {
        ClassPlace(phase: incident.phase, configuration: incident.configuration)
    }

    private static func places(_ incidents: [IssueQueries.IncidentFact]) -> [ClassPlace: Set<Int64>] {
        Dictionary(grouping: incidents, by: place).mapValues(\.tests)
    }
}
