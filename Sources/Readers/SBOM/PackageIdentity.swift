// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What a package is called whatever its version: the part of a package URL that is its identity.
///
/// Ecosystems whose lock files we read get the spelling of ``LockedDependency/purl``, so that a bill and a lock file
/// mean one package by one key.
struct PackageIdentity {
    /// For example: `pkg:npm/%40scope/name`.
    let key: String
    /// Version of the URL, decoded; nil when it has none.
    let version: String?

    /// nil for what is no package URL.
    init?(purl: String) {
        let text = SourceAddress.redacted(purl)
        guard text.utf8.prefix(4).elementsEqual("pkg:".utf8) else { return nil }
        let (whole, subpath) = Self.split(text.dropFirst(4), at: "#")
        let (address, qualifiers) = Self.split(whole, at: "?")
        // Credentials go first, or their `@` would be taken for that of a version.
        let (path, version) = Self.versioned(CleanText.of(String(address))[...])
        let segments = path.split(separator: "/").map { SourceAddress.redacted(PercentText.decoded($0)) }
        guard segments.count >= 2 else { return nil }
        self.version = version.isEmpty ? nil : SourceAddress.redacted(PercentText.decoded(version))
        key = Self.key(
            type: segments[0].lowercased(), path: segments.dropFirst().joined(separator: "/"),
            suffix: (Self.fields(qualifiers), PercentText.decoded(subpath)))
    }

    /// The key of something that has no package URL.
    init(name: String) {
        key = Self.generic(type: "generic", CleanText.of(name))
        version = nil
    }

    private static func split(_ text: Substring, at mark: Character) -> (Substring, Substring) {
        guard let place = text.firstIndex(of: mark) else { return (text, "") }
        return (text[..<place], text[text.index(after: place)...])
    }

    /// The last `@` parts the version, unless it begins a segment: many producers leave that of a scope unencoded.
    private static func versioned(_ address: Substring) -> (path: Substring, version: Substring) {
        guard let sign = address.lastIndex(of: "@"), sign > address.startIndex,
            address[address.index(before: sign)] != "/"
        else { return (address, "") }
        return (address[..<sign], address[address.index(after: sign)...])
    }

    private static func fields(_ qualifiers: Substring) -> [String: String] {
        let pairs = qualifiers.split(separator: "&").map { split($0, at: "=") }
        return Dictionary(pairs.map { ($0.0.lowercased(), PercentText.decoded($0.1)) }) { first, _ in first }
    }

    /// Qualifiers tell where a package came from and for what machine; only those of Conan are part of its name.
    private static func key(type: String, path: String, suffix: (fields: [String: String], subpath: String)) -> String {
        guard let ecosystem = PackageEcosystem(rawValue: type), ecosystem.packageURLType == type else {
            return generic(type: type, path)
        }
        var name = path
        switch ecosystem {
        case .cocoapods where !suffix.subpath.isEmpty: name += "/" + suffix.subpath
        case .conan:
            let owner = [suffix.fields["user"], suffix.fields["channel"]].compactMap(\.self)
            if !owner.isEmpty { name += "@" + owner.joined(separator: "/") }
        default: break
        }
        return LockedDependency(ecosystem, name, version: nil as String?).purl
    }

    private static func generic(type: String, _ path: String) -> String {
        "pkg:\(PercentText.encoded(type))/" + path.split(separator: "/").map(PercentText.encoded).joined(separator: "/")
    }
}
