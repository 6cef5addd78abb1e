// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One requirement as PEP 508 and pip write it: a name with ranges, a name with an address, or an address alone.
struct RequirementLine {
    private var name = ""
    private var ranges: Substring = ""
    private var address: SourceAddress?
    private var reference: Substring?
    private var digests: [String]

    /// - Returns: nil when the line is neither a name nor an address.
    init?(_ line: Substring) {
        let words = line.words
        digests = words.compactMap { word in
            word.hasPrefix("--hash=") ? String(word.dropFirst(7)) : nil
        }
        let requirement = words.prefix { !$0.hasPrefix("--") }.joined(separator: " ")[...]
        let name = requirement.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        // A name may stand before the address without a blank.
        let tail = requirement[name.endIndex...]
        let hasAddress = tail.hasPrefix("@") || tail.hasPrefix("[") && tail.contains("]@")
        let isNamed = !name.isEmpty && hasAddress && tail.contains("://")
        if !isNamed, Self.isAddress(requirement.prefix { $0 != " " }) {
            readAddress(requirement.prefix { $0 != " " })
            return
        }
        guard let first = name.first, first.isLetter || first.isNumber else { return nil }
        self.name = PythonPackage.normalized(name)
        var rest = requirement[name.endIndex...].trimmed
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            rest = rest[rest.index(after: end)...].trimmed
        }
        if rest.hasPrefix("@") {
            readAddress(rest.dropFirst().trimmed.prefix { $0 != " " })
            return
        }
        ranges = rest.prefix { $0 != ";" }.trimmed
        if ranges.hasPrefix("("), ranges.hasSuffix(")") { ranges = ranges.dropFirst().dropLast().trimmed }
        guard ranges.isEmpty || "=<>!~".contains(ranges.first ?? " ") else { return nil }
    }

    func dependency(index: String?) -> LockedDependency {
        if let address {
            let isCommit = reference.map { LockDigest.isCommit($0) } ?? false
            let commit = isCommit ? reference.map { ["gitCommit:\($0)"] } ?? [] : []
            return LockedDependency(
                .pypi, name, version: isCommit ? reference : nil, digests: digests + commit,
                isPinned: isCommit || !digests.isEmpty, source: address.text)
        }
        return LockedDependency(
            .pypi, name, version: exactVersion, digests: digests, isPinned: exactVersion != nil, source: index)
    }

    /// The version of `==1.0` and `===1.0`; `==1.*` is a range.
    private var exactVersion: Substring? {
        for range in ranges.split(separator: ",") where range.trimmed.hasPrefix("==") {
            let version = range.trimmed.drop { $0 == "=" }.trimmed
            if !version.isEmpty, !version.hasSuffix("*") { return version }
        }
        return nil
    }

    private static func isAddress(_ word: Substring) -> Bool {
        word.contains("://") || word.hasPrefix(".") || word.hasPrefix("/") || word.hasSuffix(".whl")
            || word.hasSuffix(".tar.gz") || word.hasSuffix(".zip") || word.contains("/") && !word.contains("@")
    }

    /// Keeps the address, the revision behind its last at sign, and the name that `egg=` or the file gives.
    private mutating func readAddress(_ text: Substring) {
        let parts = text.split(separator: "#", maxSplits: 1)
        var plain = parts.first ?? ""
        let fields = parts.count == 2 ? parts[1].split(separator: "&") : []
        let algorithms = ["sha256=", "sha384=", "sha512=", "sha1=", "md5="]
        digests += fields.filter { field in algorithms.contains { field.hasPrefix($0) } }
            .map { $0.replacing("=", with: ":", maxReplacements: 1) }.map { String($0) }
        let isRepository = ["git+", "hg+", "svn+", "bzr+"].contains { plain.hasPrefix($0) }
        if isRepository, let at = plain.lastIndex(of: "@"), let slash = plain.lastIndex(of: "/"), at > slash {
            reference = plain[plain.index(after: at)...]
            plain = plain[..<at]
        }
        let address = SourceAddress(plain)
        self.address = address
        guard name.isEmpty else { return }
        let egg = fields.first { $0.hasPrefix("egg=") }?.dropFirst(4).prefix { $0 != "[" }
        name = egg.map { PythonPackage.normalized($0) } ?? Self.fileName(address.text)
    }

    /// The name that a wheel or an archive carries, or the whole last part of the address.
    private static func fileName(_ address: String) -> String {
        let file = address.split(separator: "/").last ?? ""
        guard file.hasSuffix(".whl") || file.hasSuffix(".tar.gz") || file.hasSuffix(".zip") else {
            return file.allSatisfy { $0 == "." } ? address : PythonPackage.normalized(file.replacing(".git", with: ""))
        }
        if file.hasSuffix(".whl") { return PythonPackage.normalized(file.prefix { $0 != "-" }) }
        return PythonPackage.normalized(file.lastIndex(of: "-").map { file[..<$0] } ?? file)
    }
}
