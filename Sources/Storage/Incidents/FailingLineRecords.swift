// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Keeps the failing lines of incidents that have several; of most the incident itself tells the only one.
package struct FailingLineRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// The lines of an incident in the order of their runs; none where it has but one.
    package func lines(of incident: Int64) throws -> [Incident.FailingLine] {
        try lines(ofThoseWhere: "i.id = \(incident)")[incident] ?? []
    }

    /// - Parameter condition: About a row `i` of `incident`.
    func lines(ofThoseWhere condition: SQLText) throws -> [Int64: [Incident.FailingLine]] {
        var found: [Int64: [Incident.FailingLine]] = [:]
        try connection.each(condition.following(Self.selection, order: "i.id, r.started_at, r.key")) { row in
            found[row.integer(0), default: []].append(
                Incident.FailingLine(
                    run: Incident.RunReference(id: row.integer(1), startedAt: row.integer(2)),
                    branch: row.optionalText(3), broken: Set(row.text(4).split(separator: ",").compactMap { Int64($0) })
                ))
        }
        return found
    }

    /// Writes the lines of a new incident; one alone is not written.
    func insert(_ lines: [Incident.FailingLine], of incident: Int64) throws {
        guard lines.count > 1 else { return }
        let columns = ["incident_id", "run_id", "tests"]
        try connection.insert(into: "incident_line", columns: columns, count: lines.count) { index, row in
            row.integer(incident)
            row.integer(lines[index].run.id)
            row.text(lines[index].broken.sorted().map(String.init).joined(separator: ","))
        }
    }

    /// Writes what became of the lines of an incident.
    ///
    /// - Parameter before: As they are stored.
    func update(
        _ before: [Incident.FailingLine], to lines: [Incident.FailingLine], of incident: Int64
    ) throws {
        guard before != lines else { return }
        if before.count > 1 { try remove(of: incident) }
        try insert(lines, of: incident)
    }

    func remove(of incident: Int64) throws {
        try connection.execute("DELETE FROM incident_line WHERE incident_id = \(incident)")
    }

    private static let selection = """
        SELECT i.id, l.run_id, r.started_at, r.branch, l.tests
        FROM incident i
        JOIN incident_line l ON l.incident_id = i.id
        JOIN run r ON r.id = l.run_id
        WHERE
        """
}
