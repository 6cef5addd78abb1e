// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// X, the yardstick: a streaming parse by libxml2 that keeps nothing.
struct Xmllint {
    let path: String

    /// What to do when it is missing.
    static let hint =
        "xmllint is needed as the yardstick\nhint: apt-get install libxml2-utils (Fedora: dnf install libxml2)"

    /// Finds it in `PATH`; nil when it is not installed.
    init?(searching environment: [String: String] = ProcessInfo.processInfo.environment) {
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        guard
            let path = folders.map({ "\($0)/xmllint" }).first(where: FileManager.default.isExecutableFile(atPath:))
        else { return nil }
        self.path = path
    }

    var version: [String] { [path, "--version"] }

    /// Parses a file, or every XML file of a folder in the order of names.
    func parse(_ reports: URL) -> [String] {
        [path, "--stream", "--noout"] + Self.files(reports)
    }

    private static func files(_ reports: URL) -> [String] {
        let found = FileManager.default.enumerator(at: reports, includingPropertiesForKeys: nil)
        let files = found?.compactMap { ($0 as? URL)?.path }.filter { $0.hasSuffix(".xml") } ?? []
        return files.isEmpty ? [reports.path] : files.sorted()
    }
}
