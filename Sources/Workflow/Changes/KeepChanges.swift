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

    /// What a person adds to what is written down after the fact.
    package struct Addition: Sendable {
        package var kind = ChangeRequest.Kind.normal
        /// Stands before what the evidence says; nil for nothing.
        package var reason: String?
        package var backOut: String?

        package init() {}
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
            masked.backOut = Self.backOut(change.backOut)
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

    /// What says something, masked; nil for a blank text.
    private static func backOut(_ text: String?) -> String? {
        text.flatMap { text in text.contains { !$0.isWhitespace } ? SecretTally.masked(text) : nil }
    }

    /// Writes down, as drafts, what changed between two configurations and nobody had asked for: what differs as one change,
    /// and each merge that came in between as one.
    ///
    /// - Parameter said: What a person adds to each of them: kind, reason and back-out.
    /// - Throws: `Refusal` where nothing did, `ReadEvidence.Unknown`, `StorageError`.
    package func draft(
        from before: BaselineReference, to after: BaselineReference, now: ConfigurationSnapshot?,
        said: Addition = Addition(), _ request: Request
    ) throws -> [Outcome] {
        try store.write(isDryRun: request.isDryRun) { connection in
            let found = try UnaskedChanges(connection, viewpoint, now: now).find(
                before, after, at: request.now, by: SecretTally.masked(request.actor))
            guard !found.isEmpty else {
                throw Refusal(
                    message: "nothing changed from \(before.text) to \(after.text) that nobody had asked for",
                    hint: "exitgate baseline diff \(before.text) \(after.text) shows what differs")
            }
            return try found.map { draft in
                var change = draft
                change.kind = said.kind
                change.backOut = Self.backOut(said.backOut)
                if let reason = said.reason { change.reason = "\(try Self.text(reason, "reason")) (\(draft.reason))" }
                return try insert(change, by: change.requester, request, connection)
            }
        }
    }

    static func hash(_ text: String) throws -> String {
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
            case .assess(var evidence):
                evidence.backOut = Self.backOut(evidence.backOut)
                event.detail.backOut = evidence.backOut
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

    /// The issue that it is to fix may come again as another one by what was just said.
    private func followIssue(_ change: ChangeRequest, _ connection: any StoreConnection) throws {
        guard case .issue(let number) = change.effect else { return }
        try StateUpdate(connection).decide(about: [IssueResolver(connection).cluster(.issue(number))])
    }

    private static func outcome(
        _ change: StoredChange, before: ChangeState?, _ life: ChangeLife, isSolo: Bool
    ) -> Outcome {
        Outcome(
            number: change.number, request: change.request, before: before, life: life,
            missing: life.isAwaitingApproval ? life.missingApprovals(isSolo: isSolo) : [])
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
