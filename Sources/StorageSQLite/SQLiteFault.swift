// Exitgate
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Storage

/// Turns the codes of SQLite into words.
enum SQLiteFault {
    static func storageError(_ error: any Error, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let sql = error.sql
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return StorageError(.locked, "another program holds \(path)", hint: "try again", sql: sql)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            return StorageError(
                .damaged, "\(path) is damaged or no store", hint: "exitgate store verify says what; restore a backup",
                sql: sql)
        case .SQLITE_FULL:
            return StorageError(
                .full, "no space is left for \(path); nothing was stored", hint: "free space and repeat the command",
                sql: sql)
        case .SQLITE_IOERR:
            return StorageError(
                .full,
                "\(path) cannot be read or written: \(error.message ?? "input or output error"); nothing was stored",
                hint: "check the disk, its quota and limits, and repeat the command", sql: sql)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            return StorageError(
                .readOnly, "\(path) cannot be opened for this: \(error.message ?? "no permission")",
                hint: "check the permissions of the file and its folder", sql: sql)
        default:
            return StorageError(.unexpected, error.message ?? "SQLite reports \(error.resultCode)", sql: sql)
        }
    }
}
