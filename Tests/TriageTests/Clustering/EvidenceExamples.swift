// Exitgate
// SPDX-License-Identifier: Apache-2.0

@testable import Triage

/// Failures with known causes: some sentences and frames a cause, with what changes from run to run.
struct CauseGenerator {
    private var random: SeededGenerator
    private let causes: [Cause]

    private struct Cause {
        let exception: String
        let words: [String]
        let frames: [String]
    }

    init(seed: UInt64, causes count: Int) {
        var random = SeededGenerator(state: seed)
        let letters = "abcdefghijklmnopqrstuvwxyz"
        causes = (0..<count).map { _ in
            Cause(
                exception: "org.shop.E\(random.word(letters, 7))Exception",
                words: (0..<6).map { _ in random.word(letters, 8) },
                frames: (0..<9).map { _ in
                    "org.shop.\(random.word(letters, 5)).C\(random.word(letters, 8)).\(random.word(letters, 6))"
                })
        }
        self.random = random
    }

    /// A failure of one cause; one time in three a frame is lost, so that its signature is another one.
    mutating func failure() -> (cause: Int, failure: SampleFailure) {
        let index = Int.random(in: 0..<causes.count, using: &random)
        let cause = causes[index]
        var frames = cause.frames
        if Int.random(in: 0..<3, using: &random) == 0 {
            frames.remove(at: Int.random(in: 1..<frames.count, using: &random))
        }
        let number = Int.random(in: 1...9_999, using: &random)
        let message = "\(cause.words.joined(separator: " ")) after \(number) ms"
        let trace = frames.map { "\tat \($0)(File.java:\(number % 300 + 1))\n" }.joined()
        let sample = SampleFailure(
            className: "org.shop.T\(number % 40)Test", name: "test\(number % 17)", type: cause.exception,
            message: message, text: "\(cause.exception): \(message)\n\(trace)")
        return (index, sample)
    }
}

extension SampleFailure {
    /// Signature, evidence and place.
    func read(with builder: inout SignatureBuilder) -> (Signature, SignatureEvidence) {
        withText { text in
            let (signed, evidence) = builder.sign(text) { _ in true }
            guard let evidence else { preconditionFailure("evidence was asked for") }
            return (signed.signature, evidence)
        }
    }
}
