// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Folders that are found from where this file lies.
enum Repository {
    /// The folder of this test target, with links resolved.
    static let tests = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let fixtures = tests.appending(path: "Fixtures/junit")

    /// Corpora that are not part of the repository lie beside it, when they are there at all.
    static let corpus = tests.appending(path: "../../../shared/corpus").standardizedFileURL

    static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
}
