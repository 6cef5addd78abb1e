// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

    /// What roles need, as statements for `psql`.
    package enum PostgresGrants {
        /// - Parameters:
        ///   - project: Whose schema it is about.
        ///   - owner: The role that makes and migrates the tables.
        ///   - writer: The least that an ingest needs.
        ///   - reader: The least that reports need.
        package static func text(project: String, owner: String, writer: String, reader: String) -> String {
            let schema = PostgresSession.quoted(PostgresSchema.name(ofProject: project))
            let names = [owner, writer, reader].map(PostgresSession.quoted)
            return """
                -- Roles of the project \(project.replacing("\n", with: " ")); run by whoever may make roles, in the database of the store.
                -- \(owner) makes and migrates the tables: exitgate store migrate. \(writer) ingests and decides. \(reader) only reads.
                DO $$
                BEGIN
                    \(names.map { "IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = \(literal($0))) THEN CREATE ROLE \($0) LOGIN; END IF;" }.joined(separator: "\n    "))
                END
                $$;
                CREATE SCHEMA IF NOT EXISTS \(schema) AUTHORIZATION \(names[0]);
                GRANT USAGE ON SCHEMA \(schema) TO \(names[1]), \(names[2]);
                GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(schema) TO \(names[1]);
                GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA \(schema) TO \(names[1]);
                GRANT SELECT ON ALL TABLES IN SCHEMA \(schema) TO \(names[2]);
                ALTER DEFAULT PRIVILEGES FOR ROLE \(names[0]) IN SCHEMA \(schema)
                    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO \(names[1]);
                ALTER DEFAULT PRIVILEGES FOR ROLE \(names[0]) IN SCHEMA \(schema) GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO \(names[1]);
                ALTER DEFAULT PRIVILEGES FOR ROLE \(names[0]) IN SCHEMA \(schema) GRANT SELECT ON TABLES TO \(names[2]);
                """
        }

        /// A quoted name as a literal.
        private static func literal(_ quoted: String) -> String {
            let name = quoted.dropFirst().dropLast().replacing("\"\"", with: "\"")
            return "'\(name.replacing("'", with: "''"))'"
        }
    }
#endif
