// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Expected texts, committed beside the tests; `UPDATE_GOLDEN=1` writes them anew.
enum Golden {
    /// Compares a text with the file of this name.
    static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = Product.golden.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(at: Product.golden, withIntermediateDirectories: true)
            return try Data(text.utf8).write(to: file)
        }
        let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        guard text != expected else { return }
        let difference = Self.difference(expected, text)
        Testing.Issue.record(
            "\(name) differs from Golden/\(name).txt; UPDATE_GOLDEN=1 accepts it\n\(difference)",
            sourceLocation: sourceLocation)
    }

    /// What depends on the machine becomes a word: folders, durations, the version of SQLite.
    static func neutral(_ text: String, folder: String) -> String {
        var text = text.replacingOccurrences(of: folder, with: "FOLDER")
        text = text.replacingOccurrences(of: Product.repository.path, with: "REPOSITORY")
        text = text.replacing(/\b\d+(\.\d+)? m?s\b/) {
            "N s" + String(repeating: " ", count: max(0, $0.output.0.count - 3))
        }
        return text.replacing(/(?m)^sqlite .*$/, with: "sqlite     VERSION")
    }

    /// The lines that differ, the expected ones first.
    private static func difference(_ expected: String, _ actual: String) -> String {
        let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
        let pairs = (0..<max(old.count, new.count)).filter { index in
            (index < old.count ? old[index] : nil) != (index < new.count ? new[index] : nil)
        }
        return pairs.prefix(8).map { index in
            "\(index + 1)- \(index < old.count ? old[index] : "(nothing)")\n\(index + 1)+ \(index < new.count ? new[index] : "(nothing)")"
        }.joined(separator: "\n")
    }
}
