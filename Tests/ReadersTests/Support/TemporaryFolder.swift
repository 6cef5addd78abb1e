// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers

/// A folder of its own for one test; removed at the end.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "exitgate-readers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of an entry, for the command line.
    func path(_ name: String) -> String { url.path + "/" + name }

    /// Writes a file and the folders it needs; answers its path.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8> = minimalReport.utf8) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return path(name)
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    }

    /// The inputs relative to the folder, as diagnostics would name them.
    func names(_ inputs: [Input]) -> [String] {
        inputs.map { $0.display.replacingOccurrences(of: url.path + "/", with: "") }
    }
}

/// The smallest report with a result.
let minimalReport = "<testsuite name=\"s\"><testcase name=\"t\"/></testsuite>"
