// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a file holds, read once.
struct FileContent {
    /// nil for a file that is too large to be parsed.
    let bytes: [UInt8]?
    /// SHA-256 of all bytes, 64 hexadecimal digits.
    let sha256: String

    var digest: String { "sha256:" + sha256 }
}

/// The folder of a project, out of which nothing is read.
struct ProjectFolder {
    /// Longest file that is kept whole, in bytes; larger ones are digested piece by piece.
    static let maximumBytes = 64 << 20

    /// Without links.
    let path: String

    /// nil when there is no such folder.
    init?(_ path: String) {
        guard let real = Self.real(InputPath(path)), FileIdentity(real, followsLinks: false)?.kind == .folder
        else { return nil }
        self.path = real.display
    }

    /// The path of a file of the project, as the system wants it.
    func absolute(_ relative: String) -> InputPath { InputPath(path == "/" ? path + relative : path + "/" + relative) }

    func contains(_ relative: String) -> Bool { FileIdentity(absolute(relative), followsLinks: false) != nil }

    /// Reads a file; a link is followed as long as it stays within the folder.
    ///
    /// - Throws: `SourceError` when the file is gone, no regular one, or a link that leads elsewhere.
    func content(of relative: String) throws(SourceError) -> FileContent {
        var limits = ReaderLimits()
        limits.fileBytes = .max
        let file = try FileSource(path: resolved(relative), followsLinks: false, limits: limits)
        let size = file.size
        var source = DigestingSource(file)
        guard size <= Self.maximumBytes else { return FileContent(bytes: nil, sha256: try source.finish()) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(min(size, 1 << 20), 1), alignment: 16)
        defer { buffer.deallocate() }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        while true {
            let count = try source.read(into: buffer)
            guard count > 0, bytes.count <= Self.maximumBytes else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return FileContent(bytes: bytes, sha256: try source.finish())
    }

    /// The bytes of a file that is no item itself, so that no digest is wanted; nil when it cannot be read whole.
    func bytes(of relative: String) -> [UInt8]? {
        var limits = ReaderLimits()
        limits.fileBytes = Self.maximumBytes
        do {
            var file = try FileSource(path: absolute(relative), followsLinks: true, limits: limits)
            // One byte more than there are tells that the file grew meanwhile.
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: file.size + 1, alignment: 16)
            defer { buffer.deallocate() }
            var count = 0
            while count < buffer.count {
                let read = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                guard read > 0 else { break }
                count += read
            }
            return count == file.size ? Array(buffer[..<count]) : nil
        } catch {
            return nil
        }
    }

    private func resolved(_ relative: String) throws(SourceError) -> InputPath {
        let path = absolute(relative)
        guard FileIdentity(path, followsLinks: false)?.kind == .link else { return path }
        guard let target = Self.real(path) else { throw SourceError("unreadable", "is a link that leads nowhere") }
        guard target.bytes.starts(with: Array((self.path == "/" ? "" : self.path).utf8) + [0x2F]) else {
            throw SourceError(
                "link-outside", "is a link that leads out of the project; it is not followed",
                hint: "name the file itself, or copy it into the project")
        }
        return target
    }

    private static func real(_ path: InputPath) -> InputPath? {
        guard let found = path.withSystemPath({ realpath($0, nil) }) else { return nil }
        defer { free(found) }
        return InputPath(String(cString: found))
    }
}
