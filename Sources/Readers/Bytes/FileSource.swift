// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One open regular file; links and devices are refused, and an open never blocks.
package struct FileSource: ByteSource, ~Copyable {
    private let descriptor: CInt
    /// Bytes when it was opened.
    package let size: Int

    /// Opens `path` for reading.
    ///
    /// - Parameter followsLinks: whether a symbolic link as the last component is followed.
    /// - Throws: `SourceError` with the code `unreadable`, `not-regular` or `file-too-large`.
    package init(path: InputPath, followsLinks: Bool, limits: ReaderLimits) throws(SourceError) {
        let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW)
        let descriptor = path.withSystemPath { open($0, flags) }
        guard descriptor >= 0 else {
            if errno == ELOOP {
                throw SourceError("not-regular", "is a symbolic link", hint: "--follow-links reads through links")
            }
            throw SourceError("unreadable", "cannot be opened: \(systemMessage())")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw SourceError("not-regular", "is not a regular file")
        }
        guard status.st_size <= limits.fileBytes else {
            close(descriptor)
            throw SourceError(
                "file-too-large", "has \(status.st_size) bytes, the limit is \(limits.fileBytes)",
                hint: "limits.file_bytes in exitgate.yml")
        }
        self.descriptor = descriptor
        size = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }

    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        let count = retrying { [descriptor] in systemRead(descriptor, buffer.baseAddress, buffer.count) }
        guard count >= 0 else { throw SourceError("unreadable", "cannot be read: \(systemMessage())") }
        return count
    }

    package mutating func rewind() throws(SourceError) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw SourceError("unreadable", "cannot be read twice: \(systemMessage())")
        }
    }
}

/// The system call, under a name that does not clash with the method.
func systemRead(_ descriptor: CInt, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
