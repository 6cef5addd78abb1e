// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage

private struct DryRunIsOver: Error {}

extension StoreDriver {
    /// Runs `body` in a transaction that leaves no trace if it is a dry run; answers what it made either way.
    func write<Value>(isDryRun: Bool, _ body: (any StoreConnection) throws -> Value) throws -> Value {
        guard isDryRun else { return try write(body) }
        var value: Value?
        do {
            try write { connection in
                value = try body(connection)
                throw DryRunIsOver()
            }
        } catch is DryRunIsOver where value != nil {}
        guard let value else { throw DryRunIsOver() }
        return value
    }
}
