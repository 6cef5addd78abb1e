// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

    import CLibPQ
    import Storage

    /// A failure of the server or of the way to it; carries no value that was bound.
    struct PostgresFault: Error {
        /// Five characters of the SQL standard; nil where no server answered.
        let state: String?
        /// The first line of what the server or the library says.
        let message: String
        let sql: String?

        /// Whether the same transaction may succeed when it is tried again.
        var isTransient: Bool { state == "40001" || state == "40P01" }

        /// Whether the way to the server is lost.
        var isLost: Bool {
            guard let state else { return true }
            return state.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains(state)
        }

        /// Whether two programs made the same at once: one of them may simply look again.
        var isRace: Bool { isTransient || ["23505", "42P06", "42P07", "42710", "XX000"].contains(state ?? "") }

        /// Whether there is no table, or no schema, of that name.
        var isMissing: Bool { state == "42P01" || state == "3F000" }

        /// In words for people.
        func storageError(_ location: String) -> StorageError {
            switch state {
            case nil: Self.unreachable(message, location)
            case let state? where state.hasPrefix("28"):
                StorageError(
                    .denied, "the server of \(location) refuses the user: \(message)",
                    hint: "give the password with PGPASSWORD or a .pgpass file, and check the user")
            case "3D000":
                StorageError(
                    .missing, "the database of \(location) does not exist",
                    hint: "createdb makes one; exitgate makes the tables")
            case "42501":
                StorageError(
                    .denied, "the user of \(location) has no right to do this: \(message)",
                    hint: "exitgate store grants prints what a role needs; exitgate store migrate needs the owner")
            case "42P01", "3F000":
                StorageError(.missing, "there is no store at \(location)", hint: "exitgate ingest makes one")
            case "55P03", "40001", "40P01":
                StorageError(.locked, "another program holds \(location)", hint: "try again, or raise --lock-timeout")
            case "53300":
                StorageError(.locked, "the server of \(location) takes no more connections", hint: "try again later")
            case "53100", "53200", "53400":
                StorageError(
                    .full, "the server of \(location) has no space or memory left; nothing was stored",
                    hint: "free space and repeat the command")
            case "57014":
                StorageError(
                    .locked, "a statement took too long at \(location)", hint: "try again when the server is less busy")
            case "25006":
                StorageError(.readOnly, "\(location) only reads", hint: "name the server that takes writes")
            case let state? where state.hasPrefix("08") || state.hasPrefix("57P"): Self.unreachable(message, location)
            default: StorageError(.unexpected, "the server of \(location) says: \(message)", sql: sql)
            }
        }

        private static func unreachable(_ message: String, _ location: String) -> StorageError {
            StorageError(
                .unreachable, "no server answers at \(location): \(message)",
                hint: "check the address and that the server runs; repeat the command")
        }
    }

    extension PostgresFault {
        /// What a connection that failed says. A server that refuses names no state then, so its words are all there is.
        init(connecting text: String) {
            let line = Self.firstLine(text)
            let states = [
                ("password authentication failed", "28P01"), ("no password supplied", "28P01"),
                ("authentication failed", "28000"), ("no pg_hba.conf entry", "28000"),
                ("role \"", "28000"), ("permission denied for database", "42501"), ("database \"", "3D000"),
                ("too many clients", "53300"), ("remaining connection slots", "53300"),
                ("the database system is", "57P03"),
            ]
            self.init(state: states.first { line.contains($0.0) }?.1, message: line, sql: nil)
        }

        static func firstLine(_ text: String) -> String {
            let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no reason is given"
            for prefix in ["ERROR:  ", "FATAL:  "] where line.hasPrefix(prefix) {
                return String(line.dropFirst(prefix.count))
            }
            return line
        }
    }
#endif
