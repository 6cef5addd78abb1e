// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which signatures show a key, newest first: linked lists in one array, so that adding never copies.
struct PostingLists: Sendable {
    /// So many signatures of a key are looked at; a common key costs no more than a rare one.
    static let limit = 48

    private var heads = NumberTable(capacity: 4_096)
    private var signatures: [Int32] = []
    private var previous: [Int32] = []

    mutating func add(_ signature: Int32, to key: UInt64) {
        let place = Int32(truncatingIfNeeded: signatures.count)
        signatures.append(signature)
        previous.append(heads.set(key, to: place) ?? -1)
    }

    /// Calls `body` with the newest signatures of `key`, at most `limit`.
    @inline(__always)
    func forEach(of key: UInt64, _ body: (Int32) -> Void) {
        var place = heads[key] ?? -1
        var left = Self.limit
        while place >= 0, left > 0 {
            body(signatures[Int(place)])
            place = previous[Int(place)]
            left -= 1
        }
    }
}

// MARK: Images

extension PostingLists {
    func write(to image: inout ImageWriter) {
        heads.write(to: &image)
        image.append(signatures)
        image.append(previous)
    }

    init(from image: inout ImageReader) throws {
        heads = try NumberTable(from: &image)
        signatures = try image.numbers()
        previous = try image.numbers()
    }
}
