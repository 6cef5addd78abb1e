// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

    import CLibPQ

    /// Addresses of servers as people may see them.
    package enum PostgresAddress {
        /// Without the password, and without what other options hold.
        package static func harmless(_ address: String) -> String {
            var error: UnsafeMutablePointer<CChar>?
            guard let options = PQconninfoParse(address, &error) else {
                PQfreemem(error)
                return "postgresql://(an address that cannot be read)"
            }
            defer { PQconninfoFree(options) }
            var found: [String: String] = [:]
            var option = options
            while let keyword = option.pointee.keyword {
                if let value = option.pointee.val { found[String(cString: keyword)] = String(cString: value) }
                option += 1
            }
            let user = found["user"].map { "\($0)@" } ?? ""
            let port = found["port"].map { ":\($0)" } ?? ""
            return "postgresql://\(user)\(found["host"] ?? found["hostaddr"] ?? "")\(port)/\(found["dbname"] ?? "")"
        }
    }
#endif
