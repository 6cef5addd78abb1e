// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Decisions of gates with all they were made of, and waivers.
    static let gates = Migration(version: 7, name: "gates") { d in
        [
            """
            CREATE TABLE gate_document (
                digest \(d.text) PRIMARY KEY, -- SHA-256 of the text; gate
                body \(d.text) NOT NULL -- as JSON: evidence, or a policy; gate
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE gate_evaluation (
                id \(d.identity), -- internal
                number \(d.integer) NOT NULL UNIQUE, -- printed as GATE-number, never reused; gate
                phase \(d.text) NOT NULL, -- gate
                release \(d.text), -- NULL for any; gate
                at \(d.integer) NOT NULL, -- UTC ms; gate
                actor \(d.text) NOT NULL, -- who asked; gate
                outcome \(d.text) NOT NULL CHECK (outcome IN ('GO', 'CONDITIONAL_GO', 'NO_GO', 'UNDECIDED')), -- gate
                candidate \(d.text), -- commit, NULL where no run says; gate
                policy_digest \(d.text) NOT NULL REFERENCES gate_document (digest), -- gate
                evidence_digest \(d.text) NOT NULL REFERENCES gate_document (digest), -- gate
                verdict_digest \(d.text) NOT NULL -- SHA-256 of the verdict as JSON; gate
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE waiver (
                id \(d.identity), -- internal
                number \(d.integer) NOT NULL UNIQUE, -- printed as WVR-number, never reused; command
                rule \(d.text) NOT NULL, -- such as G05; command
                subject \(d.text) NOT NULL, -- exactly one thing, such as ISS-3; command
                phase \(d.text) NOT NULL, -- command
                release \(d.text), -- NULL where runs name none; command
                reason \(d.text) NOT NULL, -- command
                risk \(d.text) NOT NULL, -- command
                owner \(d.text) NOT NULL, -- command
                compensation \(d.text), -- what is done meanwhile; command
                requester \(d.text) NOT NULL, -- command
                requested_at \(d.integer) NOT NULL, -- UTC ms; command
                expires \(d.integer) NOT NULL, -- UTC ms; command
                accepted_permille \(d.integer) -- share of failing trials that is borne, NULL for any; command
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE waiver_event (
                waiver_id \(d.integer) NOT NULL REFERENCES waiver (id), -- command
                ordinal \(d.integer) NOT NULL, -- from 0; command
                at \(d.integer) NOT NULL, -- UTC ms; command
                actor \(d.text) NOT NULL, -- command
                verb \(d.text) NOT NULL CHECK (verb IN ('approve', 'refuse', 'revoke')), -- command
                reason \(d.text) NOT NULL, -- as they said; command
                PRIMARY KEY (waiver_id, ordinal)
            )\(d.tableSuffix)
            """,
            """
            ALTER TABLE baseline
            ADD COLUMN -- SHA-256 of the gate policy that was in force at its approval, NULL unknown; command
                policy_digest \(d.text)
            """,
        ]
    }
}
