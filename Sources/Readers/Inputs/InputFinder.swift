// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds the reports that paths, folders, globs and archives name.
///
/// Folders are searched for `*.xml`, and for failures as JSON Lines when asked for. Links are not followed unless asked for, each real file is read once, and the order
/// is that of the names, so that the same tree gives the same list everywhere.
package struct InputFinder {
    package struct Found: Sendable {
        package var inputs: [Input] = []
        package var diagnostics: [Diagnostic] = []
        /// Arguments that matched no file.
        package var unmatched: [String] = []
    }

    private let followsLinks: Bool
    private let limits: ArchiveLimits
    /// Ends of the names that are looked for in folders and archives.
    private let suffixes: [String]
    private var found = Found()
    private var seen: Set<FileIdentity> = []
    /// Inputs and findings so far, with those that were met before.
    private var matches = 0

    /// - Parameter includesFailureLines: whether `*.jsonl` and `*.ndjson` are looked for as well.
    package init(followsLinks: Bool, includesFailureLines: Bool = false, limits: ArchiveLimits = ArchiveLimits()) {
        self.followsLinks = followsLinks
        self.limits = limits
        suffixes = includesFailureLines ? [".xml", ".jsonl", ".ndjson"] : [".xml"]
    }

    /// Finds the inputs of command-line `arguments`; `-` is the standard input.
    package mutating func find(_ arguments: [String]) -> Found {
        for argument in arguments {
            let before = matches
            if argument == "-" {
                matches += 1
                if !found.inputs.contains(.standardInput) { found.inputs.append(.standardInput) }
            } else {
                add(argument)
            }
            if matches == before { found.unmatched.append(argument) }
        }
        return found
    }

    private mutating func add(_ argument: String) {
        let path = InputPath(argument)
        if FileIdentity(path, followsLinks: false) != nil {
            visit(path, isNamed: true)
        } else if Glob.isPattern(argument) {
            for match in Glob(argument).matches(followsLinks: followsLinks) { visit(match, isNamed: false) }
        }
    }

    /// - Parameter isNamed: whether the user wrote this very path; then every fault is an error.
    private mutating func visit(_ path: InputPath, isNamed: Bool) {
        guard let link = FileIdentity(path, followsLinks: false) else { return }
        var identity = link
        if link.kind == .link {
            guard followsLinks || isNamed, let target = FileIdentity(path, followsLinks: true) else {
                let severity: Diagnostic.Severity = isNamed ? .error : .warning
                return note(
                    severity, "not-regular", path, "is a symbolic link; skipped",
                    hint: "--follow-links reads through links")
            }
            identity = target
        }
        guard seen.insert(identity).inserted else {
            matches += 1
            return
        }
        switch identity.kind {
        case .folder: walk(path)
        case .regular where path.isArchive: open(archive: path)
        case .regular: add(.file(path))
        case .link, .other:
            note(isNamed ? .error : .warning, "not-regular", path, "is not a regular file; skipped", hint: nil)
        }
    }

    private mutating func walk(_ folder: InputPath) {
        guard let stream = folder.withSystemPath({ opendir($0) }) else {
            return note(.error, "unreadable", folder, "cannot be opened: \(systemMessage())", hint: nil)
        }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
        }
        closedir(stream)
        for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let path = folder.appending(name)
            guard let identity = FileIdentity(path, followsLinks: false) else { continue }
            let isWanted = identity.kind == .folder || path.hasSuffix(anyOf: suffixes)
            if isWanted || identity.kind == .link && isFolderLink(path) { visit(path, isNamed: false) }
        }
    }

    private func isFolderLink(_ path: InputPath) -> Bool {
        followsLinks && FileIdentity(path, followsLinks: true)?.kind == .folder
    }

    private mutating func open(archive path: InputPath) {
        do throws(SourceError) {
            for entry in try Archive.list(path, suffixes: suffixes, limits: limits) {
                if let problem = entry.problem {
                    add(Diagnostic(.warning, "unsafe-entry", problem, file: "\(path.display)!\(entry.name)"))
                }
                if entry.isReport { add(.entry(archive: path, index: entry.index, name: entry.name)) }
            }
        } catch {
            add(Diagnostic(.error, error.code, error.message, hint: error.hint, file: path.display))
        }
    }

    private mutating func add(_ input: Input) {
        matches += 1
        found.inputs.append(input)
    }

    private mutating func add(_ diagnostic: Diagnostic) {
        matches += 1
        found.diagnostics.append(diagnostic)
    }

    private mutating func note(
        _ severity: Diagnostic.Severity, _ code: String, _ path: InputPath, _ message: String, hint: String?
    ) {
        add(Diagnostic(severity, code, message, hint: hint, file: path.display))
    }
}

/// The text of the last failed system call.
func systemMessage() -> String { String(cString: strerror(errno)).lowercased() }

/// Which file a path leads to.
struct FileIdentity: Hashable {
    enum Kind {
        case regular, folder, link, other
    }

    let device: UInt64
    let number: UInt64
    let kind: Kind
    /// In bytes.
    let size: Int64

    init?(_ path: InputPath, followsLinks: Bool) {
        guard !path.bytes.isEmpty else { return nil }
        var status = stat()
        let result = path.withSystemPath { followsLinks ? stat($0, &status) : lstat($0, &status) }
        guard result == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
        size = Int64(status.st_size)
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(device)
        hasher.combine(number)
    }

    static func == (left: FileIdentity, right: FileIdentity) -> Bool {
        left.device == right.device && left.number == right.number
    }
}
