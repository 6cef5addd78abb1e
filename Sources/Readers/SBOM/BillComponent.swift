// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// One entry of a bill, whatever its format.
struct BillComponent {
    let kind: ConfigurationItem.Kind
    /// With its group before a slash; never empty.
    let name: String
    let package: PackageIdentity?
    /// As the entry writes it.
    let version: String?
    let digest: String?
    var isDirect: Bool?
    var isDevelopment: Bool?
    /// What the entry itself says of it; nil lets the version decide.
    var isPinned: Bool?

    /// Whether it tells something that can change.
    var isMeasured: Bool { version != nil || package?.version != nil || digest != nil }

    /// Whether it only holds together what it depends on: Trivy writes a lock file as an application without a version.
    var isGroup: Bool { kind == .toolchain && package == nil && !isMeasured && isPinned == nil }

    /// Kind of what a bill calls an application: with a package URL it is a package that has a command; others are what
    /// a machine runs.
    static func application(_ package: PackageIdentity?) -> ConfigurationItem.Kind {
        package == nil ? .toolchain : .dependency
    }

    /// The same as what the bill is about: the project's own code, unless it is an image, a file or a machine.
    var asSubject: BillComponent {
        let isCode = kind == .dependency || kind == .toolchain
        return BillComponent(
            kind: isCode ? .source : kind, name: name, package: package, version: version, digest: digest,
            isPinned: isPinned)
    }

    /// The item, without any credentials.
    func item(evidence: String) -> ConfigurationItem {
        if kind == .image { return imageItem(evidence: evidence) }
        let isPackage = kind == .dependency || kind == .source
        let value = (version ?? package?.version).flatMap { Self.isRange($0) ? nil : $0 }
        return ConfigurationItem(
            kind, isPackage ? (package ?? PackageIdentity(name: name)).key : CleanText.of(name),
            value: value.map(CleanText.of), digest: digest,
            isPinned: isPinned ?? (digest != nil || value.map(Self.moving.contains) == false), evidence: evidence,
            isDirect: isDirect, isDevelopment: isDevelopment)
    }

    /// An image is known by its name; its version may be a tag or the digest of its manifest.
    private func imageItem(evidence: String) -> ConfigurationItem {
        let image = ImageName(CleanText.of(name))
        let versions = [version, package?.version].compactMap(\.self)
        let tag = versions.first { !ImageName.isDigest($0) } ?? image.tag
        let content = digest ?? image.digest ?? versions.first(where: ImageName.isDigest)
        return ConfigurationItem(
            .image, image.name, value: tag.map(CleanText.of), digest: content,
            isPinned: isPinned ?? (content != nil), evidence: evidence, isDirect: isDirect,
            isDevelopment: isDevelopment)
    }

    /// Names of what is newest at the moment.
    private static let moving: Set = ["latest", "main", "master", "HEAD"]

    /// Whether a version leaves a choice, as those of manifests without a lock file do: `^1.2`, `>= 3, < 4`, `4.*`.
    private static func isRange(_ version: String) -> Bool {
        guard let first = version.utf8.first else { return true }
        return "^~<>=!*([".utf8.contains(first) || version.contains(".*")
            || version.hasSuffix(".x") || version.contains("||")
    }
}
