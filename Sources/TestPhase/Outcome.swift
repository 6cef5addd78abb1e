// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How one test ended in one run, its attempts folded into one word.
package enum Outcome: UInt8, Sendable, Hashable, CaseIterable {
    /// Ran and passed.
    case passed
    /// An assertion did not hold.
    case failed
    /// Crashed, or its set-up or tear-down did.
    case error
    /// Did not run, and said so.
    case skipped
    /// Passed in the end, after at least one failed attempt.
    case flaky
    /// Was running when the report ended; never read as passed.
    case unknown

    /// One ASCII letter for the packed column of the store and the history strip: `P F E S K U`.
    package var letter: UInt8 {
        switch self {
        case .passed: UInt8(ascii: "P")
        case .failed: UInt8(ascii: "F")
        case .error: UInt8(ascii: "E")
        case .skipped: UInt8(ascii: "S")
        case .flaky: UInt8(ascii: "K")
        case .unknown: UInt8(ascii: "U")
        }
    }

    /// - Parameter letter: in upper case, or in lower case for a suite that failed as a whole.
    package init?(letter: UInt8) {
        guard let outcome = Outcome.allCases.first(where: { $0.letter == letter & 0xDF }) else { return nil }
        self = outcome
    }

    /// The word that reports print.
    package var word: String { String(describing: self) }

    /// Whether the test did not hold in the end.
    package var isFailure: Bool { self == .failed || self == .error }

    /// Whether the result carries a failing observation worth an occurrence.
    package var hasOccurrence: Bool { isFailure || self == .flaky }

    /// Order in which equal tests of one attempt are judged: the higher one decides.
    package var weight: Int {
        switch self {
        case .error: 5
        case .failed: 4
        case .unknown: 3
        case .flaky: 2
        case .passed: 1
        case .skipped: 0
        }
    }

    /// What a test came to that ended so in earlier attempts of its run, and in a `later` one as that says.
    ///
    /// A pass after a failed attempt is flaky, and no proof that the failure is over. What a later attempt left out, or did
    /// not bring to its end, takes no failure back.
    package func followed(by later: Outcome) -> Outcome {
        switch later {
        case .skipped: self
        case .unknown where isFailure: self
        case .passed where hasOccurrence: .flaky
        default: later
        }
    }
}
