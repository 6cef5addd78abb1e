// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Keeps what messages of tested commits say.
package struct CommitNoteRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// A note, and the earliest run that is known to hold its commit.
    package struct Stored: Sendable {
        package let note: CommitNote
        package let run: RunFact
    }

    /// Writes notes of the commits that a run tested; of several runs the earliest stays, whatever came first.
    package func insert(_ notes: [CommitNote], of run: Int64) throws {
        for note in notes {
            try connection.execute(
                """
                INSERT INTO commit_note (commit_id, kind, value, author, at, run_id)
                VALUES (\(note.commit), \(note.kind.rawValue), \(note.value), \(note.author), \(note.at), \(run))
                ON CONFLICT (commit_id, kind, value) DO UPDATE
                SET run_id = excluded.run_id
                WHERE EXISTS (
                    SELECT 1
                    FROM run old, run fresh
                    WHERE old.id = commit_note.run_id AND fresh.id = excluded.run_id
                        AND (fresh.started_at < old.started_at OR fresh.started_at = old.started_at AND fresh.key < old.key)
                )
                """)
        }
    }

    /// Whether there is any of a kind.
    package func hasAny(_ kind: CommitNote.Kind) throws -> Bool {
        try connection.first("SELECT at FROM commit_note WHERE kind = \(kind.rawValue) ORDER BY at LIMIT 1") {
            $0.integer(0)
        } != nil
    }

    /// All notes, or those of a kind, by time and commit.
    package func all(_ kind: CommitNote.Kind? = nil) throws -> [Stored] {
        try connection.query(
            """
            SELECT \(raw: RunFact.columns), n.commit_id, n.kind, n.value, n.author, n.at
            FROM commit_note n
            JOIN run r ON r.id = n.run_id
            WHERE \(kind?.rawValue) IS NULL OR n.kind = \(kind?.rawValue)
            ORDER BY n.at, n.commit_id, n.kind, n.value
            """
        ) { row in
            Stored(
                note: CommitNote(
                    commit: row.text(8), kind: CommitNote.Kind(rawValue: row.text(9)) ?? .merge, value: row.text(10),
                    author: row.text(11), at: row.integer(12)),
                run: RunFact(row))
        }
    }

    /// Commits of the runs of a branch that began before a moment, the latest first, each once.
    package func commits(before moment: Int64, branch: String?, limit: Int) throws -> [String] {
        try connection.query(
            """
            SELECT commit_id
            FROM run
            WHERE commit_id IS NOT NULL AND started_at < \(moment) AND (branch = \(branch) OR \(branch) IS NULL)
            GROUP BY commit_id
            ORDER BY max(started_at) DESC, commit_id
            LIMIT \(limit)
            """
        ) { $0.text(0) }
    }
}
