// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What a file asks of a tool.
struct ToolchainPin: Equatable {
    /// The same name in all files: `node`, `python`, `go`.
    let tool: String
    /// As the file writes it, without the name of the tool and a `v` before it.
    let version: String
    /// Of what is downloaded.
    let digest: String?
    /// Whether only one release fits.
    let isExact: Bool

    /// - Parameter isExact: nil to judge by the version.
    init(
        _ tool: some StringProtocol, _ version: some StringProtocol, digest: String? = nil, isExact: Bool? = nil
    ) {
        let name = tool.lowercased()
        self.tool = Self.names[name] ?? name
        self.version = Self.bare(Substring(version).trimmed, tool: self.tool)
        self.digest = digest
        self.isExact = isExact ?? Self.isExact(self.version, tool: self.tool)
    }

    func item(evidence: String) -> ConfigurationItem {
        let version = CapturedText(version)
        return ConfigurationItem(
            .toolchain, CapturedText(tool).text, value: version.text, digest: digest ?? version.digest,
            isPinned: isExact, evidence: evidence)
    }

    private static let names = [
        "nodejs": "node", "golang": "go", "python3": "python", "rustc": "rust", "dotnet-core": "dotnet",
        "adoptopenjdk": "java", "openjdk": "java", "mvn": "maven",
    ]

    /// `v20.1.0`, `ruby-3.2.2` and `go1.22.1` name the release behind the letters.
    private static func bare(_ version: Substring, tool: String) -> String {
        for prefix in [tool + "-", tool, "v"] where version.hasPrefix(prefix) {
            let rest = version.dropFirst(prefix.count)
            if rest.first?.isNumber == true { return String(rest) }
        }
        return String(version)
    }

    /// Tools whose releases may have two numbers only.
    private static let shortReleases: Set<String> = ["swift", "gradle", "xcode"]

    /// A release has three numbers in most worlds, a build of the night a date; words, ranges and wildcards are open.
    private static func isExact(_ version: String, tool: String) -> Bool {
        guard !version.contains(where: { "*^~<>=|, ".contains($0) }) else { return false }
        if version.split(separator: "-").count(where: { Int($0) != nil }) >= 3 { return true }
        // Distributions of Java write their name first.
        let start = version.firstIndex { $0.isNumber } ?? version.endIndex
        let parts = version[start...].prefix { $0.isNumber || $0 == "." || $0.isLetter && $0.isASCII }.split(
            separator: ".")
        guard parts.allSatisfy({ $0.first?.isNumber == true }) else { return false }
        return parts.count >= (shortReleases.contains(tool) ? 2 : 3)
    }
}
