// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase

/// Everything that reading one file of failures came to, copied out of the calls.
struct LinesRecording: Equatable {
    struct Failure: Equatable {
        var id = ""
        var suite = ""
        var className = ""
        var name = ""
        var type = ""
        var message = ""
        var text = ""
        var run = ""
        var line = 1
    }

    var failures: [Failure]
    var badLines: Int
    var diagnostics: [Diagnostic]
    var bytes: Int
    var isComplete: Bool

    var ids: [String] { failures.map(\.id) }
    var codes: [String] { diagnostics.map(\.code) }
    var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }

    /// The findings as `code@line:column`, with their count when there are several.
    var places: [String] {
        diagnostics.map { found in
            let place = [found.line, found.column].compactMap { $0.map(String.init) }.joined(separator: ":")
            return found.code + (place.isEmpty ? "" : "@\(place)") + (found.count == 1 ? "" : "x\(found.count)")
        }
    }
}

/// Reads `source` and copies what is handed out.
func readLines<Source: ByteSource & ~Copyable>(
    from source: inout Source, limits: ReaderLimits = ReaderLimits()
) -> LinesRecording {
    var failures: [LinesRecording.Failure] = []
    let reading = FailureLinesReader(limits: limits).read(&source, name: "failures.jsonl") { failure in
        failures.append(
            LinesRecording.Failure(
                id: failure.id.text, suite: failure.suite.text, className: failure.className.text,
                name: failure.name.text, type: failure.type.text, message: failure.message.text,
                text: failure.text.text, run: failure.run.text, line: failure.line))
    }
    return LinesRecording(
        failures: failures, badLines: reading.badLines, diagnostics: reading.diagnostics, bytes: reading.bytes,
        isComplete: reading.isComplete && reading.failures == failures.count)
}

func readLines(
    _ bytes: some Sequence<UInt8>, limits: ReaderLimits = ReaderLimits(), chunk: Int = .max
) -> LinesRecording {
    var source = ChunkedSource(Array(bytes), size: chunk)
    return readLines(from: &source, limits: limits)
}

func readLines(_ text: String, limits: ReaderLimits = ReaderLimits(), chunk: Int = .max) -> LinesRecording {
    readLines(text.utf8, limits: limits, chunk: chunk)
}
