// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Files of lines: a version, a name with versions, or a name with a value.
enum VersionLines {
    /// Each line one version, several of which are tried in their order; nil for no line.
    static func versions(_ text: LockText, tool: String) -> [ToolchainPin]? {
        let lines = content(text)
        return lines.isEmpty ? nil : lines.map { ToolchainPin(tool, $0) }
    }

    /// `.tool-versions` of asdf: a tool and its versions on each line.
    static func table(_ text: LockText) -> [ToolchainPin] {
        content(text).flatMap { line in
            let words = line.words
            return words.dropFirst().map { ToolchainPin(words[0], $0) }
        }
    }

    /// `name=value`; Java writes a colon in a value as `\:`.
    static func properties(_ text: LockText) -> [(name: String, value: String)] {
        content(text).compactMap { line in
            guard let sign = line.firstIndex(of: "=") else { return nil }
            let value = line[line.index(after: sign)...].trimmed.replacing("\\", with: "")
            return (String(line[..<sign].trimmed), String(value))
        }
    }

    /// Lines without comments and blanks; empty ones are dropped.
    private static func content(_ text: LockText) -> [Substring] {
        text.lines.map { $0.text.prefix { $0 != "#" }.trimmed }.filter { !$0.isEmpty }
    }
}

/// Wrappers of Gradle and Maven, which download the tool themselves: the version is a part of the address.
enum BuildWrapper {
    /// nil where no address holds a version.
    static func pins(_ text: LockText, tool: String) -> [ToolchainPin]? {
        let properties = VersionLines.properties(text)
        let digest = properties.first { $0.name == "distributionSha256Sum" }.map { "sha256:" + $0.value.lowercased() }
        guard let address = properties.first(where: { $0.name == "distributionUrl" })?.value,
            let version = version(of: address)
        else { return nil }
        return [ToolchainPin(tool, version, digest: digest, isExact: true)]
    }

    /// `…/gradle-8.5-bin.zip` and `…/apache-maven-3.9.6-bin.tar.gz`: what lies between the name and the kind.
    private static func version(of address: String) -> String? {
        let file = address.prefix { $0 != "?" }.split(separator: "/").last ?? ""
        let parts = file.split(separator: "-").drop { $0.first?.isNumber != true }
        guard parts.count > 1 else { return nil }
        return parts.dropLast().joined(separator: "-")
    }
}

/// Lines of manifests that name the oldest tool which will do; a newer one is taken without a word.
enum ManifestLines {
    /// `// swift-tools-version: 6.1`.
    static func swift(_ text: LockText) -> [ToolchainPin] {
        for (_, line) in text.lines.prefix(20) where line.hasPrefix("//") {
            guard let mark = line.range(ofASCII: "swift-tools-version:") else { continue }
            let version = line[mark.upperBound...].prefix { $0 != ";" }
            return [ToolchainPin("swift", version, isExact: false)]
        }
        return []
    }

    /// `go 1.22` and `toolchain go1.22.1`.
    static func go(_ text: LockText) -> [ToolchainPin] {
        text.lines.compactMap { _, line in
            let words = line.words
            guard words.count >= 2, words[0] == "go" || words[0] == "toolchain" else { return nil }
            return ToolchainPin("go", words[1], isExact: false)
        }
    }
}
