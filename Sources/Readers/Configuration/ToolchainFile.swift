// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The files that ask for versions of tools, and how each is read.
struct ToolchainFile: Sendable {
    /// As ``FileNames`` reads them.
    let names: [String]
    private let known: FileNames
    /// Answers nil for a text that cannot be read, and nothing for one that asks for no tool.
    private let read: @Sendable (LockText) -> [ToolchainPin]?

    init(_ names: String..., read: @escaping @Sendable (LockText) -> [ToolchainPin]?) {
        self.names = names
        known = FileNames(names)
        self.read = read
    }

    /// A file that holds nothing but the version of one tool.
    private init(_ name: String, of tool: String) {
        self.init(name) { VersionLines.versions($0, tool: tool) }
    }

    static let all: [ToolchainFile] = [
        ToolchainFile(".swift-version", of: "swift"), ToolchainFile(".node-version", of: "node"),
        ToolchainFile(".nvmrc", of: "node"), ToolchainFile(".python-version", of: "python"),
        ToolchainFile(".ruby-version", of: "ruby"), ToolchainFile(".java-version", of: "java"),
        ToolchainFile(".go-version", of: "go"), ToolchainFile(".php-version", of: "php"),
        ToolchainFile(".perl-version", of: "perl"), ToolchainFile(".terraform-version", of: "terraform"),
        ToolchainFile(".opentofu-version", of: "opentofu"), ToolchainFile(".bazelversion", of: "bazel"),
        ToolchainFile(".xcode-version", of: "xcode"),
        ToolchainFile(".tool-versions") { VersionLines.table($0) },
        ToolchainFile(".sdkmanrc") { VersionLines.properties($0).map { ToolchainPin($0.name, $0.value) } },
        ToolchainFile("mise.toml", ".mise.toml", ".config/mise.toml", ".config/mise/config.toml") {
            MiseTools.pins($0)
        },
        ToolchainFile("rust-toolchain", "rust-toolchain.toml") { RustToolchain.pins($0) },
        ToolchainFile("global.json") { DotNetTools.pins($0) },
        ToolchainFile("package.json") { NodePackage.pins($0) },
        ToolchainFile("gradle/wrapper/gradle-wrapper.properties") { BuildWrapper.pins($0, tool: "gradle") },
        ToolchainFile(".mvn/wrapper/maven-wrapper.properties") { BuildWrapper.pins($0, tool: "maven") },
        ToolchainFile("Package.swift") { ManifestLines.swift($0) },
        ToolchainFile("go.mod") { ManifestLines.go($0) },
    ]

    /// Adds what the files of a tree ask for, and answers it.
    static func read(_ tree: ProjectTree, in folder: ProjectFolder, into draft: inout CaptureDraft)
        -> [ConfigurationItem]
    {
        var pins: [ConfigurationItem] = []
        for path in tree.paths {
            guard let file = all.first(where: { $0.known.contains(path) }),
                let content = draft.content(of: path, in: folder)
            else { continue }
            if let found = content.bytes.flatMap({ file.read(LockText($0)) }) {
                pins += found.filter { !$0.version.isEmpty }.map { $0.item(evidence: path) }
                continue
            }
            draft.add([ConfigurationItem(.file, path, value: nil, digest: content.digest, evidence: path)])
            draft.warn(
                "toolchain-unread", "no version of a tool can be read here; the digest of the file is captured instead",
                file: path)
        }
        draft.add(pins)
        return pins
    }
}
