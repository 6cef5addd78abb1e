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

/// One failure with plausible values, signed by a builder of its own.
struct SampleFailure: Sendable {
    var suite = "shop"
    var className = "org.shop.CartTest"
    var name = "testTotal"
    var type = ""
    var message = ""
    var messageBytes: [UInt8] = []
    var text = ""

    var signature: Signature {
        var builder = SignatureBuilder()
        return sign(with: &builder)
    }

    var title: String {
        var builder = SignatureBuilder()
        return withText { builder.title(of: $0) }
    }

    func sign(with builder: inout SignatureBuilder) -> Signature { withText { builder.sign($0).signature } }

    func withText<Value>(_ body: (FailureText) -> Value) -> Value {
        let parts = [suite, className, name, type, message, text].map { Array($0.utf8) }
        let bytes = parts.flatMap { $0 } + messageBytes
        var places: [Range<Int>] = []
        for part in parts {
            let start = places.last?.upperBound ?? 0
            places.append(start..<start + part.count)
        }
        let message = messageBytes.isEmpty ? places[4] : bytes.count - messageBytes.count..<bytes.count
        return bytes.withUnsafeBufferPointer { all in
            let view = { (place: Range<Int>) in all.part(place.lowerBound, place.upperBound) }
            return body(
                FailureText(
                    suite: view(places[0]),
                    className: view(places[1]),
                    name: view(places[2]),
                    type: view(places[3]),
                    message: view(message),
                    text: view(places[5])
                )
            )
        }
    }
}
