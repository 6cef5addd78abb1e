// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How much each piece of evidence counts, in log-odds, and from which score on two failures are one.
///
/// The weights were fitted on labelled failures with the sign of every term held; a change of any of them needs a new
/// version of the algorithm, because clusters are compared across runs. The second version added `sameTest`, with weights
/// between those of the first and those that a fit to all labelled failures gives. The third is the mean of climbs from
/// there, see `Benchmarks clusters --climb`: a fit looks at pairs, a climb at the clusters that they come to.
package struct LinkWeights: Sendable {
    /// By raw value of the term.
    package let weights: [Double]
    /// Thousandths.
    package let threshold: Int32
    /// For failures whose message is all there is; thousandths.
    package let messageThreshold: Int32

    /// The least score, in thousandths, that joins a failure of this kind to a cluster.
    func threshold(for kind: FailureKind) -> Int32 { kind.isMessageOnly ? messageThreshold : threshold }

    package init(threshold: Int32, messageThreshold: Int32, _ weights: [LinkTerm: Double]) {
        self.threshold = threshold
        self.messageThreshold = messageThreshold
        self.weights = LinkTerm.allCases.map { weights[$0] ?? 0 }
    }

    /// What failures say, whenever they happened.
    package static let content = LinkWeights(
        threshold: 250, messageThreshold: 250,
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
        threshold: 250, messageThreshold: 250,
        said.merging([.nameWords: 1.5, .sameTest: -2.5]) { $1 })

    /// As it was in the first version.
    static let firstContent = LinkWeights(threshold: 250, messageThreshold: 250, said)

    private static let said: [LinkTerm: Double] = [
        .messageOnlyWords: 3.51, .nameWords: 0.56, .classNameWords: 1.85, .exceptionFrames: 3.53,
        .testFrameAndMessage: 0.71, .rootType: 0.22, .sameTemplate: 0.97, .messageWords: 0.44, .hardShared: 1.32,
        .softEqual: 0.71, .softShared: 3.69, .topFrame: 3.46, .topTwoFrames: 0.3, .frames: 1.86,
        .topTestFrame: 0.77, .classAndMessage: 1.6, .clustersKnown: -2.17, .typeDiffers: -0.14,
        .hardDiffers: -1.51, .softDiffers: -0.76, .softDisjoint: -0.63, .topFrameDiffers: -0.28,
        .framesDiffer: -0.89, .framesOnOneSide: -1.34, .classDiffers: -0.36, .packageDiffers: -1.88,
    ]

    /// What failures say, and whether they fail in the same runs.
    package static let runs = LinkWeights(
        threshold: 3_000, messageThreshold: 500,
        [
            .messageOnlyWords: 5.53, .failingNow: 4.82, .nameWords: 1.12, .classNameWords: 2.52,
            .exceptionFrames: 0.61, .samePackage: 0.32, .sameTemplate: 1.23, .hardShared: 2.22, .softEqual: 1.14,
            .softWords: 0.6, .softShared: 3.06, .topFrame: 1.78, .frames: 0.94, .classAndTestFrame: 0.62,
            .clustersKnown: -1.86, .assertionDiffers: -0.56, .always: -0.96, .typeDiffers: -0.13,
            .hardDiffers: -2.06, .softDiffers: -0.38, .softDisjoint: -0.92, .topFrameDiffers: -2.19,
            .framesDiffer: -1.54, .framesOnOneSide: -3.8, .noFrames: -1.89, .testFramesDiffer: -0.09, .bare: -0.67,
            .classDiffers: -0.24, .packageDiffers: -1.58, .sameTest: -2, .sameTestWithoutFrames: -2,
        ])
}
