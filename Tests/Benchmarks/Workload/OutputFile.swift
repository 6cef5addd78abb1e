// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file that is written once, front to back, through one buffer.
///
/// The descriptor is closed when the value ends; `finish` reports what the file
/// system refused.
struct OutputFile: ~Copyable {
    private let descriptor: CInt
    private let path: String
    private var buffer: ByteText
    /// Bytes handed over so far.
    private(set) var size: Int

    private static let capacity = 1 << 20

    /// Creates the file and the folders above it.
    ///
    /// - Throws: `BenchError.file` when it exists already or cannot be made.
    init(creating path: URL) throws {
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        let opened = open(path.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw BenchError.file(path.path, errno) }
        descriptor = opened
        self.path = path.path
        size = 0
        buffer = []
        buffer.reserveCapacity(Self.capacity + (1 << 16))
    }

    deinit {
        close(descriptor)
    }

    mutating func write(_ text: String) throws {
        buffer.write(text)
        try settle()
    }

    mutating func write(_ bytes: ByteText) throws {
        buffer.append(contentsOf: bytes)
        try settle()
    }

    /// Writes what is still in the buffer.
    mutating func finish() throws {
        try drain()
    }

    private mutating func settle() throws {
        if buffer.count >= Self.capacity {
            try drain()
        }
    }

    private mutating func drain() throws {
        var start = 0
        while start < buffer.count {
            let written = buffer.withUnsafeBytes { bytes in
                Foundation.write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw BenchError.file(path, errno)
            }
            start += written
        }
        size += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}
