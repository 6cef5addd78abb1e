// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Keeps the image of what the clustering had found up to a run.
///
/// It holds nothing that evidence does not say; a store without one is as good, and slower.
package struct ClusterImageRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    package struct Stored: Sendable {
        /// It knows every signature of runs before this moment, and none of later ones.
        package let before: Run.Moment
        package let signatures: Int
        package let program: String

        package init(before: Run.Moment, signatures: Int, program: String) {
            self.before = before
            self.signatures = signatures
            self.program = program
        }
    }

    /// The image without its bytes; nil for none.
    package func stored() throws -> Stored? {
        try connection.first("SELECT before_at, before_key, signatures, program FROM cluster_image") { row in
            Stored(
                before: Run.Moment(at: row.integer(0), key: row.text(1)), signatures: Int(row.integer(2)),
                program: row.text(3))
        }
    }

    /// Calls `body` with the bytes.
    package func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Value) throws -> Value? {
        try connection.first("SELECT body FROM cluster_image") { try $0.withBytes(0, body) }
    }

    package func save(_ image: Stored, _ bytes: [UInt8]) throws {
        try connection.execute(
            """
            INSERT INTO cluster_image (id, before_at, before_key, signatures, program, body)
            VALUES (1, \(image.before.at), \(image.before.key), \(image.signatures), \(image.program), \(bytes))
            ON CONFLICT (id) DO UPDATE
            SET before_at = excluded.before_at, before_key = excluded.before_key, signatures = excluded.signatures,
                program = excluded.program, body = excluded.body
            """)
    }

    /// Forgets the image if it knows of runs at a moment or after it; in any case for nil.
    package func forget(from moment: Run.Moment?) throws {
        guard let stored = try stored() else { return }
        if let moment, stored.before <= moment { return }
        try connection.execute("DELETE FROM cluster_image")
    }
}
