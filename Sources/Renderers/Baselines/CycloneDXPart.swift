// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// One component or service of a bill: what several files name alike is one.
struct CycloneDXPart {
    private let item: ConfigurationItem
    /// Files and commands that name it, sorted.
    private var places: [String]
    private(set) var isDirect: Bool?
    private var isDevelopment: Bool?
    private var isPinned: Bool

    private init(_ item: ConfigurationItem) {
        self.item = item
        places = [item.evidence]
        (isDirect, isDevelopment, isPinned) = (item.isDirect, item.isDevelopment, item.isPinned)
    }

    private struct Name: Hashable {
        let kind: ConfigurationItem.Kind
        let key: String
        let value: String?
        let digest: String?
    }

    /// The parts of a snapshot in its order.
    static func all(of snapshot: ConfigurationSnapshot) -> [CycloneDXPart] {
        var parts: [CycloneDXPart] = []
        var indices: [Name: Int] = [:]
        for item in snapshot.items where !CycloneDXText.isProperty(item) {
            let name = Name(kind: item.kind, key: item.key, value: item.value, digest: item.digest)
            if let index = indices[name] {
                parts[index].merge(item)
            } else {
                indices[name] = parts.count
                parts.append(CycloneDXPart(item))
            }
        }
        return parts
    }

    /// Direct if any place says so, for development only if all do, pinned only if all do.
    private mutating func merge(_ other: ConfigurationItem) {
        if places.last != other.evidence { places.append(other.evidence) }
        isDirect = isDirect == true || other.isDirect == true ? true : isDirect ?? other.isDirect
        isDevelopment =
            isDevelopment == false || other.isDevelopment == false ? false : isDevelopment ?? other.isDevelopment
        isPinned = isPinned && other.isPinned
    }

    var kind: ConfigurationItem.Kind { item.kind }

    /// Package URL with its version, or kind, key and value; not unique yet.
    var reference: String {
        purl?.text ?? "\(item.kind.rawValue):\(item.key)" + (item.value.map { "@" + $0 } ?? "")
    }

    func component(reference: String) -> JSONText {
        let purl = purl
        let members: [JSONText.Member?] = [
            .init("type", .string(type)), .init("bom-ref", .string(reference)),
            (purl?.namespace).map { .init("group", .string($0)) }, .init("name", .string(purl?.name ?? item.key)),
            item.value.map { .init("version", .string($0)) }, isDevelopment.map(Self.scope),
            hash.map { .init("hashes", [$0.json]) }, (purl?.text).map { .init("purl", .string($0)) },
            .init("evidence", ["occurrences": .array(places.map { ["location": .string($0)] })]), properties,
        ]
        return .object(members.compactMap(\.self))
    }

    func service(reference: String) -> JSONText {
        let members: [JSONText.Member?] = [
            .init("bom-ref", .string(reference)), .init("name", .string(item.key)),
            item.value.map { .init("version", .string($0)) }, properties,
        ]
        return .object(members.compactMap(\.self))
    }

    private var purl: VersionedPackageURL? {
        item.kind == .dependency ? VersionedPackageURL(key: item.key, version: item.value) : nil
    }

    /// Services have no hashes.
    private var hash: CycloneDXHash? { item.kind == .service ? nil : item.digest.flatMap(CycloneDXHash.init) }

    private var type: String {
        switch item.kind {
        case .toolchain: "application"
        case .platform: ["os", "system", "kernel"].contains(item.key) ? "operating-system" : "device"
        case .image: "container"
        case .file, .pipeline, .document: "file"
        case .data: "data"
        default: "library"
        }
    }

    private static func scope(_ isDevelopment: Bool) -> JSONText.Member {
        .init("scope", isDevelopment ? "optional" : "required")
    }

    /// What CycloneDX has no word for: the kind of a file, a digest that is no hash, and what is not pinned.
    private var properties: JSONText.Member? {
        let pairs: [(String, String?)] = [
            ("exitgate:kind", item.kind == .pipeline || item.kind == .document ? item.kind.rawValue : nil),
            ("exitgate:digest", hash == nil ? item.digest : nil), ("exitgate:pinned", isPinned ? nil : "false"),
        ]
        let known = pairs.compactMap { name, value in value.map { CycloneDXText.property(name, $0) } }
        return known.isEmpty ? nil : .init("properties", .array(known))
    }
}
