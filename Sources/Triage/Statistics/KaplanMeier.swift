// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How long something takes to end, learned also from what is still open.
///
/// What is open has lasted so long at least, and is counted as such. Leaving it out would make everything look quicker
/// than it is, since what takes long is open most often.
///
/// Source: Kaplan and Meier, Nonparametric Estimation from Incomplete Observations; the product limit.
package struct KaplanMeier: Sendable, Equatable {
    /// A duration at which something ended.
    package struct Step: Sendable, Equatable {
        /// From 0, in the unit of the durations that were given.
        package let duration: Double
        /// What lasted at least so long, from 1.
        package let atRisk: Int
        /// What ended exactly then, from 1 to `atRisk`.
        package let ended: Int
        /// The share that lasts longer, from 0 to below 1.
        package let survival: Double
        /// Of the logarithm of `survival` (Greenwood), above 0; infinite where nothing lasts longer.
        let variance: Double
    }

    /// Between which durations the true one lies with a chance of 95 %.
    package struct Interval: Sendable, Equatable {
        /// nil where even this was never reached.
        package let lower: Double?
        /// nil where it has no end, as far as is known.
        package let upper: Double?
    }

    /// Of the normal distribution, 95 % lie within so many standard deviations.
    private static let deviations = 1.959_963_984_540_054
    /// Products of shares that are equal on paper may differ by so much.
    private static let rounding = 1e-9

    /// The shortest duration first; none of what is open.
    package let steps: [Step]
    /// All that was observed, ended or open.
    package let count: Int
    /// What has not ended yet.
    package let openCount: Int

    /// - Parameter durations: From 0, in any order and in one unit of time or of runs; `isEnded` is false for what was
    ///   still open then. One that is below 0, or no number, is taken as 0. Of equal ones the ended come first.
    /// - Complexity: O(n log n).
    package init(_ durations: [(duration: Double, isEnded: Bool)]) {
        let sorted = durations.map { (duration: max(0, $0.duration), isEnded: $0.isEnded) }
            .sorted { $0.duration < $1.duration }
        var steps: [Step] = []
        var (survival, variance) = (1.0, 0.0)
        var start = 0
        while start < sorted.count {
            let duration = sorted[start].duration
            let end = sorted[start...].firstIndex { $0.duration > duration } ?? sorted.count
            let (atRisk, ended) = (sorted.count - start, sorted[start..<end].count { $0.isEnded })
            if ended > 0 {
                let lasting = Double(atRisk - ended)
                survival *= lasting / Double(atRisk)
                variance += Double(ended) / (Double(atRisk) * lasting)
                steps.append(
                    Step(duration: duration, atRisk: atRisk, ended: ended, survival: survival, variance: variance))
            }
            start = end
        }
        self.steps = steps
        count = sorted.count
        openCount = sorted.count { !$0.isEnded }
    }

    /// Half of all end within this duration; nil where fewer are known to.
    package var median: Double? { quantile(0.5) }

    /// Nine of ten end within this duration; nil where fewer are known to.
    package var p90: Double? { quantile(0.9) }

    /// The least duration within which a share ends.
    ///
    /// For example, of 1, 2, 3 and one open at 2 half end within 2, and all within 3.
    ///
    /// - Parameter share: Above 0, up to 1.
    /// - Returns: nil where it was never reached: what lasts longer is all still open.
    /// - Complexity: O(n).
    package func quantile(_ share: Double) -> Double? {
        steps.first { $0.survival <= 1 - share + Self.rounding }?.duration
    }

    /// Where the duration within which a share ends lies with a chance of 95 %, as far as is known.
    ///
    /// The quantile is always inside. The interval is a rough one for fewer than about ten that ended: it never begins
    /// before the first of them.
    ///
    /// Source: Brookmeyer and Crowley, A Confidence Interval for the Median Survival Time, with Greenwood's variance
    /// on the scale log(-log(survival)).
    ///
    /// - Parameter share: Above 0 and below 1.
    /// - Complexity: O(n).
    package func interval(_ share: Double) -> Interval {
        guard share > 0, share < 1 else { return Interval(lower: nil, upper: nil) }
        let goal = Self.scale(1 - share)
        func first(_ deviations: Double) -> Double? {
            steps.first { step in
                // Nothing lasts longer here: the lower bound is surely reached, and the upper one is unknown.
                guard step.survival > 0 else { return deviations > 0 }
                let error = step.variance.squareRoot() / -LogScale.logarithm(step.survival)
                return Self.scale(step.survival) + deviations * error >= goal
            }?.duration
        }
        return Interval(lower: first(Self.deviations), upper: first(-Self.deviations))
    }

    /// Grows as survival falls.
    private static func scale(_ survival: Double) -> Double {
        LogScale.logarithm(-LogScale.logarithm(survival))
    }
}
