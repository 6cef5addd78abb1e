// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Texts whose body was taken out to save room.
    static let retention = Migration(version: 9, name: "retention") { d in
        [
            """
            ALTER TABLE text
            ADD COLUMN -- UTC ms when its body was taken out, NULL while it is there; prune
                pruned_at \(d.integer)
            """
        ]
    }
}
