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

/// What the tools of a project say of themselves, beside what files ask for.
struct Tools {
    private let environment: [String: String]
    private let run: (_ command: [String], _ folder: String) -> String?

    init(environment: [String: String], run: @escaping (_ command: [String], _ folder: String) -> String?) {
        self.environment = environment
        self.run = run
    }

    /// Asks the tools that the tree uses and those that are named, unless the answer is known.
    ///
    /// - Parameter pins: What files ask for, which decides what a launcher starts.
    func read(
        _ named: [String], _ tree: ProjectTree, pins: [ConfigurationItem], in folder: ProjectFolder,
        into draft: inout CaptureDraft
    ) {
        let used = ToolCommand.all.filter { $0.isUsed(in: tree) }
        let steering = pins.sorted().map(\.canonicalJSON) + Self.steering.map { "\($0)=\(environment[$0] ?? "")" }
        for tool in used + Set(named).sorted().filter({ !used.map(\.tool).contains($0) }).map({ ToolCommand($0) }) {
            guard let file = executable(tool.command[0]) else {
                if named.contains(tool.tool) {
                    draft.warn("tool-missing", "no program of this name is in the search path", file: tool.evidence)
                }
                continue
            }
            draft.add(evidence: tool.evidence, key: Digests.sha256(of: [file] + steering), kinds: [.toolchain]) {
                answer(of: tool, in: folder)
            }
        }
    }

    private func answer(of tool: ToolCommand, in folder: ProjectFolder)
        -> (items: [ConfigurationItem], diagnostics: [Diagnostic])
    {
        let lines = (run(tool.command, folder.path) ?? "").split(whereSeparator: \.isNewline).map { String($0.trimmed) }
        guard let line = lines.first(where: { !$0.isEmpty }) else {
            let silent = Diagnostic(
                .warning, "tool-silent", "the tool does not say which version it is", file: tool.evidence)
            return ([], [silent])
        }
        // Builds of one version differ in the rest of the line.
        let item = ConfigurationItem(
            .toolchain, tool.tool, value: Self.version(in: line), digest: "sha256:" + Digests.sha256(line.utf8),
            evidence: tool.evidence)
        return ([item], [])
    }

    /// The first word that looks like a version, or else the line.
    static func version(in line: String) -> String {
        let words = line.split { $0.isWhitespace || "(),\"".contains($0) }
        let versions = words.map { word in
            word.drop { $0.isLetter || $0 == "-" || $0 == "@" }
        }
        let found = versions.first { $0.first?.isNumber == true && $0.contains(".") }
        return CapturedText(found.map(String.init) ?? line).text
    }

    /// Variables that decide what the launchers of common version managers start; only their digest is used.
    private static let steering = [
        "ASDF_DATA_DIR", "DEVELOPER_DIR", "DOTNET_ROOT", "GOTOOLCHAIN", "JAVA_HOME", "MISE_DATA_DIR", "NVM_BIN",
        "NODENV_VERSION", "PYENV_VERSION", "RBENV_VERSION", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "SDKROOT", "TOOLCHAINS",
        "VIRTUAL_ENV", "VOLTA_HOME",
    ]

    /// Where a program lies, its size and when it was changed; nil when the search path has none.
    private func executable(_ name: String) -> String? {
        guard !name.contains("/") else { return nil }
        for folder in (environment["PATH"] ?? "").split(separator: ":") where folder.hasPrefix("/") {
            let path = InputPath("\(folder)/\(name)")
            var status = stat()
            guard path.withSystemPath({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG,
                path.withSystemPath({ access($0, X_OK) }) == 0
            else { continue }
            #if canImport(Darwin)
                let changed = status.st_mtimespec
            #else
                let changed = status.st_mtim
            #endif
            return "\(path.display) \(status.st_ino) \(status.st_size) \(changed.tv_sec) \(changed.tv_nsec)"
        }
        return nil
    }
}
