// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// What runs were made with, baselines of it, and what they run on.
    ///
    /// A snapshot is made of groups, one for each file or command that told it; a group that did not change is stored once
    /// for all snapshots.
    static let baselines = Migration(version: 5, name: "baselines") { d in
        snapshots(d) + approved(d) + assets(d)
    }

    private static func snapshots(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE item_group (
                id \(d.identity), -- internal
                digest \(d.text) NOT NULL UNIQUE, -- SHA-256 of its canonical items; capture
                evidence \(d.text) NOT NULL -- file or command that told them; capture
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE reading (
                evidence \(d.text) PRIMARY KEY, -- file or command; capture
                key \(d.text) NOT NULL, -- SHA-256 of all that its items follow from; capture
                group_id \(d.integer) NOT NULL REFERENCES item_group (id), -- what it told; capture
                read_at \(d.integer) NOT NULL, -- UTC ms; capture
                program \(d.text) NOT NULL -- version that read it; capture
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE item (
                group_id \(d.integer) NOT NULL REFERENCES item_group (id), -- capture
                ordinal \(d.integer) NOT NULL, -- place in the group from 0; capture
                kind \(d.text) NOT NULL, -- source, dependency, toolchain and so on; capture
                key \(d.text) NOT NULL, -- such as a package URL without a version; capture
                value \(d.text), -- version, or what it is set to, NULL unknown; capture
                digest \(d.text), -- of its content, as algorithm:value, NULL unknown; capture
                is_pinned \(d.integer) NOT NULL CHECK (is_pinned IN (0, 1)), -- capture
                is_direct \(d.integer) CHECK (is_direct IN (0, 1)), -- NULL unknown; capture
                is_development \(d.integer) CHECK (is_development IN (0, 1)), -- NULL unknown; capture
                PRIMARY KEY (group_id, ordinal)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE snapshot (
                id \(d.identity), -- internal
                digest \(d.text) NOT NULL UNIQUE, -- SHA-256 of the canonical JSON; capture
                items \(d.integer) NOT NULL -- how many; capture
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE snapshot_group (
                snapshot_id \(d.integer) NOT NULL REFERENCES snapshot (id), -- capture
                group_id \(d.integer) NOT NULL REFERENCES item_group (id), -- capture
                PRIMARY KEY (snapshot_id, group_id)
            )\(d.tableSuffix)
            """,
            """
            ALTER TABLE run
            ADD COLUMN -- what it was made with, NULL unknown; ingest
                snapshot_id \(d.integer) REFERENCES snapshot (id)
            """,
        ]
    }

    private static func assets(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE asset (
                id \(d.identity), -- internal
                number \(d.integer) NOT NULL UNIQUE, -- printed as AST-number, never reused; command
                name \(d.text) NOT NULL UNIQUE, -- of an environment that which runs name; command
                kind \(d.text) NOT NULL, -- environment, runner, device and so on; command
                owner \(d.text), -- command
                purpose \(d.text), -- command
                serial \(d.text), -- serial number, licence or address; command
                supported_until \(d.integer), -- UTC ms; command
                registered_by \(d.text) NOT NULL, -- command
                registered_at \(d.integer) NOT NULL -- UTC ms; command
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE asset_edge (
                from_id \(d.integer) NOT NULL REFERENCES asset (id), -- command
                kind \(d.text) NOT NULL CHECK (kind IN ('uses', 'impacts')), -- command
                to_id \(d.integer) NOT NULL REFERENCES asset (id), -- command
                PRIMARY KEY (from_id, kind, to_id)
            )\(d.tableSuffix)
            """,
            """
            ALTER TABLE upload
            ADD COLUMN -- time that all its tests took together, NULL unknown; ingest
                test_milliseconds \(d.integer)
            """,
        ]
    }

    private static func approved(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE baseline (
                id \(d.identity), -- internal
                phase \(d.text) NOT NULL, -- command
                number \(d.integer) NOT NULL, -- printed as BL-phase-number, never reused; command
                snapshot_id \(d.integer) NOT NULL REFERENCES snapshot (id), -- command
                run_id \(d.integer) REFERENCES run (id), -- whose configuration it is, NULL for none; command
                state \(d.text) NOT NULL CHECK (state IN (
                    'captured', 'proposed', 'rejected', 'approved', 'frozen', 'suspect', 'superseded', 'retired'
                )), -- command
                author \(d.text) NOT NULL, -- who captured it; command
                captured_at \(d.integer) NOT NULL, -- UTC ms; command
                approver \(d.text), -- command
                approved_at \(d.integer), -- UTC ms; command
                tests \(d.text) NOT NULL, -- rows of tests that were there, a JSON list, ascending; command
                failures \(d.text) NOT NULL, -- rows of signatures that were known to fail, a JSON list, ascending; command
                UNIQUE (phase, number)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE baseline_event (
                baseline_id \(d.integer) NOT NULL REFERENCES baseline (id), -- command
                ordinal \(d.integer) NOT NULL, -- from 0; command
                at \(d.integer) NOT NULL, -- UTC ms; command
                actor \(d.text) NOT NULL, -- auto, or who did it; command
                verb \(d.text) NOT NULL, -- capture, propose, approve and so on; command
                reason \(d.text) NOT NULL, -- as they said; command
                from_state \(d.text), -- NULL for the first; command
                to_state \(d.text) NOT NULL, -- command
                PRIMARY KEY (baseline_id, ordinal)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE baseline_suite (
                baseline_id \(d.integer) NOT NULL REFERENCES baseline (id), -- command
                name \(d.text) NOT NULL, -- of a suite that must have run; command
                PRIMARY KEY (baseline_id, name)
            )\(d.tableSuffix)
            """,
        ]
    }
}
