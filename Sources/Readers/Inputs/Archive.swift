// Exitgate
// SPDX-License-Identifier: Apache-2.0

import CLibArchive

/// Bounds on what an archive may cost.
package struct ArchiveLimits: Sendable, Equatable {
    /// Bytes of all members, unpacked.
    package var bytes = 256 << 20
    /// Unpacked bytes for a packed one; archives below a mebibyte may exceed it.
    package var ratio = 100
    package var entries = 100_000

    package init() {}
}

/// A zip or tar archive, read with libarchive; nothing is ever written to a path of its members.
package enum Archive {
    package struct Entry: Sendable {
        /// Position among all members, from 0.
        package let index: Int
        package let name: String
        /// Whether it is a regular file with a name that is looked for.
        package let isReport: Bool
        /// What is odd about it.
        package let problem: String?
    }

    /// The members, in the order of the archive.
    ///
    /// - Parameter suffixes: ends of the names that are looked for, such as `.xml`, in any case.
    /// - Throws: `SourceError` with the code `unreadable`, `damaged-archive` or `archive-limit`.
    static func list(
        _ path: InputPath, suffixes: [String], limits: ArchiveLimits
    ) throws(SourceError) -> [Entry] {
        var cursor = ArchiveCursor(try ArchiveCursor.open(path), limits: limits)
        var entries: [Entry] = []
        while let (name, isRegular) = try cursor.next() {
            let isReport = isRegular && InputPath(name).hasSuffix(anyOf: suffixes)
            let isUnsafe = name.hasPrefix("/") || name.split(separator: "/").contains("..")
            let problem: String? =
                if !isRegular, !name.hasSuffix("/") {
                    "is not a regular file; skipped"
                } else if isUnsafe { "has a path outside the archive; only its content is read" } else { nil }
            entries.append(Entry(index: entries.count, name: name, isReport: isReport, problem: problem))
            if entries.count > limits.entries {
                throw SourceError("archive-limit", "has more than \(limits.entries) members")
            }
        }
        return entries
    }
}

/// The bytes of the members of an archive, one after the other.
package struct ArchiveSource: ByteSource, ~Copyable {
    private let path: InputPath
    private let limits: ArchiveLimits
    private var index = -1
    private var cursor: ArchiveCursor

    package init(path: InputPath, limits: ArchiveLimits) throws(SourceError) {
        self.path = path
        self.limits = limits
        cursor = ArchiveCursor(try ArchiveCursor.open(path), limits: limits)
    }

    /// Goes to member `index`; forwards without unpacking anything twice.
    package mutating func select(_ index: Int) throws(SourceError) {
        if index <= self.index {
            cursor = ArchiveCursor(try ArchiveCursor.open(path), limits: limits)
            self.index = -1
        }
        while self.index < index {
            guard try cursor.next() != nil else { throw SourceError("damaged-archive", "has lost a member") }
            self.index += 1
        }
    }

    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        try cursor.read(into: buffer)
    }

    package mutating func rewind() throws(SourceError) {
        try select(index)
    }
}

/// An open archive between two members.
struct ArchiveCursor: ~Copyable {
    private let handle: OpaquePointer
    private let limits: ArchiveLimits
    private var unpacked = 0

    init(_ handle: OpaquePointer, limits: ArchiveLimits) {
        self.handle = handle
        self.limits = limits
    }

    deinit {
        archive_read_free(handle)
    }

    /// A handle that its holder frees.
    static func open(_ path: InputPath) throws(SourceError) -> OpaquePointer {
        guard let handle = archive_read_new() else { throw SourceError("unreadable", "no memory for an archive") }
        archive_read_support_format_zip_seekable(handle)
        archive_read_support_format_tar(handle)
        archive_read_support_filter_gzip(handle)
        let status = path.withSystemPath { archive_read_open_filename(handle, $0, 64 << 10) }
        guard status == ARCHIVE_OK else {
            let error = damaged(handle)
            archive_read_free(handle)
            throw error
        }
        return handle
    }

    /// Goes to the next member; nil at the end.
    mutating func next() throws(SourceError) -> (name: String, isRegular: Bool)? {
        var entry: OpaquePointer?
        switch archive_read_next_header(handle, &entry) {
        case ARCHIVE_EOF: return nil
        case ARCHIVE_OK, ARCHIVE_WARN: break
        default: throw Self.damaged(handle)
        }
        try check()
        let name = archive_entry_pathname(entry).map { String(cString: $0) } ?? ""
        let isLink = archive_entry_symlink(entry) != nil || archive_entry_hardlink(entry) != nil
        return (name, !isLink && archive_entry_filetype(entry) == mode_t(0o100000))
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw Self.damaged(handle) }
        unpacked += count
        try check()
        return count
    }

    /// A bomb is found while it is unpacked, whatever its directory claims.
    private func check() throws(SourceError) {
        let packed = max(Int(archive_filter_bytes(handle, -1)), 1)
        let total = max(unpacked, Int(archive_filter_bytes(handle, 0)))
        guard total <= limits.bytes, total <= 1 << 20 || total / packed <= limits.ratio else {
            throw SourceError(
                "archive-limit", "unpacks to more than \(limits.bytes) bytes or \(limits.ratio) times its size",
                hint: "limits.archive_bytes and limits.archive_ratio in exitgate.yml")
        }
    }

    private static func damaged(_ handle: OpaquePointer) -> SourceError {
        let text = archive_error_string(handle).map { String(cString: $0) } ?? "unknown fault"
        return SourceError("damaged-archive", "is no readable zip or tar archive: \(text.lowercased())")
    }
}
