// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Dispatch
package import Readers
import TestPhase

/// Reads many reports, several at once, and hands them on in the order of the inputs.
package struct ReportPipeline: Sendable {
    /// One report after it was read.
    package struct Item<Consumer: JUnitConsumer> {
        package let input: Input
        package let reading: JUnitReading
        /// SHA-256 of the raw bytes, 64 hexadecimal digits; nil when they cannot be had.
        package let digest: String?
        package let consumer: Consumer
    }

    private let reader: JUnitReader
    private let archiveLimits: ArchiveLimits
    private let followsLinks: Bool

    package init(limits: ReaderLimits, archiveLimits: ArchiveLimits, followsLinks: Bool) {
        reader = JUnitReader(limits: limits)
        self.archiveLimits = archiveLimits
        self.followsLinks = followsLinks
    }

    /// Reads `inputs`; memory holds a few reports at a time.
    ///
    /// - Parameter deliver: is called once an input, in order, on the calling thread.
    package func run<Consumer: JUnitConsumer & SendableMetatype>(
        _ inputs: [Input], makeConsumer: @Sendable () -> Consumer, deliver: (Item<Consumer>) throws -> Void
    ) rethrows {
        let units = Self.units(of: inputs)
        let width = max(1, SystemLoad.processorCount)
        for start in stride(from: 0, to: units.count, by: width * 8) {
            let batch = Array(units[start..<min(start + width * 8, units.count)])
            var slots = [[Item<Consumer>]](repeating: [], count: batch.count)
            slots.withUnsafeMutableBufferPointer { buffer in
                // Every iteration writes to the slot of its own index only.
                nonisolated(unsafe) let buffer = buffer
                if width == 1 || batch.count == 1 {
                    for index in batch.indices { buffer[index] = read(batch[index], makeConsumer) }
                } else {
                    DispatchQueue.concurrentPerform(iterations: batch.count) { index in
                        buffer[index] = read(batch[index], makeConsumer)
                    }
                }
            }
            for item in slots.joined() { try deliver(item) }
        }
    }

    /// Members of one archive stay together, because they are unpacked one after the other.
    private static func units(of inputs: [Input]) -> [[Input]] {
        var units: [[Input]] = []
        for input in inputs {
            if case .entry(let archive, _, _) = input, case .entry(archive, _, _)? = units.last?.last {
                units[units.count - 1].append(input)
            } else {
                units.append([input])
            }
        }
        return units
    }

    private func read<Consumer: JUnitConsumer>(_ unit: [Input], _ makeConsumer: () -> Consumer) -> [Item<Consumer>] {
        switch unit[0] {
        case .file(let path): return [readFile(path, unit[0], makeConsumer())]
        case .standardInput: return [readStandardInput(makeConsumer())]
        case .entry(let archive, _, _): return readArchive(archive, unit, makeConsumer)
        }
    }

    private func readFile<Consumer: JUnitConsumer>(_ path: InputPath, _ input: Input, _ consumer: Consumer) -> Item<
        Consumer
    > {
        do throws(SourceError) {
            var source = DigestingSource(
                try FileSource(path: path, followsLinks: followsLinks, limits: reader.limits))
            let reading = reader.read(&source, name: input.display, consumer: consumer)
            return Item(input: input, reading: reading, digest: try? source.finish(), consumer: consumer)
        } catch {
            return refused(input, error, consumer)
        }
    }

    private func readStandardInput<Consumer: JUnitConsumer>(_ consumer: Consumer) -> Item<Consumer> {
        do throws(SourceError) {
            var source = DigestingSource(try SpooledSource(limits: reader.limits))
            let reading = reader.read(&source, name: "-", consumer: consumer)
            return Item(input: .standardInput, reading: reading, digest: try? source.finish(), consumer: consumer)
        } catch {
            return refused(.standardInput, error, consumer)
        }
    }

    private func readArchive<Consumer: JUnitConsumer>(
        _ archive: InputPath, _ unit: [Input], _ makeConsumer: () -> Consumer
    ) -> [Item<Consumer>] {
        var items: [Item<Consumer>] = []
        do throws(SourceError) {
            var source = try ArchiveSource(path: archive, limits: archiveLimits)
            for input in unit {
                guard case .entry(_, let index, _) = input else { continue }
                try source.select(index)
                var digesting = DigestingSource(source)
                let consumer = makeConsumer()
                let reading = reader.read(&digesting, name: input.display, consumer: consumer)
                items.append(Item(input: input, reading: reading, digest: try? digesting.finish(), consumer: consumer))
                source = digesting.release()
                if let limit = reading.diagnostics.first(where: { $0.code == "archive-limit" }) {
                    throw SourceError(limit.code, limit.message, hint: limit.hint)
                }
            }
        } catch {
            for input in unit.dropFirst(items.count) { items.append(refused(input, error, makeConsumer())) }
        }
        return items
    }

    private func refused<Consumer: JUnitConsumer>(
        _ input: Input, _ error: SourceError, _ consumer: Consumer
    ) -> Item<Consumer> {
        let diagnostic = Diagnostic(.error, error.code, error.message, hint: error.hint, file: input.display)
        let reading = JUnitReading(tally: ReportTally(), diagnostics: [diagnostic], condition: .rejected, bytes: 0)
        return Item(input: input, reading: reading, digest: nil, consumer: consumer)
    }
}
