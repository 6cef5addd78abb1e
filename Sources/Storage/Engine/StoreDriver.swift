// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// An engine that keeps a store; a use case is one transaction.
package protocol StoreDriver: Sendable {
    /// Runs `body` on a consistent view.
    func read<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value

    /// Runs `body` in a transaction that is durable when this returns, and leaves no trace when it throws.
    func write<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value

    /// Where the store is, for messages; never holds a password.
    var location: String { get }
}

/// A transaction at work; valid during the call that hands it out.
package protocol StoreConnection {
    var dialect: Dialect { get }

    /// Runs a statement for its effect.
    func execute(_ statement: SQLText) throws

    /// Runs a query and hands out every row.
    func each(_ statement: SQLText, _ take: (any StoreRow) throws -> Void) throws

    /// Inserts many rows in one go; the fastest way that the engine has.
    ///
    /// - Parameter bind: binds the columns of row `index`, from 0, in order.
    func insert(into table: String, columns: [String], count: Int, bind: (_ index: Int, any StoreBinder) throws -> Void)
        throws

    /// Runs a statement for each of many rows of values; it is prepared once.
    ///
    /// - Parameters:
    ///   - statement: Has the places `$1`, `$2` and so on, which first appear in this order.
    ///   - bind: binds the values of row `index`, from 0, in order.
    ///   - take: hears of each row that is answered, and for which row of values.
    func run(
        _ statement: String, count: Int, bind: (_ index: Int, any StoreBinder) throws -> Void,
        _ take: (_ index: Int, any StoreRow) throws -> Void
    ) throws

    /// Looks up many rows by a unique column in one go.
    ///
    /// - Parameter bind: binds the wanted value `index`, from 0.
    /// - Parameter found: hears of the `id` of each row that exists.
    func find(
        in table: String, by column: String, count: Int, bind: (_ index: Int, any StoreBinder) -> Void,
        found: (_ index: Int, _ id: Int64) -> Void
    ) throws
}

extension StoreConnection {
    /// Runs a query and reads every row.
    @inline(__always)
    package func query<Value>(_ statement: SQLText, _ read: (any StoreRow) throws -> Value) throws -> [Value] {
        try values(self, statement, read)
    }

    /// Runs a statement for the effect that it has for each of many rows of values.
    package func run(_ statement: String, count: Int, bind: (_ index: Int, any StoreBinder) throws -> Void) throws {
        try run(statement, count: count, bind: bind) { _, _ in }
    }

    /// The first row, if any.
    package func first<Value>(_ statement: SQLText, _ read: (any StoreRow) throws -> Value) throws -> Value? {
        try query(statement, read).first
    }

    /// A number that a statement certainly answers, such as a count or a new id.
    package func number(_ statement: SQLText) throws -> Int64 {
        guard let value = try first(statement, { $0.integer(0) }) else {
            throw StorageError(.unexpected, "a statement answered no row", sql: statement.text)
        }
        return value
    }
}

/// Not a method, so that the compiler makes one for each kind of value and asks the runtime for none: an answer may have
/// thousands of rows.
private func values<Value>(
    _ connection: any StoreConnection, _ statement: SQLText, _ read: (any StoreRow) throws -> Value
) throws -> [Value] {
    var values: [Value] = []
    try connection.each(statement) { values.append(try read($0)) }
    return values
}

/// A row of an answer, by the position of its columns from 0.
package protocol StoreRow {
    func integer(_ column: Int) -> Int64
    func optionalInteger(_ column: Int) -> Int64?
    func text(_ column: Int) -> String
    func optionalText(_ column: Int) -> String?
    /// Borrowed bytes of a text or blob, valid during the call.
    func withBytes<Value>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value
}

/// Takes the values of one row, from the first column on.
package protocol StoreBinder {
    func integer(_ value: Int64)
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
    func blob(_ bytes: UnsafeBufferPointer<UInt8>)
    func null()
}

extension StoreBinder {
    package func text(_ value: String) {
        var value = value
        value.withUTF8 { text($0) }
    }

    package func blob(_ value: [UInt8]) { value.withUnsafeBufferPointer { blob($0) } }

    package func optional(_ value: Int64?) {
        if let value { integer(value) } else { null() }
    }

    package func optional(_ value: String?) {
        if let value { text(value) } else { null() }
    }
}
