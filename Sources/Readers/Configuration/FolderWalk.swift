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

/// Visits the files below a folder in the order of their names, without following links to folders.
struct FolderWalk {
    /// Folders below each other; deeper ones are not entered.
    var maximumDepth = 32
    /// Entries that are looked at; the rest is left out.
    var maximumEntries = 200_000
    /// Whether there were more entries than may be looked at.
    private(set) var isCut = false
    /// Whether a folder lay deeper than may be entered.
    private(set) var isTooDeep = false

    private var entries = 0

    init() {}

    /// Visits regular files and links to files until `visit` answers false.
    ///
    /// - Parameters:
    ///   - enters: Whether the folder of these names is looked into.
    ///   - visit: Receives the names from the root to the file.
    mutating func run(_ folder: ProjectFolder, enters: ([[UInt8]]) -> Bool, visit: ([[UInt8]]) -> Bool) {
        _ = descend(InputPath(folder.path), [], enters, visit)
    }

    private mutating func descend(
        _ folder: InputPath, _ names: [[UInt8]], _ enters: ([[UInt8]]) -> Bool, _ visit: ([[UInt8]]) -> Bool
    ) -> Bool {
        for (name, kind) in Self.entries(folder) {
            entries += 1
            guard entries <= maximumEntries else {
                isCut = true
                return false
            }
            let names = names + [name]
            switch kind {
            case .folder:
                guard enters(names) else { continue }
                guard names.count < maximumDepth else {
                    isTooDeep = true
                    continue
                }
                if !descend(folder.appending(name), names, enters, visit) { return false }
            case .regular, .link:
                let isLinkToFolder =
                    kind == .link
                    && FileIdentity(folder.appending(name), followsLinks: true)?.kind == .folder
                if !isLinkToFolder, !visit(names) { return false }
            case .other: continue
            }
        }
        return true
    }

    /// Names as a path; bytes that are not text show as U+FFFD.
    static func path(_ names: [[UInt8]]) -> String {
        String(decoding: Array(names.joined(separator: [0x2F])), as: UTF8.self)
    }

    /// The entries of a folder, sorted; none when it cannot be opened.
    static func entries(_ folder: InputPath) -> [(name: [UInt8], kind: FileIdentity.Kind)] {
        guard let stream = folder.withSystemPath({ opendir($0) }) else { return [] }
        defer { closedir(stream) }
        var entries: [(name: [UInt8], kind: FileIdentity.Kind)] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard name != [0x2E], name != [0x2E, 0x2E] else { continue }
            guard let kind = kind(Int32(entry.pointee.d_type), folder, name) else { continue }
            entries.append((name, kind))
        }
        return entries.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// Most file systems tell the kind along with the name, which spares a call for each entry.
    private static func kind(_ type: Int32, _ folder: InputPath, _ name: [UInt8]) -> FileIdentity.Kind? {
        switch type {
        case Int32(DT_DIR): .folder
        case Int32(DT_REG): .regular
        case Int32(DT_LNK): .link
        case Int32(DT_UNKNOWN): FileIdentity(folder.appending(name), followsLinks: false)?.kind
        default: .other
        }
    }
}

/// Folders that are not the project's own work.
enum ForeignFolders {
    /// Installed packages, build products, caches, and samples that tests read.
    private static let names: Set<String> = [
        ".build", ".bundle", ".cache", ".dart_tool", ".eggs", ".exitgate", ".git", ".gradle", ".hg", ".idea", ".next",
        ".nox", ".nuxt", ".pixi", ".pnpm-store", ".stack-work", ".svn", ".terraform", ".tox", ".venv", ".vs", ".yarn",
        "Carthage", "DerivedData", "Fixtures", "Pods", "__fixtures__", "__pycache__", "_build", "bower_components",
        "build", "dist", "dist-newstyle", "elm-stuff", "fixtures", "node_modules", "obj", "site-packages", "target",
        "testdata", "third_party", "vendor", "venv", "virtualenv",
    ]
    private static let nameBytes = Set(names.map { Array($0.utf8) })

    static func contains(_ name: [UInt8]) -> Bool { nameBytes.contains(name) }

    /// Whether a file lies below one of them.
    static func hold(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains { names.contains(String($0)) }
    }
}
