// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Digests in the spellings of lock files, as `algorithm:value`.
enum LockDigest {
    /// A commit of git, when the text is one: 40 or 64 hexadecimal digits.
    static func commit(_ text: String) -> String? {
        isHexadecimal(text, counts: [40, 64]) ? "gitCommit:" + text : nil
    }

    static func isCommit(_ text: some StringProtocol) -> Bool { isHexadecimal(text, counts: [40, 64]) }

    /// The strongest of the hashes that a subresource integrity such as `sha512-…` lists.
    static func integrity(_ text: String?) -> [String] {
        guard let text else { return [] }
        var best: (strength: Int, digest: String)?
        var rest = text[...]
        while !rest.isEmpty {
            let hash = rest[..<(rest.utf8.firstIndex(of: 0x20) ?? rest.endIndex)]
            rest = rest[hash.endIndex...].dropFirst()
            guard let dash = hash.utf8.firstIndex(of: 0x2D) else { continue }
            let algorithm = hash[..<dash]
            let strength = Int(Substring(algorithm.utf8.drop { !(0x30...0x39).contains($0) })) ?? 0
            if strength > best?.strength ?? -1 {
                best = (strength, algorithm + ":" + hash[hash.utf8.index(after: dash)...])
            }
        }
        return best.map { [$0.digest] } ?? []
    }

    /// A value whose algorithm the format fixes; none when there is no value.
    static func known(_ algorithm: String, _ value: String?) -> [String] {
        guard let value, !value.isEmpty else { return [] }
        return [algorithm + ":" + value]
    }

    /// As ``known(_:_:)``, of hexadecimal digits; none for words that say that there is none.
    static func hexadecimal(_ algorithm: String, _ value: String?) -> [String] {
        known(algorithm, value.flatMap { isHexadecimal($0, counts: [$0.utf8.count]) ? $0 : nil })
    }

    /// The values of a list whose algorithm the format fixes.
    static func all(_ algorithm: String, _ list: LockTree) -> [String] {
        list.items.compactMap { $0.text.map { algorithm + ":" + $0 } }
    }

    private static func isHexadecimal(_ text: some StringProtocol, counts: [Int]) -> Bool {
        counts.contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
            }
    }
}
