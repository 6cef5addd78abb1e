// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// A line of the log that GitHub's runner shows as an annotation of the job, and beside the line of a file.
///
/// Source: "Workflow commands for GitHub Actions"; what is escaped is what the runner takes back (`ActionCommand.cs`).
struct WorkflowCommand {
    enum Level: String {
        case error, warning, notice
    }

    let level: Level
    let title: String
    let message: String
    var location: Finding.Location?

    /// One line that begins no other command, whatever its data holds.
    var text: String {
        var properties: [(String, String)] = []
        if let location {
            properties.append(("file", location.file))
            if let line = location.line { properties.append(("line", String(line))) }
        }
        properties.append(("title", title))
        let written = properties.map { "\($0.0)=\(Self.property($0.1))" }.joined(separator: ",")
        return "::\(level.rawValue) \(written)::\(Self.data(message))"
    }

    /// What the runner would act on is neutral before, so that what is taken back is no command either.
    private static func data(_ text: String) -> String {
        SafeText.line(text, limit: 1_000).replacing("%", with: "%25")
    }

    private static func property(_ text: String) -> String {
        SafeText.line(text, limit: 200).replacing("%", with: "%25").replacing(":", with: "%3A")
            .replacing(",", with: "%2C")
    }
}

extension [WorkflowCommand] {
    /// At most ten of each level, which is what the runner shows of a step; a last line counts the rest.
    var lines: String {
        let limit = 10
        var counts: [WorkflowCommand.Level: Int] = [:]
        var shown: [String] = []
        for command in self {
            counts[command.level, default: 0] += 1
            if counts[command.level] ?? 0 <= limit { shown.append(command.text) }
        }
        let rest = counts.values.reduce(0) { $0 + Swift.max(0, $1 - limit) }
        if rest > 0 { shown.append("and \(Plural.count(rest, "annotation")) more, in the summary of the job") }
        return shown.joined(separator: "\n")
    }
}
