// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One piece of evidence for or against a common cause of two failures.
///
/// Agreement can only raise a score and disagreement only lower it: weights have the sign that `isAgreement` says.
package enum LinkTerm: UInt8, Sendable, CaseIterable {
    // Agreement.
    case messageOnlyWords, exceptionFrames, softShared, topFrame, frames, classNameWords, classAndMessage, hardShared
    case sameTemplate, topTestFrame, testFrameAndMessage, softEqual, nameWords, messageWords, topTwoFrames, rootType
    case failingNow, samePackage, softWords, classAndTestFrame, phrasesShared, rareMessage, rootMessage, partOfTest
    // Disagreement.
    case clustersKnown, packageDiffers, framesOnOneSide, hardDiffers, framesDiffer, softDiffers, softDisjoint
    case classDiffers, topFrameDiffers, typeDiffers, assertionDiffers, always, noFrames, testFramesDiffer, bare
    case sameTest, sameTestWithoutFrames, differencesDiffer, silent

    package var isAgreement: Bool { self.rawValue < Self.clustersKnown.rawValue }

    /// What a person reads.
    package var label: String {
        switch self {
        case .messageOnlyWords: "same words of messages that are all there is"
        case .exceptionFrames: "frames alike under the same exception"
        case .softShared: "values shared"
        case .topFrame: "same top frame"
        case .frames: "frames alike"
        case .classNameWords: "words of the class name shared"
        case .classAndMessage: "same class and words of the message"
        case .hardShared: "words of the message shared"
        case .sameTemplate: "same message"
        case .topTestFrame: "same top test frame"
        case .testFrameAndMessage: "same top test frame and words of the message"
        case .softEqual: "same values"
        case .nameWords: "words of the test name shared"
        case .messageWords: "share of the message's words"
        case .topTwoFrames: "same two top frames"
        case .rootType: "same root cause type"
        case .failingNow: "fails in the same run"
        case .samePackage: "same package"
        case .softWords: "share of the values"
        case .classAndTestFrame: "same class and top test frame"
        case .phrasesShared: "phrases of the message shared"
        case .rareMessage: "same message, by how rare it is"
        case .rootMessage: "same root cause, which said the same"
        case .partOfTest: "one is all of the test and says nothing, the other a part"
        case .clustersKnown: "clusters known so far"
        case .packageDiffers: "no common package"
        case .framesOnOneSide: "only one has product frames"
        case .hardDiffers: "words of the message differ"
        case .framesDiffer: "frames differ"
        case .softDiffers: "values differ"
        case .softDisjoint: "no value in common"
        case .classDiffers: "another class"
        case .topFrameDiffers: "another top frame"
        case .typeDiffers: "another exception type"
        case .assertionDiffers: "only one is an assertion"
        case .always: "starting point"
        case .noFrames: "neither has product frames"
        case .testFramesDiffer: "no test frame in common"
        case .bare: "hardly any evidence"
        case .sameTest: "the same test, failing in another way"
        case .sameTestWithoutFrames: "the same test, saying something else"
        case .silent: "one says nothing, and is another test"
        case .differencesDiffer: "what was found differs in another way"
        }
    }
}

/// One term of a score.
package struct LinkEvidence: Sendable, Hashable {
    package let term: LinkTerm
    /// Thousandths; the sum over all terms is the score.
    package let points: Int32

    package init(term: LinkTerm, points: Int32) {
        self.term = term
        self.points = points
    }
}
