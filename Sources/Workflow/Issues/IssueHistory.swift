// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Folds the life of issues from evidence and decisions; nothing of it is stored, so nothing can disagree with it.
final class IssueHistory {
    /// Incidents that make an issue matter without a person.
    private static let incidentsToOpen = 3

    /// The words, which are few and large, lie apart from the many runs.
    private enum Entry {
        case step(IssueLife.Step, run: Int64)
        /// What runs say about one claimed fix; the decision that claimed it.
        case judged(IssueLife.Step, run: Int64, claim: Int64)
        /// A failing run, by its place among them.
        case failed(Int)
        indirect case said(StoredDecision)
        indirect case claimed(FixClaims.Word)
        /// The day of a deferral, and the decision that set it.
        case deferralEnds(Int64)
        case quiet(run: Int64)
    }

    private struct Dated {
        let at: Int64
        /// Among equal times: evidence before the word of a person, and what tests a fix before what fails with it.
        let rank: Int
        let entry: Entry
    }

    private let queries: IssueQueries
    private let approvals: BaselineApprovals
    private let tags: CriticalTags
    let importance: TestImportance
    let gates: GateStops
    let escapes: EscapeCheck
    let urgency: IssueUrgency
    let trials: TrialHistory
    let breadth: IssueBreadth
    let workarounds: ProvenWorkarounds
    private let viewpoint: Viewpoint
    private let marks: IncidentMarks
    private let decisions: [Int64: [StoredDecision]]
    private let spans: [Int64: [IssueSpan]]
    private let claims: FixClaims
    private let descents: RunDescent
    private let notes: [CommitNoteRecords.Stored]

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) throws {
        queries = IssueQueries(connection)
        descents = RunDescent(connection)
        approvals = BaselineApprovals(connection)
        trials = TrialHistory(connection)
        tags = CriticalTags(connection)
        importance = TestImportance(connection, viewpoint.severity)
        breadth = IssueBreadth(connection, trials, importance, viewpoint.components)
        workarounds = ProvenWorkarounds(connection, now: viewpoint.now)
        gates = GateStops(connection, now: viewpoint.now, isHeard: viewpoint.hearsGates)
        escapes = EscapeCheck(connection, phases: viewpoint.phases)
        urgency = IssueUrgency(trials, gates, now: viewpoint.now, gateDates: viewpoint.severity.gateDates)
        self.viewpoint = viewpoint
        marks = try IncidentMarks(connection, hasStandings: false)
        let all = try Decisions(connection)
        let words = all.active.filter { $0.incident == nil && IssueVerb(rawValue: $0.kind.rawValue) != nil }
        let anchors = Dictionary(uniqueKeysWithValues: words.map { ($0.id, all.anchor(of: $0) ?? 0) })
        let clusters = try ClusterQueries(connection).clusters(of: Set(anchors.values))
        decisions = Dictionary(grouping: words) { anchors[$0.id].flatMap { clusters[$0] } ?? 0 }
        spans = try IssueRecords(connection).spans()
        claims = try FixClaims(connection, viewpoint)
        let hasClaims = !claims.words.isEmpty || words.contains { $0.kind == .fix }
        notes = try hasClaims ? CommitNoteRecords(connection).all() : []
    }

    /// Every issue with its cluster, and what it tells of its history, by number.
    var issues: [(number: Int64, cluster: Int64, span: IssueSpan)] {
        spans.flatMap { cluster, spans in
            spans.compactMap { span in span.number.map { (number: $0, cluster: cluster, span: span) } }
        }.sorted { $0.number < $1.number }
    }

    /// What each issue of a cluster tells of its history, the oldest first; one for a cluster that is no issue.
    func spans(of cluster: Int64) -> [IssueSpan] { spans[cluster] ?? [IssueSpan()] }

    /// The span of the latest issue of a cluster.
    func currentSpan(of cluster: Int64) -> IssueSpan { spans[cluster]?.last ?? IssueSpan() }

    private var allIncidents: [Int64: [IssueQueries.IncidentFact]]?
    private var allFailures: [Int64: [RunFact]]?

    /// Reads the evidence of all clusters at once, for questions about many of them.
    func readEverything() throws {
        let runs = try queries.allRuns()
        allIncidents = try queries.incidentFacts(among: runs)
        allFailures = try queries.failedRuns(among: runs)
    }

    /// Runs of a span in which a cluster failed, in the order in which they happened.
    func failures(of cluster: Int64, in span: IssueSpan) throws -> [RunFact] {
        let all = try allFailures.map { $0[cluster] ?? [] } ?? queries.failedRuns(of: cluster)
        return span.isWhole ? all : all.filter { span.holds($0.moment) }
    }

    /// Lives of the issues that somebody said is repaired.
    func repairedLives() throws -> [IssueLife] {
        try Set(decisions.filter { $0.value.contains { $0.kind == .fix } }.keys).union(claims.words.keys).sorted()
            .flatMap { cluster in try spans(of: cluster).map { try life(of: cluster, in: $0) } }
    }

    /// The incidents of a cluster that count and failed within a span.
    func incidents(of cluster: Int64, in span: IssueSpan) throws -> [IssueQueries.IncidentFact] {
        let all = try allIncidents.map { $0[cluster] ?? [] } ?? queries.incidentFacts(of: cluster)
        let counting = all.filter { !marks.isVoid($0.number) }
        guard !span.isWhole else { return counting }
        let failures = try failures(of: cluster, in: span)
        return counting.compactMap { incident in
            incident.cut(to: failures.filter(incident.holds), isOver: span.until != nil)
        }
    }

    /// Whether people called any incident of a cluster a false alarm.
    private func hasVoid(_ cluster: Int64) throws -> Bool {
        guard !marks.voidNumbers.isEmpty else { return false }
        let all = try allIncidents.map { $0[cluster] ?? [] } ?? queries.incidentFacts(of: cluster)
        return all.contains { marks.isVoid($0.number) }
    }

    /// The life of the latest issue of a cluster.
    func life(of cluster: Int64) throws -> IssueLife { try life(of: cluster, in: currentSpan(of: cluster)) }

    /// The life of the issue that tells a span of the history of a cluster.
    ///
    /// - Complexity: O(failing runs), and the runs since a claimed fix where there is one.
    func life(of cluster: Int64, in span: IssueSpan) throws -> IssueLife {
        try fold(cluster, span, untilRecurrence: false).life
    }

    /// The first failing runs of the issues that follow the first one of a cluster, as its history says.
    func recurrences(of cluster: Int64) throws -> [RunFact] {
        let isEnded = decisions[cluster]?.contains { [.fix, .close].contains($0.kind) } == true
        guard isEnded || claims.words[cluster] != nil else { return [] }
        var found: [RunFact] = []
        while let next = try fold(cluster, IssueSpan(since: found.last?.moment), untilRecurrence: true).recurrence {
            found.append(next)
        }
        return found
    }

    /// Clusters of which somebody said, or once said, that they are repaired or over.
    func clustersWithEnds() -> Set<Int64> {
        Set(decisions.filter { $0.value.contains { [.fix, .close].contains($0.kind) } }.keys)
            .union(spans.filter { $0.value.count > 1 }.keys).union(claims.words.keys)
    }

    /// - Parameter untilRecurrence: Whether to stop at a failure that is an issue of its own.
    private func fold(
        _ cluster: Int64, _ span: IssueSpan, untilRecurrence: Bool
    ) throws -> (life: IssueLife, recurrence: RunFact?) {
        let incidents = try incidents(of: cluster, in: span)
        // Which failures are issues of their own is told by evidence alone, whatever people call a false alarm.
        let hasVoid = try !untilRecurrence && hasVoid(cluster)
        let failures = try failures(of: cluster, in: span).filter { run in
            !hasVoid || incidents.contains { $0.holds(run) }
        }
        // Whoever confirmed it did not know that all of it is a false alarm.
        let isVoid = hasVoid && incidents.isEmpty
        var entries = failures.indices.map { Dated(at: failures[$0].moment.at, rank: 2, entry: .failed($0)) }
        // What recurs is told by runs and words alone, whatever the settings say of tests.
        entries += try steps(cluster, incidents, failures, weighsTests: !untilRecurrence)
        if span.since != nil, let first = failures.first {
            let entry = Entry.step(.matters(rule: "recurrence"), run: first.id)
            entries.append(Dated(at: first.moment.at, rank: 0, entry: entry))
        }
        for decision in decisions[cluster] ?? [] where span.holds(time: decision.at) {
            entries.append(Dated(at: decision.at, rank: 3, entry: .said(decision)))
            if let until = decision.until, until <= viewpoint.now {
                entries.append(Dated(at: until, rank: 4, entry: .deferralEnds(decision.id)))
            }
        }
        // What is older than the first failure is about something else of that number.
        let begin = failures.first?.moment.at ?? .max
        for word in claims.words[cluster] ?? [] where span.holds(time: word.at) && word.at >= begin {
            entries.append(Dated(at: word.at, rank: 3, entry: .claimed(word)))
        }
        for run in try quietRuns(failures, incidents, cluster: cluster, in: span) {
            entries.append(Dated(at: run.moment.at, rank: 2, entry: .quiet(run: run.id)))
        }
        var life = IssueLife()
        var holder: CommitAncestry.Holder?
        Self.sort(&entries)
        var place = 0
        while place < entries.count {
            let dated = entries[place]
            place += 1
            switch dated.entry {
            case .step(let step, let run): life.take(step, at: dated.at, run: run)
            case .judged(let step, let run, let claim):
                if life.fix?.decision == claim { life.take(step, at: dated.at, run: run) }
            case .deferralEnds(let decision):
                if life.deferral == decision { life.take(.deferralEnds, at: dated.at, run: nil) }
            case .quiet(let run): if life.fix == nil { life.take(.quiet, at: dated.at, run: run) }
            case .failed(let place):
                let run = failures[place]
                // Without a claim, or once it was not seen for long, any failure counts; else only one that holds the fix.
                let counts = life.fix == nil || life.state == .notReproduced || holder?.holds(run) == true
                if counts, untilRecurrence, ReleaseLine.isElsewhere(run, life, failures, trials) {
                    return (life, run)
                }
                if counts { life.take(.fails, at: dated.at, run: run.id) }
            case .said(let decision) where isVoid && [.confirm, .reopen].contains(decision.kind): continue
            case .said, .claimed:
                guard let claim = hear(dated, &life) else { continue }
                let found = try viewpoint.ancestry.unrevertedHolder(of: claim, queries, descents, notes: notes)
                holder = found
                let outcome = try FixVerification(queries, trials).judge(
                    claim, found, incidents, cluster: cluster, in: span)
                life.verification = outcome.verification
                var later = Self.entries(outcome, claim)
                // What recurs is told by runs and words alone, so that approving a baseline changes no issue but this one.
                if !untilRecurrence, let release = try release(outcome, found, claim, span) { later.append(release) }
                var rest = Array(entries[place...]) + later
                Self.sort(&rest)
                entries.replaceSubrange(place..., with: rest)
            }
        }
        return (life, nil)
    }

    /// Equal ones keep their order. Most are in order already, and the few that are not are moved to their places.
    private static func sort(_ entries: inout [Dated]) {
        for place in entries.indices.dropFirst() {
            let (at, rank) = (entries[place].at, entries[place].rank)
            guard (at, rank) < (entries[place - 1].at, entries[place - 1].rank) else { continue }
            var target = place - 1
            while target > 0, (at, rank) < (entries[target - 1].at, entries[target - 1].rank) { target -= 1 }
            entries.insert(entries.remove(at: place), at: target)
        }
    }

    /// Takes what a person, a commit or a change says; answers the claim if it is one.
    private func hear(_ dated: Dated, _ life: inout IssueLife) -> IssueLife.FixClaim? {
        switch dated.entry {
        case .said(let decision):
            say(decision, to: &life)
            return life.fix.flatMap { $0.decision == decision.id ? $0 : nil }
        case .claimed(let word):
            switch word.saying {
            case .isIntended: life.take(.fixIntended, at: word.at, run: nil)
            case .isTakenBack: life.take(.fixTakenBack, at: word.at, run: nil)
            case .isFixed(let commit):
                let rule = word.source.hasPrefix("CR-") ? "fixed-by-change" : "fixed-by-commit"
                let claim = IssueLife.FixClaim(commit: commit, at: word.at, decision: word.claim)
                life.take(claim, by: word.source, rule: rule)
                return claim
            }
        default: break
        }
        return nil
    }

    private func say(_ decision: StoredDecision, to life: inout IssueLife) {
        guard let verb = IssueVerb(rawValue: decision.kind.rawValue) else { return }
        life.take(
            verb, value: decision.value, category: decision.category, until: decision.until, at: decision.at,
            actor: decision.actor, decision: decision.id)
    }

    /// What a judged claim adds to the life.
    private static func entries(_ outcome: FixVerification.Outcome, _ claim: IssueLife.FixClaim) -> [Dated] {
        func entry(_ step: IssueLife.Step, _ run: RunFact, at: Int64, rank: Int) -> Dated {
            Dated(at: max(claim.at, at), rank: rank, entry: .judged(step, run: run.id, claim: claim.decision))
        }
        return [
            outcome.firstTested.map { entry(.fixTested, $0, at: $0.moment.at, rank: 1) },
            outcome.contradiction.map { entry(.fails, $0, at: claim.at, rank: 4) },
            outcome.verifiedBy.map { entry(.fixVerified, $0, at: $0.moment.at, rank: 5) },
        ].compactMap(\.self)
    }

    /// Where an approved baseline holds the proven fix: nothing is left to do about it then.
    private func release(
        _ outcome: FixVerification.Outcome, _ holder: CommitAncestry.Holder, _ claim: IssueLife.FixClaim,
        _ span: IssueSpan
    ) throws -> Dated? {
        guard let proof = outcome.verifiedBy, let approval = try approvals.first(where: holder.holds) else {
            return nil
        }
        let at = max(claim.at, proof.moment.at, approval.at)
        let step = IssueLife.Step.isReleased(rule: "approved-in-\(approval.name)")
        return span.holds(time: at)
            ? Dated(at: at, rank: 6, entry: .judged(step, run: proof.id, claim: claim.decision)) : nil
    }

    /// Where it began to recur, and where it began to matter.
    private func steps(
        _ cluster: Int64, _ incidents: [IssueQueries.IncidentFact], _ failures: [RunFact], weighsTests: Bool
    ) throws -> [Dated] {
        var steps: [Dated] = []
        func add(_ step: IssueLife.Step, _ run: RunFact) {
            steps.append(Dated(at: run.moment.at, rank: 0, entry: .step(step, run: run.id)))
        }
        if let first = incidents.first {
            for incident in incidents.dropFirst() {
                if incident.opened.commit != first.opened.commit || incident.opened.commit == nil {
                    add(.recurs(.commits), incident.opened)
                } else if incident.configuration != first.configuration || incident.phase != first.phase {
                    add(.recurs(.places), incident.opened)
                } else {
                    continue
                }
                break
            }
            if let began = first.reopenedAt,
                let again = failures.first(where: { $0.moment.at >= began && $0.commit != first.opened.commit })
            {
                add(.recurs(.commits), again)
            }
            if incidents.contains(where: { $0.longestStreak >= 3 }), failures.count >= 3 {
                add(.recurs(.streak), failures[2])
            }
        }
        if incidents.count >= Self.incidentsToOpen {
            add(.matters(rule: "three-incidents"), incidents[Self.incidentsToOpen - 1].opened)
        }
        if let outage = incidents.first(where: \.isMajor) {
            add(.recurs(.severity), outage.opened)
            add(.matters(rule: "outage"), outage.opened)
        }
        if let first = failures.first, !incidents.isEmpty, try tags.areOf(incidents, failures) {
            add(.recurs(.severity), first)
        }
        if weighsTests, let start = steps.map(\.at).min(),
            let run = failures.first(where: { $0.moment.at >= start }),
            try importance.criticality(of: incidents.tests) != nil
        {
            add(.matters(rule: "critical-test"), run)
        }
        // It cannot matter before it recurs.
        if let start = steps.map(\.at).min(), weighsTests, let stop = try gates.first(incidents) {
            let at = max(start, stop.at)
            if let evidence = failures.last(where: { $0.moment.at <= at }) {
                let entry = Entry.step(.matters(rule: "stops-gate"), run: evidence.id)
                steps.append(Dated(at: at, rank: 0, entry: entry))
            }
        }
        if let start = steps.map(\.at).min(), let run = try SeverityOnset(trials, of: incidents).run(among: failures) {
            let at = max(start, run.moment.at)
            let evidence = failures.first { $0.moment.at >= at } ?? run
            let entry = Entry.step(.matters(rule: "fails-always"), run: evidence.id)
            steps.append(Dated(at: at, rank: 0, entry: entry))
        }
        return steps
    }
}
