// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// A package URL with its version, made of the key of a dependency, which has none.
struct VersionedPackageURL {
    /// For example: `pkg:conan/zlib@1.3?channel=stable&user=team`.
    let text: String
    /// Decoded; nil where the package has none.
    let namespace: String?
    /// Decoded.
    let name: String

    /// nil for a key that is no package URL.
    init?(key: String, version: String?) {
        guard key.hasPrefix("pkg:") else { return nil }
        let end = key.firstIndex { $0 == "?" || $0 == "#" } ?? key.endIndex
        let written = version.map { $0.isEmpty ? "" : "@" + PercentText.encoded($0) } ?? ""
        text = key[..<end] + written + key[end...]
        let segments = key[..<end].split(separator: "/").dropFirst()
        let path = segments.dropLast().map(PercentText.decoded).joined(separator: "/")
        namespace = path.isEmpty ? nil : path
        name = segments.last.map(PercentText.decoded) ?? key
    }
}
