// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Why the store did not do what it was asked; carries SQL text, never bound values.
package struct StorageError: Error, Sendable {
    package enum Kind: String, Sendable {
        /// There is no store at the place.
        case missing
        /// Another process holds the lock for longer than the time-out.
        case locked
        /// The file is no store, or its content is damaged.
        case damaged
        /// Made by a newer version of this program.
        case newer
        case readOnly = "read-only"
        /// No space, a quota, or a file size limit.
        case full
        /// No server answers.
        case unreachable
        /// The server refuses the user, or what the user wants.
        case denied
        case unexpected
    }

    package let kind: Kind
    package let message: String
    package let hint: String?
    package let sql: String?

    package init(_ kind: Kind, _ message: String, hint: String? = nil, sql: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
        self.sql = sql
    }
}
