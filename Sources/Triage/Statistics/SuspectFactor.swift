// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What makes a changed item more or less suspect of having caused failures, besides the time of the change.
package enum SuspectFactor: String, Sendable, CaseIterable {
    /// A failure's trace names a file that was changed.
    case traceInChangedFile
    /// A failure's trace names the dependency that was changed.
    case dependencyInTrace
    /// Its value differs between failing and passing configuration classes; Fisher's test at most 5 %.
    case valueDiffers
    /// The failing test, or what it is set up from, was edited: the test itself may be wrong.
    case failingTestEdited
    /// The owner, or the component, of the item and of the failing test is the same.
    case sameOwner
    /// No change request speaks of it.
    case noChangeRequest
    /// Only documentation was changed.
    case documentationOnly

    /// By how much the score is multiplied, above 0, unless a project tunes it.
    ///
    /// The weights are guesses of people who have searched for causes, not measurements.
    package var standardWeight: Double {
        switch self {
        case .traceInChangedFile: 6
        case .dependencyInTrace: 6
        case .valueDiffers: 8
        case .failingTestEdited: 4
        case .sameOwner: 2
        case .noChangeRequest: 1.5
        case .documentationOnly: 0.1
        }
    }

    /// What a person reads.
    package var label: String {
        switch self {
        case .traceInChangedFile: "the trace names a changed file"
        case .dependencyInTrace: "the trace names the dependency"
        case .valueDiffers: "the value differs where it fails"
        case .failingTestEdited: "the failing test was edited"
        case .sameOwner: "same owner as the failing test"
        case .noChangeRequest: "no change request"
        case .documentationOnly: "documentation only"
        }
    }
}
