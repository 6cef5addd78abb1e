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
/// The new one grows beside it under a name of its own, is flushed, and takes its place at once. What a killed process left
/// is removed by the next.
struct OutputPlace {
    private static let mark = ".partial-"
    private static let asideMark = ".aside"

    /// As the user gave it.
    let path: String
    private let partial: String
    private let aside: String
    private var hasFolder = false

    /// - Throws: `StorageError` where nothing can be written there.
    init(_ path: String) throws {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        let name = ".\(url.lastPathComponent)\(Self.mark)"
        partial = "\(folder)/\(name)\(getpid())"
        try Self.attempt(path) {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        aside = "\(folder)/.\(url.lastPathComponent)\(Self.asideMark)"
        // A process was killed between two names: the old one takes its place again.
        if !FileManager.default.fileExists(atPath: path) { rename(aside, path) }
        try? FileManager.default.removeItem(atPath: aside)
        Self.removeRemains(in: folder, beginning: name)
    }

    /// Removes what processes that are gone left behind.
    private static func removeRemains(in folder: String, beginning name: String) {
        for found in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where found.hasPrefix(name) {
            guard let process = pid_t(found.dropFirst(name.count)), process > 0 else { continue }
            let isGone = kill(process, 0) != 0 && errno == ESRCH
            if isGone || process == getpid() { try? FileManager.default.removeItem(atPath: "\(folder)/\(found)") }
        }
    }

    /// Makes the folder that is to take the place.
    ///
    /// - Parameter isOurs: Whether a folder that is there may be replaced.
    mutating func makeFolder(replacing isOurs: (_ names: Set<String>) -> Bool) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            let names = isFolder.boolValue ? try? FileManager.default.contentsOfDirectory(atPath: path) : nil
            guard let names, names.isEmpty || isOurs(Set(names)) else {
                throw StorageError(
                    .readOnly, "\(path) is there already, and is no report of exitgate",
                    hint: "name a new folder with --output")
            }
        }
        try Self.attempt(path) {
            try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: false)
        }
        hasFolder = true
    }

    /// Writes one file: into the folder, or the only one.
    ///
    /// - Parameter name: Relative to the folder; nil for the only file.
    func write(_ text: String, as name: String? = nil) throws {
        let target = name.map { "\(partial)/\($0)" } ?? partial
        if let slash = name?.lastIndex(of: "/"), let name {
            try Self.attempt(path) {
                try FileManager.default.createDirectory(
                    atPath: "\(partial)/\(name[..<slash])", withIntermediateDirectories: true)
            }
        }
        let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var text = text
        let isWritten = text.withUTF8 { Self.write($0, to: descriptor) }
        guard isWritten, fsync(descriptor) == 0 else { throw failure() }
    }

    private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: CInt) -> Bool {
        var rest = UnsafeRawBufferPointer(bytes)
        while let start = rest.baseAddress, !rest.isEmpty {
            #if canImport(Glibc)
                let count = Glibc.write(descriptor, start, rest.count)
            #elseif canImport(Musl)
                let count = Musl.write(descriptor, start, rest.count)
            #else
                let count = Darwin.write(descriptor, start, rest.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
        return true
    }

    /// Takes the place; from then on the new document is there, whole.
    func publish() throws {
        guard hasFolder, FileManager.default.fileExists(atPath: path) else {
            guard rename(partial, path) == 0 else { throw failure() }
            return
        }
        // A folder cannot be renamed over one that holds something, so both change their names at once.
        if !Self.exchange(partial, path) {
            // Where the file system cannot do that, the old one steps aside first.
            guard rename(path, aside) == 0 else { throw failure() }
            guard rename(partial, path) == 0 else {
                let error = failure()
                rename(aside, path)
                throw error
            }
        }
        for old in [partial, aside] { try? FileManager.default.removeItem(atPath: old) }
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
        StorageError(.full, "\(path) cannot be written: \(String(cString: strerror(errno)).lowercased())")
    }

    private static func attempt(_ path: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            let reason = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError).map { strerror(CInt($0.code)) }
            let told = reason.flatMap { $0.map { String(cString: $0).lowercased() } } ?? "the folder cannot be made"
            throw StorageError(.readOnly, "\(path) cannot be written: \(told)")
        }
    }
}
