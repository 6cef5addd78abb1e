// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One thing that a test ran with and that may change: a dependency, a tool, a file, a variable, a machine.
package struct ConfigurationItem: Sendable, Hashable {
    /// What sort of thing it is, in the order in which people look for causes.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The project's own code: `commit`, `tree`, `branch`, `tag`, `dirty`, `submodule PATH`.
        case source
        /// A package; its key is a package URL without a version.
        case dependency
        /// A compiler, runtime or build tool, as pinned by a file or as it says of itself.
        case toolchain
        /// The machine: system, kernel, architecture, cores, memory, locale, time zone.
        case platform
        /// A container image.
        case image
        /// A variable of the environment.
        case variable
        /// A file that configures the product or its tests.
        case file
        /// A definition of a pipeline.
        case pipeline
        /// A switch of the product.
        case flag
        /// Test data, and files that Git LFS keeps.
        case data
        /// A document under change control, such as requirements.
        case document
        /// Something that the product talks to.
        case service
    }

    package let kind: Kind
    /// Names it within its kind: `pkg:npm/left-pad`, `swift`, `os`, `config/app.yml`.
    package let key: String
    /// Version, or what it is set to; nil where only its content is known, or it may be any of a range.
    package let value: String?
    /// What its content hashes to, as `sha256:…` or as its lock file writes it; nil where nobody says.
    package let digest: String?
    /// Whether it cannot change behind our back.
    package let isPinned: Bool
    /// Where that is known from: a file, relative to the root of the project, or a command.
    package let evidence: String
    /// Whether the project itself asks for it; nil where nobody says.
    package let isDirect: Bool?
    /// Whether only development and tests need it; nil where nobody says.
    package let isDevelopment: Bool?

    package init(
        _ kind: Kind, _ key: String, value: String?, digest: String? = nil, isPinned: Bool = true, evidence: String,
        isDirect: Bool? = nil, isDevelopment: Bool? = nil
    ) {
        self.kind = kind
        self.key = key
        self.value = value
        self.digest = digest
        self.isPinned = isPinned
        self.evidence = evidence
        self.isDirect = isDirect
        self.isDevelopment = isDevelopment
    }
}

extension ConfigurationItem {
    /// Whether a tool said so itself, when it was asked for its version.
    package var isInstalled: Bool { kind == .toolchain && Self.isAnswer(evidence) }

    /// What its values are compared under: kind and key, and of a tool whether files ask for it.
    package var dimension: String { Self.dimension(kind, key, isInstalled: isInstalled) }

    /// Whether values of such an item are versions, so that a step from one to the next is large or small.
    static func hasVersions(_ kind: Kind, _ key: String) -> Bool {
        switch kind {
        case .dependency, .toolchain, .image, .service: true
        case .platform: ["os", "kernel", "runner image"].contains(key)
        case .data: key == "version"
        case .source, .variable, .file, .pipeline, .flag, .document: false
        }
    }

    /// Whether evidence is the answer of a tool.
    static func isAnswer(_ evidence: String) -> Bool { evidence.hasSuffix(" --version") || evidence == "go version" }

    static func dimension(_ kind: Kind, _ key: String, isInstalled: Bool) -> String {
        "\(kind.rawValue) \(key)\(kind == .toolchain && !isInstalled ? " asked" : "")"
    }
}

/// By kind, key, evidence, value, digest and the rest, as bytes: the same on every machine, and total.
extension ConfigurationItem: Comparable {
    package static func < (left: ConfigurationItem, right: ConfigurationItem) -> Bool {
        guard left.kind == right.kind else { return precedes(left.kind.rawValue, right.kind.rawValue) }
        if left.key != right.key { return precedes(left.key, right.key) }
        if left.evidence != right.evidence { return precedes(left.evidence, right.evidence) }
        if left.value != right.value { return precedes(left.value, right.value) }
        if left.digest != right.digest { return precedes(left.digest, right.digest) }
        return left.flags < right.flags
    }

    /// What is not known comes first.
    private static func precedes(_ left: String?, _ right: String?) -> Bool {
        guard let left, let right else { return left == nil && right != nil }
        return left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private var flags: Int {
        [isPinned, isDirect, isDevelopment].reduce(0) { $0 * 3 + ($1.map { $0 ? 2 : 1 } ?? 0) }
    }
}
