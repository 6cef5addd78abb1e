// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers

/// Answers of commands that run side by side from the start, because it is known that they will be asked for.
///
/// A class, because a child is ended once, whoever asks for it.
final class EarlyAnswers {
    private var running: [[String]: ChildCommand.Running] = [:]
    /// Without links, as a capture names it.
    private let folder: String

    /// Starts what a capture asks git first.
    init(in folder: String, environment: [String: String]) {
        let real = realpath(folder, nil)
        defer { free(real) }
        self.folder = real.map { String(cString: $0) } ?? folder
        for command in ConfigurationCapture.firstCommands(in: folder, environment: environment) {
            running[command] = ChildCommand.begin(command, in: folder)
        }
    }

    deinit { for child in running.values { _ = ChildCommand.end(child, limit: 0) } }

    /// Standard output of a command; nil when it fails, or lasts too long.
    func run(_ command: [String], _ folder: String) -> String? {
        let early = folder == self.folder ? running.removeValue(forKey: command) : nil
        guard let ended = early.map({ ChildCommand.end($0) }) ?? ChildCommand.run(command, in: folder), ended.code == 0
        else { return nil }
        return String(decoding: ended.output, as: UTF8.self)
    }
}
