// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What commits and changes say about the repair of issues, beside what people say of them.
///
/// A trailer `Fixes: ISS-3` in a tested commit claims a fix, and so does a change that is to fix it, once it is approved and
/// its commits are known, or else once it is seen in a run.
struct FixClaims {
    /// Something that a commit or a change says.
    struct Word {
        enum Saying {
            /// A change that is to fix it is approved.
            case isIntended
            /// It is fixed from this commit on; nil: from this moment on.
            case isFixed(commit: String?)
            /// The change that was to fix it was taken back.
            case isTakenBack
        }

        /// UTC ms.
        let at: Int64
        let saying: Saying
        /// Such as `CR-7`, or the commit and its author.
        let source: String
        /// Below 0, so that no decision of a person has it.
        let claim: Int64
    }

    /// By cluster, the oldest first.
    let words: [Int64: [Word]]

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) throws {
        var found: [(issue: Int64, at: Int64, saying: Word.Saying, source: String)] = []
        found += try Self.trailers(connection)
        found += try Self.changes(connection, viewpoint)
        let issues = IssueRecords(connection)
        var words: [Int64: [Word]] = [:]
        for (index, one) in found.enumerated() {
            guard let cluster = try issues.cluster(ofIssue: one.issue) else { continue }
            words[cluster, default: []].append(
                Word(at: one.at, saying: one.saying, source: one.source, claim: -Int64(index) - 1))
        }
        self.words = words.mapValues { words in words.sorted { ($0.at, $1.claim) < ($1.at, $0.claim) } }
    }

    /// Whether anything but people speaks of issues.
    static func isAny(_ connection: any StoreConnection) throws -> Bool {
        try !StoredChanges(connection).isEmpty() || CommitNoteRecords(connection).hasAny(.fixes)
    }

    /// What trailers say: a commit that fixes an issue, what takes that commit back, and what takes this back again.
    private static func trailers(
        _ connection: any StoreConnection
    ) throws -> [(issue: Int64, at: Int64, saying: Word.Saying, source: String)] {
        let records = CommitNoteRecords(connection)
        let fixes = try records.all(.fixes).map(\.note)
        guard !fixes.isEmpty else { return [] }
        var said: [(commit: String, issue: Int64, isFix: Bool, note: CommitNote)] = fixes.compactMap { note in
            note.number.map { (note.commit, $0, true, note) }
        }
        // Reverts come by time, so that what they take back is there already.
        for revert in try records.all(.reverts).map(\.note) {
            said += said.filter { CommitNote.isRevert(revert, of: $0.commit.lowercased()) }.map {
                (revert.commit, $0.issue, !$0.isFix, revert)
            }
        }
        return said.map { one in
            (
                one.issue, one.note.at, one.isFix ? .isFixed(commit: one.commit.lowercased()) : .isTakenBack,
                "\(one.commit.prefix(12)) by \(one.note.author)"
            )
        }
    }

    private static func changes(
        _ connection: any StoreConnection, _ viewpoint: Viewpoint
    ) throws -> [(issue: Int64, at: Int64, saying: Word.Saying, source: String)] {
        guard try !StoredChanges(connection).isEmpty() else { return [] }
        let history = try ChangeHistory(connection, viewpoint)
        return try history.all.flatMap { change in
            guard case .issue(let issue) = change.request.effect else {
                return [(issue: Int64, at: Int64, saying: Word.Saying, source: String)]()
            }
            let life = try history.lifeOfRequest(change)
            guard life.state != .cancelled, life.state != .rejected else { return [] }
            let begun = life.transitions.first { $0.to == .approved || $0.to == .emergency }?.at
            guard let begun else { return [] }
            let name = "CR-\(change.number)"
            var said = [(issue, begun, Word.Saying.isIntended, name)]
            let found = try history.presence.find(change)
            let commits = try history.presence.commits(of: change)
            for (place, commit) in commits.enumerated() {
                // One that goes on with an earlier one begins no new proof.
                let isNext = commits[..<place].contains { viewpoint.ancestry.holds($0, in: commit) == true }
                guard !isNext else { continue }
                let known = try history.presence.known(commit, of: change)
                said.append((issue, max(begun, known), .isFixed(commit: commit.lowercased()), name))
            }
            if commits.isEmpty, let first = found.first {
                said.append((issue, max(begun, first.moment.at) - 1, .isFixed(commit: nil), name))
            }
            if let back = found.sightings.compactMap(\.backedOut).min(by: { $0.moment < $1.moment }) {
                said.append((issue, back.moment.at, .isTakenBack, name))
            }
            return said
        }
    }
}
