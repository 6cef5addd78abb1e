// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Readers
import Triage

/// Measures the pure parts of triage on one core, without files and without a store.
struct EngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Measure signatures and links a second on failures as JSON Lines.",
        discussion: """
            Reads the file once; then signs all failures again and again, and links the different signatures again and \
            again, in this process and on one core. The figures are processor time. Bounds: 300,000 signatures and \
            10,000 links a second.

            EXAMPLES
              exitgate-bench engine failures.jsonl
              exitgate-bench engine failures.jsonl --seconds 5
            """
    )

    @Argument(help: "Failures as JSON Lines.", completion: .file())
    var file: String

    @Option(help: "How long each part is measured, in seconds of processor time.")
    var seconds = 2.0

    func validate() throws {
        guard seconds > 0 else { throw ValidationError("--seconds must be above 0") }
    }

    func run() throws {
        let failures = try Failures(file)
        guard failures.count > 0 else { throw BenchError.notFound(file) }
        var builder = SignatureBuilder()
        var check: UInt64 = 0
        let signing = Self.rate(of: failures.count, seconds: seconds) {
            failures.forEach { check ^= builder.sign($0).signature.low }
        }
        var evidence: [SignatureEvidence] = []
        var seen: Set<Signature> = []
        failures.forEach { failure in
            let (_, found) = builder.sign(failure) { seen.insert($0).inserted }
            if let found { evidence.append(found) }
        }
        var clusters = 0
        let linking = Self.rate(of: evidence.count, seconds: seconds) {
            var clusterer = Clusterer()
            for entry in evidence { _ = clusterer.add(entry) }
            clusters = clusterer.content.members.count
        }
        print(
            """
            failures    \(failures.count), \(failures.byteCount / failures.count) bytes each (\(String(check, radix: 16)))
            signatures  \(evidence.count) in \(clusters) clusters
            signing     \(Int(signing)) failures/s
            linking     \(Int(linking)) new signatures/s
            """)
    }

    /// How many of `count` things are done a second of processor time.
    private static func rate(of count: Int, seconds: Double, _ body: () -> Void) -> Double {
        body()
        let start = clock()
        var rounds = 0
        repeat {
            body()
            rounds += 1
        } while Double(clock() - start) / Double(CLOCKS_PER_SEC) < seconds
        return Double(count * rounds) * Double(CLOCKS_PER_SEC) / Double(clock() - start)
    }
}

/// Failures in one piece of memory.
private final class Failures {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    let fieldCount = 6

    var count: Int { ends.count / fieldCount }
    var byteCount: Int { bytes.count }

    init(_ file: String) throws {
        let limits = ReaderLimits()
        var source = try FileSource(path: InputPath(file), followsLinks: true, limits: limits)
        _ = FailureLinesReader(limits: limits).read(&source, name: file) { line in
            for field in [line.suite, line.className, line.name, line.type, line.message, line.text] {
                bytes.append(contentsOf: field)
                ends.append(bytes.count)
            }
        }
    }

    func forEach(_ body: (FailureText) -> Void) {
        bytes.withUnsafeBufferPointer { all in
            var start = 0
            for first in stride(from: 0, to: ends.count, by: fieldCount) {
                let fields = (first..<first + fieldCount).map { place in
                    defer { start = ends[place] }
                    return Bytes(rebasing: all[start..<ends[place]])
                }
                body(
                    FailureText(
                        suite: fields[0], className: fields[1], name: fields[2], type: fields[3], message: fields[4],
                        text: fields[5]))
            }
        }
    }
}
