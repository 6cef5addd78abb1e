// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
import TestPhase

/// Reads many JUnit reports, several at once, and hands them on in the order of the inputs.
package struct ReportPipeline: Sendable {
    /// One report after it was read.
    package struct Item<Consumer: JUnitConsumer> {
        package let input: Input
        package let reading: JUnitReading
        /// SHA-256 of the raw bytes, 64 hexadecimal digits; nil when it is not wanted, or they cannot be had.
        package let digest: String?
        package let consumer: Consumer
    }

    private let limits: ReaderLimits
    private let archiveLimits: ArchiveLimits
    private let followsLinks: Bool
    private let digests: Bool

    /// - Parameter digests: Whether the digests of the raw bytes are wanted.
    package init(limits: ReaderLimits, archiveLimits: ArchiveLimits, followsLinks: Bool, digests: Bool = true) {
        self.limits = limits
        self.archiveLimits = archiveLimits
        self.followsLinks = followsLinks
        self.digests = digests
    }

    /// Reads `inputs`; memory holds a few reports at a time.
    ///
    /// - Parameter deliver: is called once an input, in order, on the calling thread.
    package func run<Consumer: JUnitConsumer & SendableMetatype>(
        _ inputs: [Input], makeConsumer: @escaping @Sendable () -> Consumer, deliver: (Item<Consumer>) throws -> Void
    ) rethrows {
        let pipeline = InputPipeline(
            ReportReading(limits: limits, digests: digests, makeConsumer: makeConsumer), limits: limits,
            archiveLimits: archiveLimits, followsLinks: followsLinks)
        try pipeline.run(inputs, deliver: deliver)
    }
}

/// Reads each input as what it begins like, an event stream of Swift Testing or a JUnit report, for a consumer of its own.
private struct ReportReading<Consumer: JUnitConsumer & SendableMetatype>: InputReading {
    let limits: ReaderLimits
    let digests: Bool
    let makeConsumer: @Sendable () -> Consumer

    func read<Source: ByteSource & ~Copyable>(
        _ source: inout DigestingSource<Source>, _ input: Input
    ) -> (product: ReportPipeline.Item<Consumer>, fault: SourceError?) {
        let consumer = makeConsumer()
        let reading: JUnitReading
        do throws(SourceError) {
            // Members of an archive cannot be looked at twice without a cost, so the name has a say.
            var isEvents = false
            if input.mayHoldLines { isEvents = try source.begins(with: EventStreamReader.looksLikeEvents) }
            reading =
                isEvents
                ? EventStreamReader(limits: limits).read(&source, name: input.display, consumer: consumer)
                : JUnitReader(limits: limits).read(&source, name: input.display, consumer: consumer)
        } catch {
            return (refused(input, error), nil)
        }
        let digest = digests ? try? source.finish() : nil
        let item = ReportPipeline.Item(input: input, reading: reading, digest: digest, consumer: consumer)
        return (item, reading.archiveFault)
    }

    func refused(_ input: Input, _ error: SourceError) -> ReportPipeline.Item<Consumer> {
        let diagnostic = Diagnostic(.error, error.code, error.message, hint: error.hint, file: input.display)
        let reading = JUnitReading(tally: ReportTally(), diagnostics: [diagnostic], condition: .rejected, bytes: 0)
        return ReportPipeline.Item(input: input, reading: reading, digest: nil, consumer: makeConsumer())
    }
}

extension JUnitReading {
    /// Why the rest of the archive must not be unpacked.
    var archiveFault: SourceError? {
        diagnostics.first { $0.code == "archive-limit" }.map { SourceError($0.code, $0.message, hint: $0.hint) }
    }
}

extension Input {
    /// Whether its name leaves open that it holds JSON Lines.
    fileprivate var mayHoldLines: Bool {
        self == .standardInput || [".jsonl", ".ndjson", ".json"].contains(where: display.lowercased().hasSuffix)
    }
}
