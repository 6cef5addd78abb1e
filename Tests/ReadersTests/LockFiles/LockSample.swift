// Exitgate
// SPDX-License-Identifier: Apache-2.0

@testable import Readers

/// A lock file as a test writes it, and what the reader says of it, one line for each package.
enum LockSample {
    static func read(_ name: String, _ text: String) -> LockFileContent {
        LockFile.read(Array(text.utf8), path: name)
    }

    /// Packages as `purl direct development unpinned digests <source>`, only with what is known.
    static func lines(_ name: String, _ text: String) -> [String] {
        read(name, text).dependencies.map(line)
    }

    static func line(_ dependency: LockedDependency) -> String {
        var words = [dependency.purl]
        if let isDirect = dependency.isDirect { words.append(isDirect ? "direct" : "indirect") }
        if let isDevelopment = dependency.isDevelopment { words.append(isDevelopment ? "development" : "runtime") }
        if !dependency.isPinned { words.append("unpinned") }
        words += dependency.digests
        if let source = dependency.source { words.append("<\(source)>") }
        return words.joined(separator: " ")
    }

    /// A commit of 40 digits.
    static func commit(_ digit: Character) -> String { String(repeating: digit, count: 40) }
}
