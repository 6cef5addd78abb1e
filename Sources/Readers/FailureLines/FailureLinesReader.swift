// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads failures as JSON Lines, one object a line, as a stream and in memory that does not grow with the file.
///
/// For example:
///
///     let reader = FailureLinesReader(limits: ReaderLimits())
///     var source = try FileSource(path: InputPath("failures.jsonl"), followsLinks: false, limits: reader.limits)
///     let reading = reader.read(&source, name: "failures.jsonl") { failure in add(failure.message.text) }
///
/// The keys are `id`, `suite`, `classname`, `name`, `type`, `message`, `text` and `run`; others are skipped. A line that
/// is no such object is told and skipped, and the rest counts.
package struct FailureLinesReader: Sendable {
    package let limits: ReaderLimits

    package init(limits: ReaderLimits) {
        self.limits = limits
    }

    /// Reads one file; linear in its size.
    ///
    /// - Parameters:
    ///   - name: the path for diagnostics, as the user wrote it.
    ///   - body: is called once a failure, in the order of the lines.
    package func read<Source: ByteSource & ~Copyable>(
        _ source: inout Source, name: String, body: (borrowing FailureLine) -> Void
    ) -> FailureLinesReading {
        var pass = FailureLinesPass(limits: limits, name: name)
        do throws(SourceError) {
            try pass.run(&source, body: body)
        } catch {
            pass.giveUp(error)
        }
        return pass.finish()
    }

    /// Whether a file that begins so holds JSON objects: the first byte that is not blank is a brace.
    package static func looksLikeFailures(firstBytes: Bytes) -> Bool {
        let hasMark = firstBytes.count >= 3 && firstBytes.prefix(3).elementsEqual([0xEF, 0xBB, 0xBF])
        return firstBytes.dropFirst(hasMark ? 3 : 0).first { !Prolog.isBlank($0) } == UInt8(ascii: "{")
    }
}

/// What reading one file of failures came to.
package struct FailureLinesReading: Sendable {
    /// Failures that were handed out.
    package var failures: Int
    /// Lines that were skipped because they hold no failure; blank lines are none of them.
    package var badLines: Int
    package var diagnostics: [Diagnostic]
    /// Bytes read.
    package var bytes: Int
    /// Whether the input was seen to its end and does not end inside a line; bad lines before it do not matter.
    package var isComplete: Bool

    package init(failures: Int, badLines: Int, diagnostics: [Diagnostic], bytes: Int, isComplete: Bool) {
        self.failures = failures
        self.badLines = badLines
        self.diagnostics = diagnostics
        self.bytes = bytes
        self.isComplete = isComplete
    }
}
