// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Testing

/// Real failures, compared with what Foundation reads; they lie beside the repository.
@Suite(.enabled(if: !FailureLinesCorpus.files.isEmpty))
struct FailureLinesCorpusTests {
    @Test(arguments: FailureLinesCorpus.files)
    func `every line has the fields that Foundation reads`(file: String) throws {
        let bytes = try Data(contentsOf: FailureLinesCorpus.folder.appending(path: file))
        let lines = bytes.split(separator: 0x0A)

        let found = readLines(bytes)

        #expect(found.failures.count == lines.count)
        #expect(found.errors.isEmpty)
        #expect(found.isComplete)
        for (line, failure) in zip(lines, found.failures) {
            let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] ?? [:]
            let expected = FailureLinesCorpus.expected(object, line: failure.line)
            guard failure != expected else { continue }
            #expect(failure == expected)
        }
    }
}

enum FailureLinesCorpus {
    static let folder = Repository.corpus.appending(path: "clustering")

    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".jsonl") }.sorted()

    /// What the reader makes of an object: characters that XML forbids show as marks.
    static func expected(_ object: [String: Any], line: Int) -> LinesRecording.Failure {
        LineWriter.expected(object.mapValues { ($0 as? String).map(clean) ?? $0 }, line: line)
    }

    private static func clean(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 && scalar != "\n" && scalar != "\t" && scalar != "\r"
            result.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        }
        return result
    }
}
