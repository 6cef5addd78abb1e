// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

extension Scenario {
    /// What a person says on a day; it is said with the reason `as seen`.
    struct Word: Decodable, Sendable {
        let day: Double
        /// Number of the issue, or else of the incident, that it is about.
        let issue: Int64?
        let incident: Int64?
        /// One of an issue or an incident, `merge`, `split` or `undo`; `quarantine` waives a test until day 300, and `approve`
        /// makes a baseline of a run and approves it.
        let verb: String
        /// What the verb takes. Of `split` a part of the title of the signature that leaves, of `quarantine` the row of the test,
        /// of `approve` the key of the run, such as `lane 0 day 7.0`.
        let value: String?
        /// Issues that a merge makes part of `issue`.
        let others: [Int64]?
        /// Day on which a deferral ends.
        let until: Double?
    }
}

extension Scenario.Word {
    private var now: Int64 { Laboratory.moment(day: day) }

    func say(to laboratory: Laboratory) throws {
        let store = laboratory.store
        switch verb {
        case "merge":
            try decide(.merge([.issue(try #require(issue))] + (others ?? []).map(IssueReference.issue)), store)
        case "split":
            let part = try #require(value)
            let titles = try store.read { connection in
                try connection.query("SELECT key, title FROM signature ORDER BY id") { ($0.text(0), $0.text(1)) }
            }
            let keys = titles.filter { $0.1.contains(part) }.map(\.0)
            try decide(.split(.issue(try #require(issue)), .signatures(keys)), store)
        case "undo": try decide(.undo(nil), store)
        case "quarantine": try quarantine(store)
        case "approve": try approve(store)
        default: _ = try DecideIssue(store).perform(request())
        }
    }

    private func request() throws -> DecideIssue.Request {
        let subject: DecideIssue.Subject
        if let issue {
            subject = .issue(.issue(issue), try #require(IssueVerb(rawValue: verb)))
        } else {
            subject = .incident(try #require(incident), try #require(DecideIssue.IncidentVerb(rawValue: verb)))
        }
        var request = DecideIssue.Request(subject, now: now, actor: "ann", reason: "as seen")
        request.value = value
        request.until = until.map(Laboratory.moment)
        return request
    }

    private func decide(_ verb: DecideClusters.Verb, _ store: any StoreDriver) throws {
        _ = try DecideClusters(store).perform(.init(verb, now: now, actor: "ann", reason: "as seen"))
    }

    private func quarantine(_ store: any StoreDriver) throws {
        let keep = KeepWaivers(store)
        let waiver = Waiver(
            number: 0, rule: "G04", subject: "TEST-\(try #require(value))", phase: "system", release: nil,
            reason: "as seen", risk: "low", owner: "ann", requester: "ann", requestedAt: 0,
            expires: Laboratory.moment(day: 300))
        let asked = try keep.request(waiver, .init(now: now, actor: "ann", reason: "as seen"))
        _ = try keep.decide(asked.number, .approve, .init(now: now, actor: "ben", reason: "as seen"))
    }

    private func approve(_ store: any StoreDriver) throws {
        let key = try #require(value)
        let run = try #require(
            try store.read { try $0.first("SELECT id FROM run WHERE key = \(key)") { $0.integer(0) } })
        func request(_ actor: String) -> KeepBaselines.Request {
            .init(now: now, actor: actor, reason: "as seen", isSolo: false)
        }
        let keep = KeepBaselines(store)
        let number = try keep.capture(phase: "system", .run(run), suites: [], request("ann")).baseline.number
        _ = try keep.move(phase: "system", number: number, .propose, request("ann"))
        _ = try keep.move(phase: "system", number: number, .approve, request("ben"))
    }
}
