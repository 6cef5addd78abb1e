// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Writes change requests and moves them on, each in one transaction.
package struct KeepChanges {
    package struct Request: Sendable {
        /// UTC ms.
        package var now: Int64
        package var actor: String
        package var reason: String
        /// Whether one person may ask and approve; said wherever the change is shown.
        package var isSolo = false
        package var isDryRun = false

        package init(now: Int64, actor: String, reason: String) {
            self.now = now
            self.actor = actor
            self.reason = reason
        }
    }

    /// What is done.
    package enum Act: Sendable {
        case submit, reject, cancel
        case assess(AssessChange.Evidence)
        case approve(authority: String?, isRehearsed: Bool)
        case implement(commits: [String])
        case review(ChangeState)

        var verb: ChangeVerb {
            switch self {
            case .submit: .submit
            case .reject: .reject
            case .cancel: .cancel
            case .assess: .assess
            case .approve: .approve
            case .implement: .implement
            case .review: .review
            }
        }
    }

    package struct Outcome: Sendable {
        package let number: Int64
        package let request: ChangeRequest
        package let before: ChangeState?
        package let life: ChangeLife
        /// What still has to be said before it is approved.
        package let missing: [String]
    }

    private let store: any StoreDriver
    private let viewpoint: Viewpoint
    private let models: [ChangeModel]

    package init(_ store: any StoreDriver, viewpoint: Viewpoint, models: [ChangeModel] = []) {
        self.store = store
        self.viewpoint = viewpoint
        self.models = models
    }

    /// Writes a new request.
    ///
    /// - Throws: `Refusal` for one that says nothing, or whose scope matches nothing; `ReadEvidence.Unknown`.
    package func create(_ change: ChangeRequest, _ request: Request) throws -> Outcome {
        try store.write(isDryRun: request.isDryRun) { connection in
            var masked = change
            masked.title = try Self.text(change.title, "title")
            masked.reason = try Self.text(change.reason, "reason")
            masked.requester = SecretTally.masked(change.requester)
            masked.backOut = change.backOut.flatMap { text in
                text.contains { !$0.isWhitespace } ? SecretTally.masked(text) : nil
            }
            masked.commits = try change.commits.map(Self.hash)
            try check(masked, connection)
            return try insert(masked, by: SecretTally.masked(request.actor), request, connection)
        }
    }

    private static func text(_ text: String, _ name: String) throws -> String {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(message: "a change needs a \(name)", hint: "say it with --\(name); it is kept for good")
        }
        return SecretTally.masked(text)
    }

    /// Writes down, as drafts, what changed between two configurations and nobody had asked for: what differs as one change,
    /// and each merge that came in between as one.
    ///
    /// - Throws: `Refusal` where nothing did, `ReadEvidence.Unknown`, `StorageError`.
    package func draft(
        from before: BaselineReference, to after: BaselineReference, now: ConfigurationSnapshot?, _ request: Request
    ) throws -> [Outcome] {
        try store.write(isDryRun: request.isDryRun) { connection in
            let found = try UnaskedChanges(connection, viewpoint, now: now).find(
                before, after, at: request.now, by: SecretTally.masked(request.actor))
            guard !found.isEmpty else {
                throw Refusal(
                    message: "nothing changed from \(before.text) to \(after.text) that nobody had asked for",
                    hint: "exitgate baseline diff \(before.text) \(after.text) shows what differs")
            }
            return try found.map { try insert($0, by: $0.requester, request, connection) }
        }
    }

    private static func hash(_ text: String) throws -> String {
        guard (4...64).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            throw Refusal(
                message: "\(SecretTally.masked(text)) is no commit", hint: "give 4 to 64 hexadecimal digits of its hash"
            )
        }
        return text.lowercased()
    }

    private func check(_ change: ChangeRequest, _ connection: any StoreConnection) throws {
        guard change.window.runs > 0, change.window.days > 0 else {
            throw Refusal(
                message: "a window of \(change.window.runs) runs and \(change.window.days) days shows nothing",
                hint: "--window-runs and --window-days begin at 1")
        }
        guard change.window.runs <= ChangeRequest.Window.mostRuns, change.window.days <= ChangeRequest.Window.mostDays
        else {
            throw Refusal(
                message: "a window of \(change.window.runs) runs and \(change.window.days) days never ends",
                hint: "--window-runs goes up to 10000, --window-days up to 3650")
        }
        if case .issue(let number) = change.effect { _ = try IssueResolver(connection).cluster(.issue(number)) }
        for component in change.scope.components where !viewpoint.components.names.contains(component) {
            throw Refusal(
                message: "there is no component \(component)",
                hint: viewpoint.components.names.isEmpty
                    ? "components in the settings defines them"
                    : "the components are \(viewpoint.components.names.joined(separator: ", "))")
        }
        guard !change.scope.isEmpty || !change.commits.isEmpty || change.effect != .none else {
            throw Refusal(
                message: "nothing says what it changes",
                hint: "give --path, --item, --component, --commit or --fixes")
        }
        try checkScope(change, connection)
    }

    /// A scope that matches nothing that was ever seen is most likely a slip.
    private func checkScope(_ change: ChangeRequest, _ connection: any StoreConnection) throws {
        let reach = ChangeReach(connection, viewpoint)
        for item in change.scope.items where try !reach.knows(item: item) {
            throw Refusal(
                message: "no configuration item is called \(item)",
                hint: try reach.nearest(item: item).map { "did you mean \($0)? " } ?? ""
                    + "exitgate baseline export now --as canonical lists them")
        }
        for path in change.scope.paths where try !reach.knows(path: path) {
            throw Refusal(
                message: "no file matches \(path)", hint: "paths begin in the folder of the project; quote a star")
        }
    }

    /// Moves a change on.
    ///
    /// - Throws: `Refusal` with what can be done instead, `ReadEvidence.Unknown`, `StorageError`; nothing changes then.
    package func perform(_ number: Int64, _ act: Act, _ request: Request) throws -> Outcome {
        try Refusal.check(reason: request.reason)
        return try store.write(isDryRun: request.isDryRun) { connection in
            try StateUpdate(connection).renew()
            let history = try ChangeHistory(connection, viewpoint)
            let change = try history.change(number)
            let life = try history.tell(change).life
            try Self.check(act, number, life, change.request, request)
            var event = ChangeLife.Event(
                act.verb, at: request.now, actor: SecretTally.masked(request.actor),
                reason: SecretTally.masked(request.reason))
            switch act {
            case .submit, .reject, .cancel: break
            case .assess(let evidence):
                event.detail.assessment = try AssessChange(connection, viewpoint, history, models).assess(
                    change, evidence, now: request.now)
            case .approve(let authority, let isRehearsed):
                event.detail.authority = authority.map(SecretTally.masked)
                event.detail.isRehearsed = isRehearsed ? true : nil
                event.detail.isSolo = request.isSolo ? true : nil
            case .implement(let commits): event.detail.commits = commits
            case .review(let verdict): event.detail.verdict = verdict.rawValue
            }
            try StoredChanges(connection).append(event, to: change)
            try followIssue(change.request, connection)
            let told = try history.tell(change, with: event)
            return Self.outcome(change, before: life.state, told.life, isSolo: request.isSolo)
        }
    }

    private static func check(
        _ act: Act, _ number: Int64, _ life: ChangeLife, _ change: ChangeRequest, _ request: Request
    ) throws {
        let state = life.state
        let allowed = state.allowedVerbs(of: change.kind)
        guard allowed.contains(act.verb) else {
            throw Refusal(
                message: "CR-\(number) is \(state.rawValue): \(act.verb.rawValue) cannot be done now",
                hint: allowed.isEmpty
                    ? "nothing can be done with it any more"
                    : "what can be done now: \(allowed.map(\.rawValue).joined(separator: ", "))")
        }
        switch act {
        case .approve(let authority, _):
            let actor = SecretTally.masked(request.actor)
            let own = [change.requester, life.transitions.first?.actor ?? ""]
            if let same = own.first(where: { PersonName.isSame($0, actor) }), !request.isSolo {
                throw Refusal(
                    message: "\(same) asked for CR-\(number) and cannot approve it alone",
                    hint:
                        "let somebody else approve it, or set solo: true in the settings, which every report then says")
            }
            guard let assessment = life.assessment else {
                throw Refusal(
                    message: "nobody knows the risk of CR-\(number)", hint: "exitgate change assess CR-\(number) first")
            }
            try checkAuthority(authority, of: assessment)
            if assessment.risk > 25, change.backOut == nil {
                let risk = assessment.risk
                throw Refusal(
                    message: "CR-\(number) has a risk of \(risk) and does not say how it is taken back",
                    hint: "cancel it and write it with --back-out; above 25 nothing is approved without")
            }
        case .review(let verdict) where !state.after(.review).contains(verdict):
            throw Refusal(
                message: "CR-\(number) is \(state.rawValue): runs are still watched, so it can only be backed_out",
                hint: "exitgate change show CR-\(number) says how many runs are missing")
        case .review(let verdict) where life.state == verdict:
            throw Refusal(
                message: "CR-\(number) is \(verdict.rawValue) already", hint: "exitgate change show CR-\(number)")
        case .implement(let commits):
            for commit in commits { _ = try hash(commit) }
        default: break
        }
    }

    /// Whoever speaks for somebody speaks for a component that is touched, or for one of its owners.
    private static func checkAuthority(_ authority: String?, of assessment: ChangeAssessment) throws {
        guard let authority else { return }
        let known = assessment.components.flatMap { [$0.name] + $0.owners }
        guard !known.contains(where: { PersonName.isSame($0, authority) }) else { return }
        throw Refusal(
            message: "\(authority) is no component that is touched, and owns none",
            hint: known.isEmpty ? "approve without --for" : "those are \(known.joined(separator: ", "))")
    }

    /// The issue that it is to fix may come again as another one by what was just said.
    private func followIssue(_ change: ChangeRequest, _ connection: any StoreConnection) throws {
        guard case .issue(let number) = change.effect else { return }
        try StateUpdate(connection).decide(about: [IssueResolver(connection).cluster(.issue(number))])
    }

    private static func outcome(
        _ change: StoredChange, before: ChangeState?, _ life: ChangeLife, isSolo: Bool
    ) -> Outcome {
        let isWaiting = life.state == .assessed || life.approvalDue != nil && life.approvedAt == nil
        return Outcome(
            number: change.number, request: change.request, before: before, life: life,
            missing: isWaiting ? life.missingApprovals(isSolo: isSolo) : [])
    }

    /// Writes a draft; no run can say anything of it yet.
    private func insert(
        _ change: ChangeRequest, by actor: String, _ request: Request, _ connection: any StoreConnection
    ) throws -> Outcome {
        let event = ChangeLife.Event(nil, at: request.now, actor: actor, reason: change.reason)
        let number = try StoredChanges(connection).insert(change, event)
        var life = ChangeLife(change)
        life.take(event)
        return Outcome(number: number, request: change, before: nil, life: life, missing: [])
    }
}
