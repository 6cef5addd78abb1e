// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One package that a lock file names.
///
/// No field holds the credentials of an address, whatever the file says.
package struct LockedDependency: Sendable, Hashable {
    package let ecosystem: PackageEcosystem
    /// With its namespace, as the ecosystem writes it: `@scope/name`, `group:artifact`, `github.com/owner/repository`.
    package let name: String
    /// As the file writes it, or a commit where it knows no version; nil for a range. Never empty.
    package let version: String?
    /// What the content must hash to, as `algorithm:value`, sorted; several where the file lists every artifact.
    ///
    /// A commit is written `gitCommit:…`.
    package let digests: [String]
    /// Whether the project itself asks for it; nil when the file does not say.
    package let isDirect: Bool?
    /// Whether only development and tests need it; nil when the file does not say.
    package let isDevelopment: Bool?
    /// Whether the file leaves one choice of content only.
    package let isPinned: Bool
    /// Address of the registry or repository when it is not the default one of the ecosystem.
    package let source: String?

    package init(
        _ ecosystem: PackageEcosystem, _ name: some StringProtocol, version: (some StringProtocol)?,
        digests: [String] = [], isDirect: Bool? = nil, isDevelopment: Bool? = nil, isPinned: Bool = true,
        source: String? = nil
    ) {
        self.ecosystem = ecosystem
        self.name = SourceAddress.redacted(String(name))
        self.version = version.flatMap { $0.isEmpty ? nil : SourceAddress.redacted(String($0)) }
        let clean = digests.map(SourceAddress.redacted)
        self.digests = clean.count > 1 ? Set(clean).sorted() : clean
        self.isDirect = isDirect
        self.isDevelopment = isDevelopment
        self.isPinned = isPinned
        self.source = source.flatMap { $0.isEmpty ? nil : SourceAddress.redacted($0) }
    }

    /// The first of the digests, for a reader who wants one.
    package var digest: String? { digests.first }

    /// The two mentions of one package as one: direct if either is, for development only if both are.
    func merged(with other: LockedDependency) -> LockedDependency {
        LockedDependency(
            ecosystem, name, version: version, digests: digests == other.digests ? digests : digests + other.digests,
            isDirect: Self.either(isDirect, other.isDirect),
            isDevelopment: Self.both(isDevelopment, other.isDevelopment),
            isPinned: isPinned && other.isPinned, source: source)
    }

    private static func either(_ left: Bool?, _ right: Bool?) -> Bool? {
        left == true || right == true ? true : left ?? right
    }

    private static func both(_ left: Bool?, _ right: Bool?) -> Bool? {
        left == false || right == false ? false : left ?? right
    }
}

/// By ecosystem, name, version and source, as texts.
extension LockedDependency: Comparable {
    package static func < (left: LockedDependency, right: LockedDependency) -> Bool {
        guard left.ecosystem == right.ecosystem else { return left.ecosystem.rawValue < right.ecosystem.rawValue }
        if left.name != right.name { return left.name < right.name }
        if left.version != right.version { return (left.version ?? "") < (right.version ?? "") }
        return (left.source ?? "") < (right.source ?? "")
    }
}
