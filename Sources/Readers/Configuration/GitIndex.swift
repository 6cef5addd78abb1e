// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The index of a checkout, read as git writes it: the files that it tracks.
///
/// Versions 2 to 4, with names of contents as SHA-1 gives them. What only some clients of git write, such as an index in two
/// parts, is not read.
struct GitIndex {
    /// An entry, while the bytes are there.
    struct Entry {
        let isSubmodule: Bool
        /// Of the content, as it is in git.
        let id: ArraySlice<UInt8>
        /// From the top of the checkout.
        let path: ArraySlice<UInt8>
    }

    /// The tree that a commit of the index would have; nil where git did not note it.
    private(set) var tree: String?

    private static let idBytes = 20
    /// The times, the file, and the size, of which only the kind of file is read.
    private static let statusBytes = 40

    /// Nothing was read to its end where it answers nil.
    ///
    /// - Complexity: O(bytes).
    init?(_ bytes: [UInt8], visit: (Entry) -> Void) {
        let end = bytes.count - Self.idBytes
        guard end >= 12, bytes.starts(with: Array("DIRC".utf8)) else { return nil }
        let version = Self.number(bytes, 4, 4)
        guard (2...4).contains(version) else { return nil }
        var place = 12
        var previous: [UInt8] = []
        for _ in 0..<Self.number(bytes, 8, 4) {
            let idStart = place + Self.statusBytes
            let flags = idStart + Self.idBytes
            guard flags + 2 < end else { return nil }
            let isLong = bytes[flags] & 0x40 != 0
            guard !isLong || version > 2 else { return nil }
            var name = flags + (isLong ? 4 : 2)
            if version == 4 {
                guard let cut = Self.length(bytes, &name, end), cut <= previous.count else { return nil }
                previous.removeLast(cut)
            }
            guard name <= end, let zero = bytes[name..<end].firstIndex(of: 0) else { return nil }
            let path: ArraySlice<UInt8>
            if version == 4 {
                previous += bytes[name..<zero]
                path = previous[...]
            } else {
                path = bytes[name..<zero]
            }
            visit(
                Entry(
                    isSubmodule: bytes[place + 26] & 0xF0 == 0xE0, id: bytes[idStart..<flags], path: path))
            // Entries begin at a multiple of eight bytes from each other, but for those of version 4.
            place = version == 4 ? zero + 1 : place + ((zero - place + 8) & ~7)
        }
        guard readExtensions(bytes, from: place, to: end) else { return nil }
    }

    /// What follows the entries; false where something there has to be understood and is not.
    private mutating func readExtensions(_ bytes: [UInt8], from start: Int, to end: Int) -> Bool {
        var place = start
        while place < end {
            guard place + 8 <= end, (0x41...0x5A).contains(bytes[place]) else { return false }
            let next = place + 8 + Self.number(bytes, place + 4, 4)
            guard next <= end else { return false }
            if bytes[place..<place + 4].elementsEqual("TREE".utf8) { tree = Self.root(bytes[(place + 8)..<next]) }
            place = next
        }
        return place == end
    }

    /// The first of the trees: an empty path, how many entries it has, or -1 where that is out of date, how many trees are
    /// in it, and its id.
    private static func root(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.first == 0, let line = bytes.firstIndex(of: 0x0A) else { return nil }
        let id = bytes[(line + 1)...].prefix(idBytes)
        return bytes.dropFirst().first == UInt8(ascii: "-") || id.count < idBytes ? nil : Hexadecimal.text(id)
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
        bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number of seven bits a byte; nil where it does not end.
    private static func length(_ bytes: [UInt8], _ place: inout Int, _ end: Int) -> Int? {
        var value = 0
        for count in 0..<5 where place < end {
            let byte = bytes[place]
            place += 1
            value = (count == 0 ? 0 : (value + 1) << 7) | Int(byte & 0x7F)
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
