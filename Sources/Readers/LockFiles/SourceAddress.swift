// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Where a package comes from, without anything that could be a secret: no user, password, query or fragment.
struct SourceAddress {
    /// `https://host/path`, or a local path.
    let text: String
    /// What follows the number sign, in most files a commit.
    let fragment: String?
    /// Whether a version control system serves it.
    let isRepository: Bool
    /// Whether it is a path on the machine that wrote the file.
    let isLocal: Bool

    /// Reads any form that lock files use: URLs with `git+` before them, `git@host:path`, `github:owner/name`, paths.
    init(_ raw: some StringProtocol) {
        let sign = raw.utf8.firstIndex(of: UInt8(ascii: "#"))
        let address = String(raw[..<(sign ?? raw.endIndex)])
        let rest = sign.map { raw[raw.utf8.index(after: $0)...] } ?? ""
        fragment = rest.isEmpty ? nil : Self.commitField(Substring(rest))
        let (kind, plain) = Self.withoutKind(address)
        if let scheme = Self.split(plain) {
            let path = Self.withoutCredentials(scheme.rest)
            text = scheme.name + "://" + path
            isLocal = scheme.name == "file"
            isRepository = kind || scheme.name == "ssh" || scheme.name == "git" || path.hasSuffix(".git")
        } else if let remote = Self.remoteShell(plain) ?? Self.shortcut(plain) {
            text = remote
            isLocal = false
            isRepository = true
        } else {
            text = Self.redacted(String(plain.hasPrefix("file:") ? plain.dropFirst(5) : plain[...]))
            isLocal = true
            isRepository = false
        }
    }

    /// Host and path without `.git` and slashes at the end: the name that Swift and Carthage give a package.
    var repositoryName: String {
        var name = Self.split(text)?.rest[...] ?? text[...]
        while name.hasSuffix("/") { name.removeLast() }
        if name.hasSuffix(".git") { name.removeLast(4) }
        return String(name)
    }

    /// The fragment as a digest when it is a commit.
    var commitDigest: String? { fragment.flatMap(LockDigest.commit) }

    /// A text without the credentials of all addresses in it; texts without addresses stay as they are.
    ///
    /// - Complexity: O(length).
    static func redacted(_ text: String) -> String {
        guard let lastSign = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return text }
        var result = ""
        var rest = text[...]
        while let mark = rest.range(ofASCII: "//") {
            result += rest[..<mark.upperBound]
            rest = withoutUser(rest[mark.upperBound...], lastSign: lastSign)
        }
        return result + rest
    }

    /// Berry writes `commit=…` and Poetry `egg=…` into fragments; the commit is what counts.
    private static func commitField(_ fragment: Substring) -> String {
        let fields = fragment.split(separator: "&")
        return String(fields.first { $0.hasPrefix("commit=") }?.dropFirst(7) ?? fragment)
    }

    private static let kinds = ["git+", "registry+", "sparse+", "hg+", "svn+", "bzr+"]

    private static func withoutKind(_ address: String) -> (isRepository: Bool, plain: String) {
        guard address.utf8.prefix(9).contains(UInt8(ascii: "+")), let kind = kinds.first(where: address.hasPrefix)
        else {
            return (false, address)
        }
        return (kind != "registry+" && kind != "sparse+", String(address.dropFirst(kind.count)))
    }

    private static func split(_ address: String) -> (name: String, rest: String)? {
        guard let slashes = address.range(ofASCII: "://") else { return nil }
        return (address[..<slashes.lowerBound].lowercased(), String(address[slashes.upperBound...]))
    }

    /// Host, port and path of what follows the scheme; a path may hold another address.
    private static func withoutCredentials(_ rest: String) -> String {
        guard rest.utf8.contains(where: { $0 == 0x3A || $0 == 0x3F || $0 == 0x40 }) else { return rest }
        let plain = withoutUser(rest[...], lastSign: rest.utf8.lastIndex(of: UInt8(ascii: "@")))
        return redacted(String(plain.prefix(upTo: plain.utf8.firstIndex(of: UInt8(ascii: "?")) ?? plain.endIndex)))
    }

    /// What follows the scheme, from the host on.
    ///
    /// A password that holds a slash or a question mark ends the host too early; then all up to the last `@` goes.
    ///
    /// - Parameter lastSign: place of the last `@` in the text that `rest` ends.
    private static func withoutUser(_ rest: Substring, lastSign: String.Index?) -> Substring {
        let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        let host = rest[..<end]
        if let at = host.utf8.lastIndex(of: UInt8(ascii: "@")) { return rest[host.utf8.index(after: at)...] }
        guard let colon = host.utf8.firstIndex(of: UInt8(ascii: ":")), !host.hasPrefix("["),
            !host[host.utf8.index(after: colon)...].allSatisfy(\.isNumber)
        else { return rest }
        guard let lastSign, lastSign >= rest.startIndex else { return rest[end...] }
        return rest[rest.utf8.index(after: lastSign)...]
    }

    /// `user@host:path`, as the remote shell writes it.
    private static func remoteShell(_ address: String) -> String? {
        guard let at = address.firstIndex(of: "@"), let colon = address[at...].firstIndex(of: ":"),
            !address[..<at].contains("/")
        else { return nil }
        let path = address[address.index(after: colon)...].drop { $0 == "/" }
        return "ssh://" + address[address.index(after: at)..<colon] + "/" + path
    }

    private static let hosts = ["github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"]

    /// `github:owner/name`, as npm writes it.
    private static func shortcut(_ address: String) -> String? {
        guard let colon = address.firstIndex(of: ":"), let host = hosts[String(address[..<colon])] else { return nil }
        let path = address[address.index(after: colon)...]
        return "https://\(host)/" + (path.lastIndex(of: "@").map { path[path.index(after: $0)...] } ?? path)
    }
}
