// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How much each piece of evidence counts, in log-odds, and from which score on two failures are one.
///
/// The weights were fitted on labelled failures with the sign of every term held; a change of any of them needs a new
/// version of the algorithm, because clusters are compared across runs. The second version added `sameTest`, with weights
/// between those of the first and those that a fit to all labelled failures gives. The third is the mean of climbs from
/// there, see `Benchmarks clusters --climb`: a fit looks at pairs, a climb at the clusters that they come to. Weights
/// of issues, which know of runs and are made anew each time, climbed with terms of their own.
package struct LinkWeights: Sendable {
    /// By raw value of the term.
    package let weights: [Double]
    /// Thousandths.
    package let threshold: Int32
    /// For failures whose message is all there is; thousandths.
    package let messageThreshold: Int32
    /// Clusters that a suite counts as before it showed any, see `Rarity`.
    package let prior: Double

    /// The least score, in thousandths, that joins a failure of this kind to a cluster.
    func threshold(for kind: FailureKind) -> Int32 { kind.isMessageOnly ? messageThreshold : threshold }

    package init(
        threshold: Int32, messageThreshold: Int32, prior: Double, _ weights: [LinkTerm: Double]
    ) {
        self.threshold = threshold
        self.messageThreshold = messageThreshold
        self.prior = prior
        self.weights = LinkTerm.allCases.map { weights[$0] ?? 0 }
    }

    /// What failures say, whenever they happened.
    package static let content = LinkWeights(
        threshold: 250, messageThreshold: 250, prior: 2,
        [
            .messageOnlyWords: 3.57, .nameWords: 1.52, .classNameWords: 1.83, .exceptionFrames: 3.43,
            .testFrameAndMessage: 0.71, .rootType: 0.22, .sameTemplate: 0.94, .messageWords: 0.45, .hardShared: 1.28,
            .softEqual: 0.76, .softShared: 3.38, .topFrame: 2.75, .topTwoFrames: 0.33, .frames: 1.46,
            .topTestFrame: 0.92, .classAndMessage: 1.59, .clustersKnown: -2.21, .typeDiffers: -0.22,
            .hardDiffers: -1.65, .softDiffers: -0.92, .softDisjoint: -0.6, .topFrameDiffers: -0.35,
            .framesDiffer: -1, .framesOnOneSide: -1.19, .classDiffers: -0.34, .packageDiffers: -1.81,
            .assertionDiffers: -0.15, .sameTest: -2.92,
        ])

    /// As it was in the second version.
    static let secondContent = LinkWeights(
        threshold: 250, messageThreshold: 250, prior: 2,
        said.merging([.nameWords: 1.5, .sameTest: -2.5]) { $1 })

    /// As it was in the first version.
    static let firstContent = LinkWeights(threshold: 250, messageThreshold: 250, prior: 2, said)

    private static let said: [LinkTerm: Double] = [
        .messageOnlyWords: 3.51, .nameWords: 0.56, .classNameWords: 1.85, .exceptionFrames: 3.53,
        .testFrameAndMessage: 0.71, .rootType: 0.22, .sameTemplate: 0.97, .messageWords: 0.44, .hardShared: 1.32,
        .softEqual: 0.71, .softShared: 3.69, .topFrame: 3.46, .topTwoFrames: 0.3, .frames: 1.86,
        .topTestFrame: 0.77, .classAndMessage: 1.6, .clustersKnown: -2.17, .typeDiffers: -0.14,
        .hardDiffers: -1.51, .softDiffers: -0.76, .softDisjoint: -0.63, .topFrameDiffers: -0.28,
        .framesDiffer: -0.89, .framesOnOneSide: -1.34, .classDiffers: -0.36, .packageDiffers: -1.88,
    ]

    /// What failures say, and whether they fail in the same runs. With a smaller prior, words of a small suite hardly count;
    /// from 24 to 50 nothing changes much.
    package static let runs = LinkWeights(
        threshold: 3_000, messageThreshold: 750, prior: 32,
        [
            .messageOnlyWords: 4.48, .exceptionFrames: 1.11, .softShared: 1.78, .topFrame: 1.65, .frames: 0.13,
            .classNameWords: 2.23, .hardShared: 0.5, .topTestFrame: 0.33, .testFrameAndMessage: 1.04,
            .softEqual: 0.87, .nameWords: 1.21, .rootType: 0.15, .failingNow: 3.57, .softWords: 0.75,
            .classAndTestFrame: 1.78, .phrasesShared: 1.84, .rareMessage: 1.63, .rootMessage: 0.62, .partOfTest: 0.68,
            .packageDiffers: -1.88, .framesOnOneSide: -3.17, .hardDiffers: -2.13, .framesDiffer: -1.37,
            .softDisjoint: -1.03, .topFrameDiffers: -2.38, .typeDiffers: -0.2, .always: -1.87, .noFrames: -1.65,
            .bare: -0.43, .sameTest: -3.46, .sameTestWithoutFrames: -0.53, .differencesDiffer: -1.47, .silent: -0.64,
        ])
}
