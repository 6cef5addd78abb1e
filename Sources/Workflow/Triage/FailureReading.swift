// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Triage

/// The failures of one input, signed.
struct FailureInput {
    let file: String
    let signer: FailureSigner
    let diagnostics: [Diagnostic]
}

/// Reads each input as what it begins like: an event stream of Swift Testing, failures as JSON Lines, or else a JUnit
/// report.
struct FailureReading: InputReading {
    let limits: ReaderLimits
    let crossesSuites: Bool
    let filter: RulePredicate?
    /// Grows between two batches.
    let known: KnownSignatures

    var digests: Bool { false }

    func read<Source: ByteSource & ~Copyable>(
        _ source: inout DigestingSource<Source>, _ input: Input
    ) -> (product: FailureInput, fault: SourceError?) {
        let collector = FailureCollector(file: input.display) { makeSigner() }
        let reading: JUnitReading
        do throws(SourceError) {
            // One look, since a member of an archive is unpacked anew after each.
            let found = try source.begins { head in
                (
                    isEvents: EventStreamReader.looksLikeEvents(firstBytes: head),
                    isLines: FailureLinesReader.looksLikeFailures(firstBytes: head)
                )
            }
            if found.isLines, !found.isEvents { return readLines(&source, input) }
            reading =
                found.isEvents
                ? EventStreamReader(limits: limits).read(&source, name: input.display, consumer: collector)
                : JUnitReader(limits: limits).read(&source, name: input.display, consumer: collector)
        } catch {
            return (refused(input, error), nil)
        }
        let product = FailureInput(
            file: input.display, signer: collector.signer, diagnostics: reading.diagnostics)
        return (product, reading.archiveFault)
    }

    func refused(_ input: Input, _ error: SourceError) -> FailureInput {
        FailureInput(
            file: input.display, signer: makeSigner(),
            diagnostics: [Diagnostic(.error, error.code, error.message, hint: error.hint, file: input.display)])
    }

    private func makeSigner() -> FailureSigner {
        FailureSigner(filter: filter, known: known, crossesSuites: crossesSuites)
    }

    private func readLines<Source: ByteSource & ~Copyable>(
        _ source: inout DigestingSource<Source>, _ input: Input
    ) -> (product: FailureInput, fault: SourceError?) {
        var signer = makeSigner()
        let reading = FailureLinesReader(limits: limits).read(&source, name: input.display) { line in
            let id = line.id
            signer.add(
                FailureText(
                    suite: line.suite, className: line.className, name: line.name, type: line.type,
                    message: line.message, text: line.text), run: line.run
            ) { $0.append(contentsOf: id) }
        }
        let product = FailureInput(
            file: input.display, signer: signer, diagnostics: reading.diagnostics)
        return (product, nil)
    }
}
