// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A damaged file never ends in a crash, and never in wrong numbers that `store verify` calls sound.
///
/// `EXITGATE_DAMAGES` sizes it, `EXITGATE_SEED` varies it.
struct DamageTests {
    private static let damages = Product.number("EXITGATE_DAMAGES", default: 12)

    private let place: Workplace
    private let sound: [UInt8]
    private let digest: String

    init() throws {
        place = try Workplace()
        for number in 0..<3 {
            let file = try place.write("\(number).xml", Report.xml(tests: 300, failing: 7, salt: number))
            try place.run("ingest", file, "--phase", "beta", "--run-key", "run-\(number)", "--store", "live.sqlite")
        }
        try place.run("store", "backup", "s.sqlite", "--store", "live.sqlite")
        sound = Array(try #require(FileManager.default.contents(atPath: place.path("s.sqlite"))))
        digest = try place.run("store", "export", "--digest", "--store", "s.sqlite").output
    }

    private func examine(_ bytes: [UInt8], _ what: String) throws {
        try place.write("d.sqlite", bytes: bytes)
        for suffix in ["-wal", "-shm", "-journal"] {
            try? FileManager.default.removeItem(atPath: place.path("d.sqlite" + suffix))
        }

        let verify = try place.run("store", "verify", "--store", "d.sqlite")
        let export = try place.run("store", "export", "--digest", "--store", "d.sqlite")
        let status = try place.run("status", "--store", "d.sqlite")

        for ended in [verify, export, status] {
            #expect([0, 1, 69].contains(ended.code), "\(what): \(ended)")
            if ended.code != 0 { expectFailure(ended, ended.code ?? -1) }
        }
        if verify.code == 0 { #expect(export.output == digest, "\(what): verify says sound, the export differs") }
    }

    @Test func `changed bytes are found or do no harm`() throws {
        var random = SeededGenerator(seed: Product.number("EXITGATE_SEED", default: 1))

        for number in 0..<Self.damages {
            var bytes = sound
            let count = [1, 8, 64][number % 3]
            let start = Int.random(in: 0..<bytes.count - count, using: &random)
            for index in start..<start + count { bytes[index] = .random(in: 0...255, using: &random) }
            try examine(bytes, "\(count) bytes at \(start)")
        }
    }

    @Test func `a file that was cut is refused`() throws {
        for part in [1, 50, 99, 100, 512, 4_096, sound.count / 2, sound.count - 1] {
            try examine(Array(sound.prefix(part)), "the first \(part) bytes")
        }
    }

    @Test func `a zeroed page is found or does no harm`() throws {
        for page in stride(from: 0, to: sound.count / 4_096, by: 12) {
            var bytes = sound
            for index in page * 4_096..<(page + 1) * 4_096 { bytes[index] = 0 }
            try examine(bytes, "page \(page)")
        }
    }
}
