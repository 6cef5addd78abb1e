// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// `yarn.lock` of Yarn 2 and later, which is YAML.
///
/// A workspace is an entry as well: it is no dependency, but what it asks for is direct.
enum YarnBerryLock {
    static func isBerry(_ text: LockText) -> Bool {
        text.text.hasPrefix("__metadata:") || text.text.contains("\n__metadata:")
    }

    static func read(_ text: LockText, into draft: inout LockDraft) {
        guard let root = draft.yaml(text.text) else { return }
        draft.setFormat("yarn.lock berry")
        draft.setVersion(root["__metadata"]["version"].text, known: ["4", "5", "6", "7", "8", "9", "10"])
        let entries = draft.tablePairs(root, "yarn.lock").filter { $0.name != "__metadata" }
        var direct: Set<String> = []
        for entry in entries where isWorkspace(entry.value) {
            for (name, range) in entry.value["dependencies"].pairs {
                direct.formUnion(descriptors(name, range.text ?? ""))
            }
        }
        for (key, entry) in entries where !isWorkspace(entry) {
            let descriptors = key.split(separator: ",").map { String($0.trimmed) }
            add(entry, key: key, isDirect: descriptors.contains { direct.contains(withoutBinding($0)) }, to: &draft)
        }
    }

    private static func isWorkspace(_ entry: LockTree) -> Bool {
        entry["resolution"].text.flatMap { NPMSource.split($0[...]) }?.range.hasPrefix("workspace:") ?? false
    }

    /// Before version 8 a workspace wrote the range alone where the entry writes `npm:` before it.
    private static func descriptors(_ name: String, _ range: String) -> [String] {
        [withoutBinding("\(name)@\(range)"), "\(name)@npm:\(range)"]
    }

    /// Entries bind patches and local paths to the workspace that names them, behind two colons.
    private static func withoutBinding(_ descriptor: String) -> String {
        descriptor.range(ofASCII: "::").map { String(descriptor[..<$0.lowerBound]) } ?? descriptor
    }

    private static func add(_ entry: LockTree, key: String, isDirect: Bool, to draft: inout LockDraft) {
        guard let resolution = entry["resolution"].text.flatMap({ NPMSource.split($0[...]) }) else {
            draft.skipEntry(key)
            return
        }
        let reference = String(resolution.range)
        // The cache writes its own version before the digest.
        let checksum = entry["checksum"].text.map { String($0.split(separator: "/").last ?? "") }
        var digests = LockDigest.known("sha512", checksum)
        let version = entry["version"].text
        var source: String?
        var isPinned = version != nil
        if reference.hasPrefix("patch:") {
            source = patch(reference)
        } else if reference.hasPrefix("link:") || reference.hasPrefix("portal:") || reference.hasPrefix("file:") {
            source = String(withoutBinding(reference))
            isPinned = !digests.isEmpty
        } else if !reference.hasPrefix("npm:") {
            let address = SourceAddress(reference)
            source = NPMSource.custom(address)
            digests += [address.commitDigest].compactMap(\.self)
        } else if let archive = reference.range(ofASCII: "::__archiveUrl=") {
            source = NPMSource.custom(SourceAddress(percentDecoded(reference[archive.upperBound...])))
        }
        draft.add(
            LockedDependency(
                .npm, resolution.name, version: version, digests: digests, isDirect: isDirect, isPinned: isPinned,
                source: source))
    }

    /// The name of a patch, which stands behind the number sign.
    private static func patch(_ reference: String) -> String {
        let parts = withoutBinding(reference).split(separator: "#", maxSplits: 1)
        return "patch:" + (parts.count == 2 ? parts[1] : "")
    }

    private static func percentDecoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
