// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

struct TextScanTests {
    @Test(arguments: Array(UInt8.min...UInt8.max))
    func `every byte is judged at every place of a word`(byte: UInt8) {
        let isIrregular = byte > 0x7F || byte < 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09
        for place in 0..<19 {
            var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 19)
            bytes[place] = byte

            let scan = bytes.withUnsafeBufferPointer { TextScan($0) }

            guard scan.isIrregular != isIrregular || scan.lineFeeds != (byte == 0x0A ? 1 : 0) else { continue }
            #expect(scan.isIrregular == isIrregular, "at \(place)")
            #expect(scan.lineFeeds == (byte == 0x0A ? 1 : 0), "at \(place)")
        }
    }

    @Test func `random bytes are judged as one by one`() {
        var generator = SeededGenerator(seed: 11)
        let alphabet: [UInt8] = [0x20, 0x1F, 0x21, 0x00, 0x26, 0x23, 0x0A, 0x7F, 0x80, 0xA6, 0xFF, 0x61]
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<70, using: &generator)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }

            let scan = bytes.withUnsafeBufferPointer { TextScan($0) }

            let isIrregular = bytes.contains { $0 > 0x7F || $0 < 0x20 && $0 != 0x0A }
            let hasReference = bytes.last == 0x26 || zip(bytes, bytes.dropFirst()).contains { $0 == 0x26 && $1 == 0x23 }
            guard scan.isIrregular == isIrregular, scan.hasCharacterReferences == hasReference,
                scan.lineFeeds == bytes.count(where: { $0 == 0x0A })
            else {
                #expect(Bool(false), "\(bytes)")
                continue
            }
        }
    }
}
