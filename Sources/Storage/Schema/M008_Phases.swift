// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// What people did with phases of releases.
    static let phases = Migration(version: 8, name: "phases") { d in
        [
            """
            CREATE TABLE phase_event (
                release \(d.text) NOT NULL, -- command
                phase \(d.text) NOT NULL, -- command
                ordinal \(d.integer) NOT NULL, -- from 0; command
                at \(d.integer) NOT NULL, -- UTC ms; command
                actor \(d.text) NOT NULL, -- command
                verb \(d.text) NOT NULL CHECK (verb IN ('enter', 'sign-off')), -- command
                reason \(d.text) NOT NULL, -- as they said; command
                is_forced \(d.integer) NOT NULL CHECK (is_forced IN (0, 1)), -- 1 against its entry criteria; command
                PRIMARY KEY (release, phase, ordinal)
            )\(d.tableSuffix)
            """
        ]
    }
}
