// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A tested commit and the nearest of its ancestors, as git listed them when a run was ingested.
///
/// What it names is there. What it does not name may be there all the same: it ends after `length` commits, and earlier in a
/// shallow clone.
package struct Lineage: Sendable, Equatable {
    /// Commits that are asked for: the tested one and its nearest ancestors.
    package static let length = 257
    /// Bytes that are kept of each.
    private static let width = 8

    /// The first digits of each commit, the tested one first.
    private let prefixes: [UInt64]

    /// - Parameter hashes: Whole hashes in hexadecimal digits, the tested commit first; more than `length` are cut off.
    /// - Returns: nil where there is no ancestor, or something is no whole hash.
    package init?(_ hashes: some Collection<some StringProtocol>) {
        var prefixes: [UInt64] = []
        for hash in hashes.prefix(Self.length) {
            guard let name = CommitName(String(hash)), name.isWhole else { return nil }
            prefixes.append(name.prefix)
        }
        guard prefixes.count > 1 else { return nil }
        self.prefixes = prefixes
    }

    /// As above, of the bytes of the digits.
    package init?(_ hashes: [ArraySlice<UInt8>]) {
        var prefixes: [UInt64] = []
        for hash in hashes.prefix(Self.length) {
            guard let prefix = CommitName.prefix(ofWhole: hash) else { return nil }
            prefixes.append(prefix)
        }
        guard prefixes.count > 1 else { return nil }
        self.prefixes = prefixes
    }

    /// Bytes of one that no longer clone adds to.
    package static let fullBytes = length * width

    /// - Parameter bytes: What `bytes` wrote.
    package init(bytes: [UInt8]) {
        prefixes = bytes.withUnsafeBytes { kept in
            stride(from: 0, to: kept.count - kept.count % Self.width, by: Self.width).map { start in
                UInt64(bigEndian: kept.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            }
        }
    }

    /// Eight bytes a commit, the first digits first.
    package var bytes: [UInt8] {
        prefixes.flatMap { prefix in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: prefix >> $0) }
        }
    }

    /// Whether it is that of a commit.
    package func begins(with commit: CommitName) -> Bool { prefixes.first.map(commit.fits) ?? false }

    /// Whether a commit is the tested one or one of the ancestors that are named.
    package func names(_ commit: CommitName) -> Bool {
        // What is known of most commits is all that is kept of each.
        commit.fillsPrefix ? prefixes.contains(commit.prefix) : prefixes.contains(where: commit.fits)
    }
}

/// A commit as a run names it: by its whole hash or its first digits.
package struct CommitName: Sendable, Equatable {
    /// Fewer digits than git prints by default name nothing for sure.
    private static let fewestDigits = 7
    private static let keptDigits = 16
    private static let wholeDigits: Set<Int> = [40, 64]

    /// Their values, from 0 to 15; upper and lower case are the same.
    private let digits: [UInt8]
    /// Its first sixteen digits as a number, from the left; zeros behind the last one.
    fileprivate let prefix: UInt64

    /// Whether a text leads from a name of git to something else, such as `main~3`, `x^` or `v1.0^{tree}`.
    package static func isPath(_ text: String) -> Bool { text.contains { $0 == "~" || $0 == "^" } }

    /// Names that git gives to another commit every day, such as `HEAD`, `@{u}`, `ORIG_HEAD~1` or `refs/heads/main`.
    package static func isMoving(_ text: String) -> Bool {
        let name = text.prefix { !"~^:".contains($0) }
        return name.lowercased() == "head" || name == "@" || name.contains("@{") || name.hasPrefix("refs/")
            || name.hasSuffix("_HEAD") && name.allSatisfy { $0 == "_" || $0.isUppercase && $0.isASCII }
    }

    /// Whether two texts may name one commit, either of them cut anywhere: what people and messages say of a commit is held
    /// against a few others, and not against all.
    package static func beginAlike(_ one: String, _ other: String) -> Bool {
        let (one, other) = (one.lowercased(), other.lowercased())
        return !one.isEmpty && !other.isEmpty && (one.hasPrefix(other) || other.hasPrefix(one))
    }

    /// Whether two texts name one commit for sure: equal ones do, and a whole hash and its beginning.
    package static func areSame(_ one: String, _ other: String) -> Bool {
        if one == other { return true }
        // Most are told apart by what no name may leave out.
        func head(_ text: String) -> String { text.prefix(fewestDigits).lowercased() }
        guard head(one) == head(other), let one = CommitName(one), let other = CommitName(other) else { return false }
        return one.isSame(as: other)
    }

    /// nil for what is no hash, or too short to name one commit.
    package init?(_ text: String) {
        guard (Self.fewestDigits...64).contains(text.utf8.count) else { return nil }
        var digits: [UInt8] = []
        digits.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            guard let digit = Self.value(of: byte) else { return nil }
            digits.append(digit)
        }
        let value = digits.prefix(Self.keptDigits).reduce(UInt64(0)) { $0 << 4 | UInt64($1) }
        prefix = value << UInt64(4 * max(0, Self.keptDigits - digits.count))
        self.digits = digits
    }

    /// What is kept of a whole hash; nil for what is none.
    fileprivate static func prefix(ofWhole hash: ArraySlice<UInt8>) -> UInt64? {
        guard wholeDigits.contains(hash.count), hash.allSatisfy({ value(of: $0) != nil }) else { return nil }
        return hash.prefix(keptDigits).reduce(0) { $0 << 4 | UInt64(value(of: $1) ?? 0) }
    }

    /// nil for what is no hexadecimal digit of ASCII.
    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): return byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): return byte - UInt8(ascii: "A") + 10
        default: return nil
        }
    }

    fileprivate var isWhole: Bool { Self.wholeDigits.contains(digits.count) }
    /// Whether its first sixteen digits are known.
    fileprivate var fillsPrefix: Bool { digits.count >= Self.keptDigits }

    /// Whether both name one commit: an abbreviation is one of a whole hash.
    package func isSame(as other: CommitName) -> Bool {
        // Most are told apart by what is kept of them.
        let missing = UInt64(4 * max(0, Self.keptDigits - min(digits.count, other.digits.count)))
        guard prefix >> missing == other.prefix >> missing else { return false }
        return digits == other.digits || isWhole && digits.starts(with: other.digits)
            || other.isWhole && other.digits.starts(with: digits)
    }

    /// Whether the digits that it has are the first of `kept`.
    fileprivate func fits(_ kept: UInt64) -> Bool {
        let missing = UInt64(4 * max(0, Self.keptDigits - digits.count))
        return kept >> missing == prefix >> missing
    }
}
