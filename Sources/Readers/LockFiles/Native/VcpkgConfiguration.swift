// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// `vcpkg-configuration.json`, which stands beside `vcpkg.json`: a registry for all ports, and others for some.
struct VcpkgConfiguration {
    static let fileName = "vcpkg-configuration.json"

    /// Where ports come from.
    struct Registry {
        /// The commit of the registry; none where it is open.
        let digests: [String]
        let source: String?

        init(_ tree: LockTree) {
            digests = tree["baseline"].text.flatMap(LockDigest.commit).map { [$0] } ?? []
            source = tree["repository"].text.map { SourceAddress($0).text }
        }
    }

    private let common: Registry?
    private let others: [(ports: [String], registry: Registry)]
    let diagnostics: [Diagnostic]

    /// - Parameter path: As the user wrote it.
    init(_ bytes: [UInt8], path: String) {
        var draft = LockDraft(format: Self.fileName, file: path)
        let root = draft.json(LockText(bytes).text) ?? .none
        common = root["default-registry"].isTable ? Registry(root["default-registry"]) : nil
        others = root["registries"].items.map { ($0["packages"].items.compactMap(\.text), Registry($0)) }
        diagnostics = draft.content.diagnostics
    }

    /// The registry that names a port most closely; nil where the builtin one serves it.
    func registry(of port: String) -> Registry? {
        let fitting = others.compactMap { entry in
            entry.ports.filter { Self.fits(port, $0) }.map(\.utf8.count).max().map { ($0, entry.registry) }
        }
        return fitting.max { $0.0 < $1.0 }?.1 ?? common
    }

    /// A star at the end stands for any characters.
    private static func fits(_ port: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? port.hasPrefix(pattern.dropLast()) : port == pattern
    }
}
