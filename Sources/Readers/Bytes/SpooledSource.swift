// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The standard input, kept in an unlinked temporary file because a malformed report is read twice.
package struct SpooledSource: ByteSource, ~Copyable {
    private let descriptor: CInt
    private let limits: ReaderLimits
    private var isSpooling = true
    private var total = 0

    /// - Throws: `SourceError` with the code `unreadable` when no temporary file can be made.
    package init(limits: ReaderLimits) throws(SourceError) {
        let descriptor = TemporaryFile.open()
        guard descriptor >= 0 else {
            throw SourceError(
                "unreadable", "no temporary file can be made in \(TemporaryFile.folder): \(systemMessage())")
        }
        self.descriptor = descriptor
        self.limits = limits
    }

    deinit {
        close(descriptor)
    }

    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        let count = retrying { [descriptor, isSpooling] in
            systemRead(isSpooling ? 0 : descriptor, buffer.baseAddress, buffer.count)
        }
        guard count >= 0 else { throw SourceError("unreadable", "cannot be read: \(systemMessage())") }
        guard isSpooling else { return count }
        total += count
        guard total <= limits.fileBytes else {
            throw SourceError("file-too-large", "has more than \(limits.fileBytes) bytes")
        }
        var written = 0
        while written < count {
            let length = retrying { [descriptor] in write(descriptor, buffer.baseAddress! + written, count - written) }
            guard length > 0 else { throw SourceError("unreadable", "cannot be spooled: \(systemMessage())") }
            written += length
        }
        return count
    }

    /// Goes back to the start; what was not yet read is spooled first.
    package mutating func rewind() throws(SourceError) {
        if isSpooling {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
            defer { buffer.deallocate() }
            while try read(into: buffer) > 0 {}
            isSpooling = false
        }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw SourceError("unreadable", "cannot be read twice: \(systemMessage())")
        }
    }
}

/// Repeats a system call that a signal interrupted.
func retrying(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
