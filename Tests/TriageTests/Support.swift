// Exitgate
// SPDX-License-Identifier: Apache-2.0

@testable import Triage

/// The masked text and the findings; the text itself when nothing was found.
func masked(_ text: String, by masker: SecretMasker) -> (text: String, findings: [SecretFinding]) {
    var output: [UInt8] = []
    let findings = Array(text.utf8).withUnsafeBufferPointer { masker.mask($0, into: &output) }
    return (findings.isEmpty ? text : String(decoding: output, as: UTF8.self), findings)
}

/// A small generator with a fixed seed (SplitMix64), so that failures repeat.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func word(_ alphabet: String, _ count: Int) -> String {
        let letters = Array(alphabet)
        return String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &self)] })
    }
}
