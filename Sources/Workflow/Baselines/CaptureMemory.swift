// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// What earlier captures read, so that nothing is parsed twice.
package struct CaptureMemory {
    /// How long what a command said is believed, in milliseconds: a tool may be updated behind its launcher.
    private static let commandMilliseconds: Int64 = 86_400_000

    private let store: (any StoreDriver)?
    private let now: Int64

    /// - Parameters:
    ///   - store: nil for none.
    ///   - now: UTC ms.
    package init(_ store: (any StoreDriver)?, now: Int64) {
        self.store = store
        self.now = now
    }

    /// The items that a file or command told before; nil where it has to be read.
    package func items(of evidence: String, key: String) throws -> [ConfigurationItem]? {
        try store?.read { try ReadingRecords($0).items(of: evidence, key: key, since: now - Self.commandMilliseconds) }
    }

    /// Makes a new store ready to keep secrets apart.
    ///
    /// - Parameter seed: Random; the first one that a store gets stays.
    package func prepare(seed: UInt64) throws {
        guard let store, try store.read({ try StoreInfo($0).seed() }) == 0 else { return }
        try store.write { try StoreInfo($0).setSeed(seed | 1) }
    }

    /// Bytes that never leave the store, to make digests of secrets that nobody else can guess.
    package func secretKey() throws -> [UInt8] {
        let seed = try store?.read { try StoreInfo($0).seed() } ?? 0
        return seed == 0 ? [] : withUnsafeBytes(of: seed.bigEndian, Array.init)
    }
}
