// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The source files of the repository, by target.
enum Repository {
    struct File: Sendable, CustomStringConvertible {
        let target: String
        /// Relative to the repository.
        let path: String
        let text: String

        var description: String { path }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// Modules that the file imports, in its order.
        var imports: [String] {
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let keyword = words.firstIndex(of: "import"), keyword <= 1, keyword + 1 < words.count else {
                    return nil
                }
                guard
                    keyword == 0
                        || ["package", "public", "internal", "private", "@preconcurrency", "@testable"].contains(
                            words[0])
                else { return nil }
                return String(words[keyword + 1].split(separator: ".")[0])
            }
        }
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func files(in folder: String) -> [File] {
        let base = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
            guard let text = try? String(contentsOf: base.appendingPathComponent(path), encoding: .utf8) else {
                return nil
            }
            return File(target: String(path.split(separator: "/")[0]), path: "\(folder)/\(path)", text: text)
        }
    }
}
