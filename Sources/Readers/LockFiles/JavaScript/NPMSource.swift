// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What the lock files of the JavaScript world share: registries, descriptors and the sections of a manifest.
enum NPMSource {
    private static let registries = ["registry.npmjs.org/", "registry.yarnpkg.com/"].flatMap { name in
        ["https://" + name, "http://" + name]
    }

    /// The address when it is not one of the public registry.
    static func custom(_ address: SourceAddress) -> String? {
        registries.contains(where: address.text.hasPrefix) ? nil : address.text
    }

    /// Name and range of `name@range`; the name may begin with a scope.
    static func split(_ descriptor: Substring) -> (name: Substring, range: Substring)? {
        guard let at = descriptor.dropFirst().utf8.firstIndex(of: 0x40) else { return nil }
        return (descriptor[..<at], descriptor[descriptor.index(after: at)...])
    }

    /// A path, those above it and the empty one, from the deepest on; of a path without measure only the empty one.
    static func levels(of path: String) -> [Substring] {
        guard path.utf8.count <= 1024 else { return [""] }
        let slashes = path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") }
        return (path.isEmpty ? [] : [path[...]]) + slashes.reversed().map { path[..<$0] } + [""]
    }

    /// The packages that a manifest asks for, with the ranges it asks for, and those of them only for development.
    static func asked(by manifest: LockTree) -> (all: [String: LockTree], development: Set<String>) {
        var all = manifest["devDependencies"].pairs
        let development = Set(all.keys)
        for section in ["peerDependencies", "optionalDependencies", "dependencies"] {
            all.merge(manifest[section].pairs) { _, last in last }
        }
        let needed = Set(["optionalDependencies", "dependencies"].flatMap { manifest[$0].pairs.keys })
        return (all, development.subtracting(needed))
    }
}
