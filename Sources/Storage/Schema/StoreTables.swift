// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The tables of a store, for what looks at all of them.
package struct StoreTables {
    /// Each after those that it refers to.
    package static let all = [
        "store_info", "configuration_class", "item_group", "item", "reading", "snapshot", "snapshot_group", "run",
        "lineage", "upload", "source_file", "diagnostic", "property", "suite", "test_group", "test_block", "test_set",
        "result_block", "signature", "text", "occurrence", "evidence", "sighting", "membership", "decision",
        "decision_signature", "rule_match", "issue", "incident", "incident_test", "incident_line", "event",
        "incident_alias", "article", "asset", "asset_edge", "baseline", "baseline_event", "baseline_suite", "drift_set",
        "drift", "change_request", "change_event", "commit_note", "gate_document", "gate_evaluation", "gate_block",
        "waiver", "waiver_event", "phase_event",
    ]

    /// What a store makes from the others, and no copy takes along.
    private static let derived: Set<String> = ["cluster_image"]

    package enum Kind: Sendable { case integer, text, blob }

    package struct Column: Sendable {
        package let name: String
        package let kind: Kind
    }

    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Whether no table holds anything but what a new store is born with.
    package func isEmpty() throws -> Bool {
        try Self.all.allSatisfy { name in
            try name == "store_info" || connection.number("SELECT count(*) FROM \(raw: "\"\(name)\"")") == 0
        }
    }

    /// Names of the tables that are there, sorted, without those that are made from others.
    package func names() throws -> [String] {
        try connection.query("\(raw: connection.dialect.tables)") { $0.text(0) }.filter { !Self.derived.contains($0) }
    }

    /// How many rows a table has.
    package func count(of table: String) throws -> Int64 {
        try connection.number("SELECT count(*) FROM \(raw: "\"\(table)\"")")
    }

    /// The columns of a table in their order.
    package func columns(of table: String) throws -> [Column] {
        try connection.query("\(raw: connection.dialect.columns(table))") { row in
            let type = row.text(1).lowercased()
            let kind: Kind = ["integer", "bigint"].contains(type) ? .integer : type == "text" ? .text : .blob
            return Column(name: row.text(0), kind: kind)
        }
    }
}
