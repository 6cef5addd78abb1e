// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Readers

/// What is made of the bytes of one input.
protocol InputReading: Sendable {
    associatedtype Product

    /// Whether the pipeline takes the SHA-256 of the bytes on the way.
    var digests: Bool { get }

    /// Reads one input.
    ///
    /// - Returns: the product, and why the rest of its archive must not be read, if so.
    func read<Source: ByteSource & ~Copyable>(
        _ source: inout DigestingSource<Source>, _ input: Input
    ) -> (product: Product, fault: SourceError?)

    /// The product of an input whose bytes cannot be had.
    func refused(_ input: Input, _ error: SourceError) -> Product
}

/// Reads many inputs, several at once, and hands their products on in the order of the inputs.
struct InputPipeline<Reading: InputReading> {
    private let reading: Reading
    private let limits: ReaderLimits
    private let archiveLimits: ArchiveLimits
    private let followsLinks: Bool

    init(_ reading: Reading, limits: ReaderLimits, archiveLimits: ArchiveLimits, followsLinks: Bool) {
        self.reading = reading
        self.limits = limits
        self.archiveLimits = archiveLimits
        self.followsLinks = followsLinks
    }

    /// Reads `inputs`; memory holds a few products at a time.
    ///
    /// - Parameter deliver: is called once an input, in order, on the calling thread.
    func run(_ inputs: [Input], deliver: (Reading.Product) throws -> Void) rethrows {
        let units = Self.units(of: inputs)
        let width = max(1, SystemLoad.processorCount)
        for start in stride(from: 0, to: units.count, by: width * 8) {
            let batch = Array(units[start..<min(start + width * 8, units.count)])
            var slots = [[Reading.Product]](repeating: [], count: batch.count)
            slots.withUnsafeMutableBufferPointer { buffer in
                // Every iteration writes to the slot of its own index only.
                nonisolated(unsafe) let buffer = buffer
                if width == 1 || batch.count == 1 {
                    for index in batch.indices { buffer[index] = read(batch[index]) }
                } else {
                    DispatchQueue.concurrentPerform(iterations: batch.count) { index in
                        buffer[index] = read(batch[index])
                    }
                }
            }
            for product in slots.joined() { try deliver(product) }
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

    private func read(_ unit: [Input]) -> [Reading.Product] {
        switch unit[0] {
        case .file(let path): return [readFile(path, unit[0])]
        case .standardInput: return [readStandardInput()]
        case .entry(let archive, _, _): return readArchive(archive, unit)
        }
    }

    private func readFile(_ path: InputPath, _ input: Input) -> Reading.Product {
        do throws(SourceError) {
            var source = DigestingSource(
                try FileSource(path: path, followsLinks: followsLinks, limits: limits), digests: reading.digests)
            return reading.read(&source, input).product
        } catch {
            return reading.refused(input, error)
        }
    }

    private func readStandardInput() -> Reading.Product {
        do throws(SourceError) {
            var source = DigestingSource(try SpooledSource(limits: limits), digests: reading.digests)
            return reading.read(&source, .standardInput).product
        } catch {
            return reading.refused(.standardInput, error)
        }
    }

    private func readArchive(_ archive: InputPath, _ unit: [Input]) -> [Reading.Product] {
        var products: [Reading.Product] = []
        do throws(SourceError) {
            var source = try ArchiveSource(path: archive, limits: archiveLimits)
            for input in unit {
                guard case .entry(_, let index, _) = input else { continue }
                try source.select(index)
                var digesting = DigestingSource(source, digests: reading.digests)
                let (product, fault) = reading.read(&digesting, input)
                products.append(product)
                source = digesting.release()
                if let fault { throw fault }
            }
        } catch {
            for input in unit.dropFirst(products.count) { products.append(reading.refused(input, error)) }
        }
        return products
    }
}
