// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

    import CLibPQ
    import Storage

    /// Addresses of servers as people may see them.
    enum PostgresAddress {
        /// Without the password, and without what other options hold.
        ///
        /// - Throws: `StorageError` for an address that cannot be read, or in which a sign stands that belongs to a password:
        ///   then nothing of it is shown.
        static func harmless(_ address: String) throws -> String {
            var error: UnsafeMutablePointer<CChar>?
            defer { PQfreemem(error) }
            guard let options = PQconninfoParse(address, &error) else { throw unreadable }
            defer { PQconninfoFree(options) }
            var found: [String: String] = [:]
            var option = options
            while let keyword = option.pointee.keyword {
                if let value = option.pointee.val { found[String(cString: keyword)] = String(cString: value) }
                option += 1
            }
            let host = found["host"] ?? found["hostaddr"] ?? ""
            let (port, database) = (found["port"] ?? "", found["dbname"] ?? "")
            guard !host.contains("@"), !database.contains("@"), !database.contains("://"),
                port.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "," })
            else { throw unreadable }
            let user = found["user"].map { "\($0)@" } ?? ""
            return "postgresql://\(user)\(host)\(port.isEmpty ? "" : ":\(port)")/\(database)"
        }

        private static var unreadable: StorageError {
            StorageError(
                .unreachable, "the address of the store cannot be read",
                hint: "write signs of a password such as @ / % as %40 %2F %25, or give it with PGPASSWORD")
        }
    }
#endif
