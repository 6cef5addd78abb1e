// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files that are wholly there or not at all.
enum DurableFile {
    /// Gives a finished file its name, which must be free; durable when this returns.
    ///
    /// - Throws: `StorageError` when the file cannot be flushed, or the name is taken.
    static func publish(_ partial: String, as path: String) throws {
        try flush(partial)
        guard link(partial, path) == 0 else {
            if errno == EEXIST { throw StorageError(.readOnly, "\(path) exists", hint: "name a new file") }
            throw failure(path)
        }
        try flush(path.lastIndex(of: "/").map { String(path[..<$0]) + "/" } ?? ".")
    }

    private static func flush(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> StorageError {
        StorageError(.full, "\(path) cannot be written: \(String(cString: strerror(errno)).lowercased())")
    }
}
