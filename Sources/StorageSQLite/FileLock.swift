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

/// A lock among processes on one machine: the kernel releases it when its holder dies.
final class FileLock: Sendable {
    private let descriptor: CInt
    private let path: String
    private let timeoutSeconds: Double
    /// Whether it does not write who holds it.
    private let leavesNoName: Bool

    /// - Throws: `StorageError` when the lock file can be neither opened nor made.
    init(path: String, timeoutSeconds: Double, leavesNoName: Bool = false) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno)).lowercased()
            let kind: StorageError.Kind =
                [EROFS, EACCES, EPERM].contains(errno)
                ? .readOnly : [ENOSPC, EDQUOT].contains(errno) ? .full : .unexpected
            throw StorageError(kind, "cannot open \(path): \(reason)", hint: "the folder of the store must be writable")
        }
        self.path = path
        self.timeoutSeconds = timeoutSeconds
        self.leavesNoName = leavesNoName
    }

    deinit {
        close(descriptor)
    }

    /// Runs `body` while this process holds the lock.
    ///
    /// - Throws: `StorageError` of the kind `locked` when others hold it for longer than the time-out.
    func holding<Value>(_ body: () throws -> Value) throws -> Value {
        var waited = 0.0
        var pause: UInt32 = 500
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw StorageError(.unexpected, "cannot lock \(path): \(String(cString: strerror(errno)).lowercased())")
            }
            guard waited < timeoutSeconds else {
                throw StorageError(
                    .locked, "another process has held the store for \(Int(timeoutSeconds)) s\(holder())",
                    hint: "try again, or wait longer with --lock-timeout")
            }
            usleep(pause)
            waited += Double(pause) / 1_000_000
            pause = min(pause * 2, 20_000)
        }
        defer { flock(descriptor, LOCK_UN) }
        if !leavesNoName { writeHolder() }
        return try body()
    }

    private func writeHolder() {
        let text = "\(getpid())\n"
        _ = ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    private func holder() -> String {
        var buffer = [CChar](repeating: 0, count: 32)
        guard pread(descriptor, &buffer, 31, 0) > 0 else { return "" }
        let text = String(decoding: buffer.prefix { $0 > 10 }.map(UInt8.init), as: UTF8.self)
        // Whoever wrote it may be gone, while another one that leaves no name holds it.
        guard let process = pid_t(text), process > 0, kill(process, 0) == 0 || errno == EPERM else { return "" }
        return " (process \(text))"
    }
}
