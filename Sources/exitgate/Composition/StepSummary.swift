// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Renderers

/// The summary of a job of GitHub Actions: a file that steps append Markdown to.
enum StepSummary {
    private static let variable = "GITHUB_STEP_SUMMARY"

    /// Does nothing outside of such a job; a summary that cannot be written is told and ends nothing.
    static func append(_ markdown: String) {
        guard let path = ProcessInfo.processInfo.environment[variable], !path.isEmpty else { return }
        let file =
            FileManager.default.fileExists(atPath: path) || FileManager.default.createFile(atPath: path, contents: nil)
        guard file, let handle = FileHandle(forWritingAtPath: path) else {
            return Terminal.note("warning: \(variable) cannot be written: \(SafeText.line(path))")
        }
        defer { try? handle.close() }
        do {
            try handle.seekToEnd()
            try handle.write(contentsOf: Data((markdown + "\n\n").utf8))
        } catch {
            Terminal.note("warning: \(variable) cannot be written: \(SafeText.line(path))")
        }
    }
}
