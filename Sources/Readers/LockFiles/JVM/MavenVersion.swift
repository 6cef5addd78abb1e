// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Versions as Maven and Gradle write them, which may be ranges.
enum MavenVersion {
    /// The version when the text names a single one; nil for ranges, `1.+`, `latest.release` and what is empty.
    static func exact(_ text: String?) -> String? {
        guard let text = text.map({ String($0[...].trimmed) }), !text.isEmpty else { return nil }
        if text.hasPrefix("["), text.hasSuffix("]"), !text.contains(",") {
            return exact(String(text.dropFirst().dropLast()))
        }
        let isRange = text.contains { "[](),${}".contains($0) } || text.hasSuffix("+")
        let isMoving = text.hasPrefix("latest.") || text == "LATEST" || text == "RELEASE" || text.hasSuffix("-SNAPSHOT")
        return isRange || isMoving ? nil : text
    }
}
