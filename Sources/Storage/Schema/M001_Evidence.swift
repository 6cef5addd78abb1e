// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Evidence: runs, uploads, tests, results, occurrences, texts; and the first incidents.
    static let evidence = Migration(version: 1, name: "evidence") { dialect in
        runs(dialect) + tests(dialect) + results(dialect) + occurrences(dialect) + incidents(dialect)
    }

    private static func runs(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE store_info (
                name \(d.text) PRIMARY KEY, -- what the value is: seed; written once
                value \(d.text) NOT NULL -- its text
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE configuration_class (
                id \(d.identity), -- internal
                text \(d.text) NOT NULL UNIQUE -- sorted k=v pairs, joined by commas; '' for none; ingest
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE run (
                id \(d.identity), -- internal; printed as RUN-id, never reused
                key \(d.text) NOT NULL UNIQUE, -- names the run for repeated uploads; ingest
                phase \(d.text) NOT NULL, -- life-cycle stage; ingest
                release \(d.text), -- version under test; ingest
                environment \(d.text), -- where it ran; ingest
                class_id \(d.integer) NOT NULL REFERENCES configuration_class (id), -- configuration class; ingest
                commit_id \(d.text), -- commit under test; ingest
                branch \(d.text), -- branch under test; ingest
                build_url \(d.text), -- page of the pipeline run; ingest
                started_at \(d.integer) NOT NULL, -- UTC ms, the earliest that an upload states; ingest
                started_from \(d.text) NOT NULL CHECK (started_from IN ('given', 'pipeline', 'report', 'ingest')),
                expected_shards \(d.integer) CHECK (expected_shards > 0) -- parts that make it whole; ingest
            )\(d.tableSuffix)
            """,
            "CREATE INDEX run_by_time ON run (phase, class_id, started_at, key)",
            """
            CREATE TABLE upload (
                id \(d.identity), -- internal
                run_id \(d.integer) NOT NULL REFERENCES run (id), -- the run it is a part of; ingest
                shard \(d.integer) NOT NULL CHECK (shard >= 0), -- part of the run from 1, 0 for an undivided run; ingest
                attempt \(d.integer) NOT NULL CHECK (attempt > 0), -- repetition of the pipeline job from 1; ingest
                digest \(d.text) NOT NULL, -- SHA-256 over the sorted digests of its files; ingest
                received_at \(d.integer) NOT NULL, -- UTC ms; ingest
                is_complete \(d.integer) NOT NULL CHECK (is_complete IN (0, 1)), -- 0 when any file was damaged; ingest
                masks_secrets \(d.integer) NOT NULL CHECK (masks_secrets IN (0, 1)), -- 0 after --no-mask; ingest
                results \(d.integer) NOT NULL CHECK (results >= 0), -- number of results; ingest
                rows_digest \(d.text) NOT NULL, -- SHA-256 over its stored results, checked by store verify; ingest
                program \(d.text) NOT NULL, -- version that wrote it; ingest
                UNIQUE (run_id, shard, attempt)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE source_file (
                upload_id \(d.integer) NOT NULL REFERENCES upload (id), -- the upload it came with; ingest
                ordinal \(d.integer) NOT NULL, -- position in the upload from 0; ingest
                path \(d.text) NOT NULL, -- as the user wrote it; ingest
                digest \(d.text), -- SHA-256 of its bytes, NULL when unreadable; ingest
                bytes \(d.integer) NOT NULL, -- size; ingest
                condition \(d.text) NOT NULL CHECK (condition IN ('complete', 'salvaged', 'rejected')), -- ingest
                cases \(d.integer) NOT NULL, -- test cases kept; ingest
                PRIMARY KEY (upload_id, ordinal)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE diagnostic (
                upload_id \(d.integer) NOT NULL REFERENCES upload (id), -- ingest
                ordinal \(d.integer) NOT NULL, -- position in the upload from 0; ingest
                severity \(d.text) NOT NULL CHECK (severity IN ('warning', 'error')), -- ingest
                code \(d.text) NOT NULL, -- stable identifier; ingest
                file \(d.text) NOT NULL, -- as the user wrote it; ingest
                line \(d.integer), -- from 1; ingest
                path \(d.text), -- place in the document; ingest
                message \(d.text) NOT NULL, -- ingest
                count \(d.integer) NOT NULL CHECK (count > 0), -- findings it stands for; ingest
                PRIMARY KEY (upload_id, ordinal)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE property (
                upload_id \(d.integer) NOT NULL REFERENCES upload (id), -- ingest
                suite \(d.text) NOT NULL, -- name of the suite; ingest
                name \(d.text) NOT NULL, -- ingest
                value \(d.text) NOT NULL -- ingest
            )\(d.tableSuffix)
            """,
            "CREATE INDEX property_by_upload ON property (upload_id)",
        ]
    }

    private static func tests(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE suite (
                id \(d.identity), -- internal
                parent_id \(d.integer) REFERENCES suite (id), -- enclosing suite, NULL at the top; ingest
                name \(d.text) NOT NULL -- as written; ingest
            )\(d.tableSuffix)
            """,
            "CREATE UNIQUE INDEX suite_by_name ON suite (coalesce(parent_id, 0), \(d.hashed("name")))",
            """
            CREATE TABLE test_group (
                id \(d.identity), -- internal
                suite_id \(d.integer) REFERENCES suite (id), -- NULL outside any suite; ingest
                class_name \(d.text) NOT NULL, -- as written; ingest
                file \(d.text) NOT NULL, -- relative source file, '' when none or absolute; ingest
                is_suite \(d.integer) NOT NULL CHECK (is_suite IN (0, 1)) -- 1 when its test stands for the suite itself; ingest
            )\(d.tableSuffix)
            """,
            """
            CREATE UNIQUE INDEX test_group_by_name
            ON test_group (coalesce(suite_id, 0), \(d.hashed("class_name")), \(d.hashed("file")), is_suite)
            """,
            "CREATE INDEX test_group_of_suites ON test_group (is_suite) WHERE is_suite = 1",
            """
            CREATE TABLE test_block (
                first_test_id \(d.integer) PRIMARY KEY, -- id of its first test; ids are sequential from 1; ingest
                tests \(d.text) NOT NULL, -- JSON array of [group id, name] in the order of ids; ingest
                keys \(d.blob) NOT NULL -- 12 bytes a test: identity hash and check, little endian; ingest
            )\(d.tableSuffix)
            """,
            testView(d),
        ]
    }

    /// Tests as rows.
    static func testView(_ d: Dialect) -> String {
        """
        CREATE VIEW test AS
        SELECT b.first_test_id + \(d.jsonKey("t")) AS id, \(d.jsonNumber("t", 0)) AS group_id,
            \(d.jsonText("t", 1)) AS name
        FROM test_block b
        CROSS JOIN \(d.jsonElements("b.tests", "t"))
        """
    }

    private static func results(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE test_set (
                id \(d.identity), -- internal
                digest \(d.text) NOT NULL UNIQUE, -- SHA-256 of tests; ingest
                tests \(d.text) NOT NULL -- JSON array of test ids, ascending; shared by runs of the same tests; ingest
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE result_block (
                block \(d.integer) NOT NULL, -- test id divided by 4096: results of one test lie in one block a run; ingest
                upload_id \(d.integer) NOT NULL REFERENCES upload (id), -- ingest
                test_set_id \(d.integer) NOT NULL REFERENCES test_set (id), -- which tests, in order; ingest
                outcomes \(d.text) NOT NULL, -- a letter a test: P F E S K(flaky) U(nknown), lower case for a failed suite; ingest
                durations \(d.blob) NOT NULL, -- 4 bytes a test: microseconds, from 2^31 on milliseconds, all ones unknown; ingest
                PRIMARY KEY (block, upload_id)
            )\(d.tableSuffix)
            """,
            "CREATE INDEX result_block_by_upload ON result_block (upload_id)",
            """
            CREATE VIEW result AS
            SELECT u.run_id AS run_id, b.upload_id AS upload_id, u.attempt AS attempt, \(d.jsonValue("t")) AS test_id,
                substr(b.outcomes, CAST(\(d.jsonKey("t")) AS integer) + 1, 1) AS outcome,
                \(d.milliseconds("b.durations", d.jsonKey("t"))) AS milliseconds
            FROM result_block b
            JOIN upload u ON u.id = b.upload_id
            JOIN test_set s ON s.id = b.test_set_id
            CROSS JOIN \(d.jsonElements("s.tests", "t"))
            """,
        ]
    }

    private static func occurrences(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE signature (
                id \(d.identity), -- internal
                key \(d.text) NOT NULL, -- 32 hexadecimal digits; triage
                algorithm \(d.text) NOT NULL, -- name and version that made the key; triage
                title \(d.text) NOT NULL, -- what people read; triage
                UNIQUE (key, algorithm)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE text (
                id \(d.identity), -- internal
                digest \(d.blob) NOT NULL UNIQUE, -- 128-bit hash of body, 16 bytes; ingest
                body \(d.text) NOT NULL -- message, details or output, secrets masked; ingest
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE occurrence (
                id \(d.identity), -- internal
                upload_id \(d.integer) NOT NULL REFERENCES upload (id), -- ingest
                test_id \(d.integer) NOT NULL, -- ingest
                ordinal \(d.integer) NOT NULL, -- failing observation of the test in this upload from 0; ingest
                kind \(d.text) NOT NULL, -- failure, error, flakyFailure, flakyError, rerunFailure, rerunError; ingest
                decides \(d.integer) NOT NULL CHECK (decides IN (0, 1)), -- 1 when it belongs to a failed verdict; ingest
                signature_id \(d.integer) NOT NULL REFERENCES signature (id), -- triage
                type \(d.text) NOT NULL, -- exception or failure type as written; ingest
                message_id \(d.integer) REFERENCES text (id), -- ingest
                details_id \(d.integer) REFERENCES text (id), -- ingest
                output_id \(d.integer) REFERENCES text (id), -- standard output and error of the test; ingest
                line \(d.integer) -- source line as written, from 1; ingest
            )\(d.tableSuffix)
            """,
            "CREATE INDEX occurrence_by_upload ON occurrence (upload_id)",
            "CREATE INDEX occurrence_by_signature ON occurrence (signature_id, upload_id)",
        ]
    }

    private static func incidents(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE incident (
                id \(d.identity), -- internal
                number \(d.integer) NOT NULL UNIQUE, -- printed as INC-number, never reused; fold
                signature_id \(d.integer) NOT NULL REFERENCES signature (id), -- fold
                phase \(d.text) NOT NULL, -- fold
                class_id \(d.integer) NOT NULL REFERENCES configuration_class (id), -- fold
                episode \(d.integer) NOT NULL CHECK (episode > 0), -- of this key, from 1; fold
                state \(d.text) NOT NULL CHECK (state IN ('open', 'intermittent', 'restored', 'closed')), -- fold
                opened_run_id \(d.integer) NOT NULL REFERENCES run (id), -- first failing run; fold
                last_good_run_id \(d.integer) REFERENCES run (id), -- last run before it that passed its tests; fold
                last_failed_run_id \(d.integer) NOT NULL REFERENCES run (id), -- fold
                restored_run_id \(d.integer) REFERENCES run (id), -- run whose passes restored it; fold
                restored_at \(d.integer), -- UTC ms of that run; fold
                reopen_count \(d.integer) NOT NULL CHECK (reopen_count >= 0), -- fold
                occurrences \(d.integer) NOT NULL CHECK (occurrences > 0), -- failing tests summed over its runs; fold
                failed_runs \(d.integer) NOT NULL CHECK (failed_runs > 0), -- fold
                quiet_runs \(d.integer) NOT NULL CHECK (quiet_runs >= 0), -- exercised runs without it since; fold
                UNIQUE (signature_id, phase, class_id, episode)
            )\(d.tableSuffix)
            """,
            "CREATE INDEX incident_by_state ON incident (phase, class_id, state, quiet_runs, restored_at)",
            """
            CREATE TABLE incident_test (
                incident_id \(d.integer) NOT NULL REFERENCES incident (id), -- fold
                test_id \(d.integer) NOT NULL, -- fold
                is_passing \(d.integer) NOT NULL CHECK (is_passing IN (0, 1)), -- 1 once it passed after its last failure; fold
                PRIMARY KEY (incident_id, test_id)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE event (
                id \(d.identity), -- internal
                incident_id \(d.integer) NOT NULL REFERENCES incident (id), -- subject; fold
                ordinal \(d.integer) NOT NULL, -- of the incident, from 0; fold
                at \(d.integer) NOT NULL, -- UTC ms, when the evidence happened; fold
                actor \(d.text) NOT NULL, -- 'auto' or who decided; fold
                rule \(d.text) NOT NULL, -- identifier of the rule; fold
                run_id \(d.integer) NOT NULL REFERENCES run (id), -- evidence; fold
                from_state \(d.text), -- NULL at birth; fold
                to_state \(d.text) NOT NULL, -- fold
                UNIQUE (incident_id, ordinal)
            )\(d.tableSuffix)
            """,
            "CREATE INDEX event_by_run ON event (run_id)",
        ]
    }
}
