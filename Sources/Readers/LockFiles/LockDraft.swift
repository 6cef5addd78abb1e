// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Gathers what a reader finds: equal packages become one, and faults are counted.
struct LockDraft {
    private struct Key: Hashable {
        let ecosystem: PackageEcosystem
        let name: String
        let version: String?
        let source: String?
    }

    private var dependencies: [Key: LockedDependency] = [:]
    private var log: DiagnosticLog
    /// Format with its version where it has one.
    private(set) var format: String
    private(set) var isMalformed = false
    private var includes: [Diagnostic] = []
    /// Entries that were left out: how many, and the first by line and path, because tables have no order.
    private var skipped: (count: Int, line: Int?, path: String)?

    init(format: String, file: String) {
        self.format = format
        log = DiagnosticLog(file: file)
    }

    /// Adds a package, or merges it with an equal one; a package without a name is a fault of the file.
    mutating func add(_ dependency: LockedDependency, line: Int? = nil) {
        guard !dependency.name.isEmpty else {
            skipEntry("a package without a name", line: line)
            return
        }
        let key = Key(
            ecosystem: dependency.ecosystem, name: dependency.name, version: dependency.version,
            source: dependency.source)
        if let known = dependencies[key] {
            dependencies[key] = known.merged(with: dependency)
        } else {
            dependencies[key] = dependency
        }
    }

    /// Names the version of the format; a version that is not known is read as the nearest one, with a warning.
    mutating func setVersion(_ version: String?, known: Set<String>) {
        guard let version, !version.isEmpty else { return }
        format += " v" + version
        guard !known.contains(version) else { return }
        log.add(
            .warning, "lock-version", hint: "check the result, or ask for this version to be supported",
            "the format version is not known here; the file is read as the nearest known one")
    }

    /// Gives the format a narrower name.
    mutating func setFormat(_ name: String) { format = name }

    /// Notes that the file cannot be read, or not beyond this place.
    mutating func markMalformed(_ message: @autoclosure () -> String, line: Int? = nil, column: Int? = nil) {
        isMalformed = true
        log.add(
            .warning, "lock-malformed", line: line, column: column,
            hint: "let the package manager write the file again; what could be read is kept", message())
    }

    /// Notes that the part which lists the packages is missing or of a wrong type, unless a fault explains it.
    mutating func markMissing(_ section: String) {
        guard !isMalformed else { return }
        markMalformed("the file has no list \"\(section)\"")
    }

    /// Notes an entry that does not have the form of the format.
    mutating func skipEntry(_ path: String, line: Int? = nil) {
        guard let first = skipped else {
            skipped = (1, line, path)
            return
        }
        let isEarlier = (line ?? 0, path) < (first.line ?? 0, first.path)
        skipped = (first.count + 1, isEarlier ? line : first.line, isEarlier ? path : first.path)
    }

    /// Notes a file that this one includes.
    ///
    /// - Parameter path: Relative to the folder of this one.
    mutating func noteInclude(_ path: Substring, line: Int) {
        includes.append(
            Diagnostic(
                .warning, LockFileContent.includeCode,
                "the file includes another one, which is not read along with it",
                hint: "give that file as well; files are read one by one", file: log.file, line: line,
                path: SourceAddress.redacted(String(path))))
    }

    mutating func markEmpty() {
        log.add(.warning, "lock-empty", hint: "let the package manager write the file", "the file is empty")
    }

    mutating func markTooLarge(limit: Int) {
        log.add(
            .warning, "lock-too-large", hint: "check that this is the file which the package manager wrote",
            "the file is larger than \(limit >> 20) MiB and is not read")
    }

    /// - Complexity: O(n log n) in the dependencies.
    var content: LockFileContent {
        var log = log
        if let skipped {
            log.add(
                .warning, "lock-entry", line: skipped.line, path: SourceAddress.redacted(skipped.path),
                hint: "let the package manager write the file again", count: skipped.count,
                "an entry does not have the form of this format and is left out")
        }
        return LockFileContent(
            format: format, dependencies: dependencies.values.sorted(), diagnostics: log.diagnostics + includes)
    }
}
