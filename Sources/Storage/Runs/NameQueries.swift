// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads which names evidence and decisions brought into a store: what a filter can ask for.
package struct NameQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Phases of runs, baselines, gates, waivers and events, sorted.
    package func phases() throws -> [String] {
        try connection.query(
            """
            SELECT phase FROM run
            UNION SELECT phase FROM baseline
            UNION SELECT phase FROM gate_evaluation
            UNION SELECT phase FROM waiver
            UNION SELECT phase FROM phase_event
            ORDER BY 1
            """
        ) { $0.text(0) }
    }

    /// Releases of runs, gates, waivers and events, sorted.
    package func releases() throws -> [String] {
        try connection.query(
            """
            SELECT release FROM run WHERE release IS NOT NULL
            UNION SELECT release FROM gate_evaluation WHERE release IS NOT NULL
            UNION SELECT release FROM waiver WHERE release IS NOT NULL
            UNION SELECT release FROM phase_event
            ORDER BY 1
            """
        ) { $0.text(0) }
    }

    /// Branches of runs, sorted.
    package func branches() throws -> [String] {
        try connection.query("SELECT DISTINCT branch FROM run WHERE branch IS NOT NULL ORDER BY branch") { $0.text(0) }
    }

    /// Configuration classes, sorted by their texts.
    package func classes() throws -> [ConfigurationClass] {
        try connection.query("SELECT text FROM configuration_class ORDER BY text") {
            ConfigurationClass(stored: $0.text(0))
        }
    }

    /// Who was ever made the owner of an issue, sorted.
    package func owners() throws -> [String] {
        try connection.query(
            "SELECT DISTINCT value FROM decision WHERE kind = 'assign' AND value IS NOT NULL ORDER BY value"
        ) { $0.text(0) }
    }
}
