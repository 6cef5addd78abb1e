// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The key of a package in `pnpm-lock.yaml`, in any of its spellings, without the peers it was resolved with.
struct PNPMKey {
    let name: String
    let version: String

    /// Name and version in one spelling for all versions of the format.
    var identity: String { "\(name)@\(version)" }

    /// Reads `/name/1.0.0_peers`, `registry.example/name/1.0.0`, `/name@1.0.0(peers)` and `name@1.0.0`.
    init?(_ key: String) {
        let plain = Self.withoutPeers(key)
        // From version 6 on the version stands behind an at sign; an address as version may hold slashes.
        if let parts = NPMSource.split(plain.drop { $0 == "/" }), !parts.range.isEmpty,
            !parts.name.hasPrefix("@") || parts.name.contains("/"), Self.isName(parts.name)
        {
            name = String(parts.name)
            version = String(parts.range)
            return
        }
        // Before that it is the first part that begins with a digit; the oldest files name peers behind it.
        let parts = plain.split(separator: "/")
        guard let index = parts.indices.dropFirst().first(where: { parts[$0].first?.isNumber == true }) else {
            return nil
        }
        let scope = index >= 2 && parts[index - 2].hasPrefix("@") ? parts[index - 2] + "/" : ""
        name = scope + parts[index - 1]
        version = String(parts[index].prefix { $0 != "_" })
    }

    /// A name has a slash only behind its scope.
    private static func isName(_ text: Substring) -> Bool {
        text.split(separator: "/").count == (text.hasPrefix("@") ? 2 : 1)
    }

    /// Without the brackets in which version 6 and later name peers.
    static func withoutPeers(_ key: String) -> String {
        String(key.prefix { $0 != "(" })
    }

    /// The key that a dependency leads to: its version may be an alias, which is a key by itself, or an address.
    static func identity(name: String, version: String) -> String {
        let plain = withoutPeers(version)
        if plain.contains("://") { return "\(name)@\(plain)" }
        if plain.first?.isNumber == true {
            return "\(name)@" + plain.prefix { $0 != "_" }
        }
        return PNPMKey(plain)?.identity ?? plain
    }
}
