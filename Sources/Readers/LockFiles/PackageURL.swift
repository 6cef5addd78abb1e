// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension LockedDependency {
    /// The package URL: type, namespace, name and version, normalised as the specification asks for the type.
    ///
    /// For example: `pkg:npm/%40scope/name@1.0.0`.
    package var purl: String {
        let (type, path, suffix) = parts
        let name = Self.encoded(ecosystem.ignoresCase ? path.lowercased()[...] : path, keepingSlashes: true)
        let version = version.map { "@" + Self.encoded($0[...], keepingSlashes: false) } ?? ""
        return "pkg:\(type)/\(name)\(version)\(suffix)"
    }

    /// Type, namespace with name, and what follows the version: qualifiers or a path within the package.
    private var parts: (type: String, path: Substring, suffix: String) {
        let type = ecosystem.packageURLType
        switch ecosystem {
        case .maven: return (type, name.replacing(":", with: "/")[...], "")
        case .pypi: return (type, name.replacing("_", with: "-")[...], "")
        case .cocoapods:
            // A part of a pod is a path within it.
            let pod = name.prefix { $0 != "/" }
            let part = Self.encoded(name[pod.endIndex...], keepingSlashes: true)
            return (type, pod, part.isEmpty ? "" : "#" + part)
        case .conan:
            let recipe = name.prefix { $0 != "@" }
            return (type, recipe, Self.conanQualifiers(name[recipe.endIndex...].dropFirst()))
        case .deno:
            let file = name.split(separator: "/").last ?? name[...]
            return (type, file, "?download_url=" + Self.encoded(name[...], keepingSlashes: false))
        case .carthage where name.hasPrefix("github.com/"):
            return ("github", name.dropFirst(11).lowercased()[...], "")
        default: return (type, name[...], "")
        }
    }

    private static func conanQualifiers(_ owner: Substring) -> String {
        let parts = owner.split(separator: "/", maxSplits: 1).map { encoded($0, keepingSlashes: false) }
        guard let user = parts.first else { return "" }
        return parts.count == 2 ? "?channel=\(parts[1])&user=\(user)" : "?user=\(user)"
    }

    /// Percent-encodes everything but letters, digits and `.-_~:`; slashes part segments, empty ones are dropped.
    private static func encoded(_ text: Substring, keepingSlashes: Bool) -> String {
        guard keepingSlashes else { return encodedSegment(text) }
        return text.split(separator: "/").map(encodedSegment).joined(separator: "/")
    }

    private static func encodedSegment(_ segment: Substring) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in segment.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2E, 0x2D, 0x5F, 0x7E, 0x3A: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
