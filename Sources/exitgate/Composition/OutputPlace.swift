// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Renderers
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a document is written: the old one stays whole until the new one is.
///
/// The new one grows beside it under a name that nobody else has, locked, and takes its place at once. What a killed process
/// left is not locked, and is removed by the next.
final class OutputPlace {
    private static let mark = ".partial-"

    /// As the user gave it, and where that leads.
    let path: String
    private let target: String
    private let partial: String
    private let isFolder: Bool
    /// Holds the lock of the partial document.
    private var descriptor: CInt = -1

    /// - Parameter isOurs: Whether a folder with these paths in it may be replaced; nil for a file.
    /// - Throws: `StorageError` where nothing can be written there.
    init(_ path: String, replacing isOurs: ((_ paths: [String]) -> Bool)? = nil) throws {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        // Behind a link it is the document that is replaced, not the link.
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        target = url.path
        isFolder = isOurs != nil
        let folder = url.deletingLastPathComponent().path
        let name = ".\(url.lastPathComponent.prefix(100))\(Self.mark)"
        partial = "\(folder)/\(name)\(String(UInt64.random(in: .min ... .max), radix: 36))"
        try checkTarget(isOurs)
        try makeFolder(folder)
        Self.removeRemains(in: folder, beginning: name)
        if isFolder { try makeFolder(partial) }
        let flags = isFolder ? O_RDONLY : O_WRONLY | O_CREAT | O_EXCL
        descriptor = open(partial, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw failure() }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// What stands in the place must be of the same kind, and ours.
    private func checkTarget(_ isOurs: (([String]) -> Bool)?) throws {
        var status = stat()
        guard stat(target, &status) == 0 else { return }
        let kind = status.st_mode & S_IFMT
        guard kind == (isFolder ? S_IFDIR : S_IFREG) else {
            let found = kind == S_IFDIR ? "a folder" : kind == S_IFREG ? "a file" : "neither a file nor a folder"
            throw StorageError(.readOnly, "\(path) is \(found)", hint: "name another place with --output")
        }
        guard let isOurs else { return }
        let found = FileManager.default.enumerator(atPath: target)?.compactMap { $0 as? String } ?? []
        guard found.isEmpty || isOurs(found) else {
            throw StorageError(
                .readOnly, "\(path) is there already, and holds what is no report of exitgate",
                hint: "name a new folder with --output")
        }
    }

    /// Removes what processes that are gone left behind: nobody holds its lock.
    private static func removeRemains(in folder: String, beginning name: String) {
        for found in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where found.hasPrefix(name) {
            let remains = open("\(folder)/\(found)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard remains >= 0 else { continue }
            defer { close(remains) }
            if flock(remains, LOCK_EX | LOCK_NB) == 0 {
                try? FileManager.default.removeItem(atPath: "\(folder)/\(found)")
            }
        }
    }

    /// Makes a folder with those above it.
    private func makeFolder(_ folder: String) throws {
        guard mkdir(folder, 0o755) != 0, errno != EEXIST else { return }
        guard errno == ENOENT, let slash = folder.lastIndex(of: "/"), slash > folder.startIndex else { throw failure() }
        try makeFolder(String(folder[..<slash]))
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw failure() }
    }

    /// Writes one file: into the folder, or the only one.
    ///
    /// - Parameter name: Relative to the folder; nil for the only file.
    func write(_ text: String, as name: String? = nil) throws {
        guard let name else { return try write(text, to: descriptor) }
        if let slash = name.lastIndex(of: "/") { try makeFolder("\(partial)/\(name[..<slash])") }
        let file = open("\(partial)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        try write(text, to: file)
    }

    private func write(_ text: String, to file: CInt) throws {
        var text = text
        let isWritten = text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = systemWrite(file, start, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
            return true
        }
        guard isWritten, fsync(file) == 0 else { throw failure() }
    }

    /// Takes the place; from then on the new document is there, whole.
    func publish() throws {
        if rename(partial, target) == 0 { return }
        // A folder cannot be renamed over one that holds something, so both change their names at once.
        guard isFolder, [ENOTEMPTY, EEXIST].contains(errno), Self.exchange(partial, target) else { throw failure() }
        try? FileManager.default.removeItem(atPath: partial)
    }

    /// Gives each of two names what the other had; false where the system or the file system cannot.
    private static func exchange(_ one: String, _ other: String) -> Bool {
        #if canImport(Darwin)
            return renamex_np(one, other, UInt32(RENAME_SWAP)) == 0
        #else
            typealias Rename = @convention(c) (CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, UInt32) -> CInt
            guard let rename = SystemFunction.named("renameat2", as: Rename.self) else { return false }
            let exchange: UInt32 = 2
            return rename(AT_FDCWD, one, AT_FDCWD, other, exchange) == 0
        #endif
    }

    /// Removes what was written so far.
    func discard() { try? FileManager.default.removeItem(atPath: partial) }

    private func failure() -> StorageError {
        let (reason, number) = (String(cString: strerror(errno)).lowercased(), errno)
        let isFixed = number == EBUSY || number == EINVAL
        return StorageError(
            .full, "\(path) cannot be written: \(reason)",
            hint: isFixed ? "it cannot change its name; name a folder inside of it" : nil)
    }
}

private func systemWrite(_ file: CInt, _ start: UnsafeRawPointer, _ count: Int) -> Int { write(file, start, count) }
