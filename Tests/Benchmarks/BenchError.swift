// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What ends a measurement.
enum BenchError: Error, CustomStringConvertible {
    case file(String, CInt)
    case notEmpty(String)
    case notFound(String)
    case cannotStart(String, CInt)
    /// A command ended with another status than 0; the text is the end of what
    /// it wrote to the standard error.
    case failed(command: String, status: String, text: String)
    case unreadableOutput(command: String, text: String)
    /// The figures of a command that missed results mean nothing.
    case wrongCounts(command: String, expected: ResultCounts, found: ResultCounts)

    var description: String {
        switch self {
        case .file(let path, let code): "cannot write \(path): \(String(cString: strerror(code)))"
        case .notEmpty(let path): "\(path) is not empty\nhint: remove it, or choose another folder"
        case .notFound(let path): "cannot find the executable \(path)"
        case .cannotStart(let path, let code): "cannot start \(path): \(String(cString: strerror(code)))"
        case .failed(let command, let status, let text):
            "`\(command)` ended with \(status)\(text.isEmpty ? "" : ": \(text)")"
        case .unreadableOutput(let command, let text): "`\(command)` printed no counts that can be read: \(text)"
        case .wrongCounts(let command, let expected, let found):
            "`\(command)` reports \(found.text), the work load holds \(expected.text)"
        }
    }
}

extension ResultCounts {
    /// For people, in the order of the fields.
    var text: String { "\(passed) passed, \(failed) failed, \(error) error, \(skipped) skipped, \(flaky) flaky" }
}
