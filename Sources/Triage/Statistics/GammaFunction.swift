// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The incomplete gamma function, which says how sure counted events make us of their rate.
///
/// Source: Abramowitz and Stegun, 6.5.29 and 6.5.31.
enum GammaFunction {
    private static let steps = 20_000
    /// Stands for a denominator of 0, as the method of Lentz asks.
    private static let tiny = 1e-300

    /// The share of a gamma distribution below `x`, from 0 to 1, with an error below 1e-11.
    ///
    /// - Parameters:
    ///   - x: In units of the distribution's scale.
    ///   - shape: Above 0, up to 10,000.
    /// - Complexity: O(√shape).
    static func share(below x: Double, shape: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < .infinity else { return 1 }
        let front = LogScale.number(shape * LogScale.logarithm(x) - x - BetaFunction.logGamma(shape))
        return x < shape + 1 ? min(1, front * series(x, shape)) : 1 - front * fraction(x, shape)
    }

    /// What a share of a gamma distribution is below, from 0, in units of its scale.
    ///
    /// - Parameters:
    ///   - share: From 0 to below 1.
    ///   - shape: Above 0, up to 10,000.
    /// - Complexity: O(√shape).
    static func quantile(_ share: Double, shape: Double) -> Double {
        guard share > 0 else { return 0 }
        var (low, high) = (0.0, shape + 1)
        while self.share(below: high, shape: shape) < share { (low, high) = (high, high * 2) }
        for _ in 0..<64 {
            let middle = (low + high) / 2
            if self.share(below: middle, shape: shape) < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// What a share of a chi-square distribution is below, from 0.
    ///
    /// For example, 95 % of the one with 10 degrees of freedom is below 18.3.
    ///
    /// - Parameters:
    ///   - share: From 0 to below 1.
    ///   - degrees: Of freedom, above 0, up to 20,000.
    static func chiSquare(_ share: Double, degrees: Double) -> Double {
        2 * quantile(share, shape: degrees / 2)
    }

    /// For the lower tail: all terms are above 0, and they shrink.
    private static func series(_ x: Double, _ shape: Double) -> Double {
        var (term, sum) = (1 / shape, 1 / shape)
        for step in 1...steps {
            term *= x / (shape + Double(step))
            sum += term
            if term <= sum * 1e-17 { break }
        }
        return sum
    }

    /// For the upper tail: the continued fraction, by the method of Lentz.
    private static func fraction(_ x: Double, _ shape: Double) -> Double {
        var b = x + 1 - shape
        var (c, d) = (1 / tiny, 1 / nonzero(b))
        var result = d
        for step in 1...steps {
            let a = Double(step) * (shape - Double(step))
            b += 2
            d = 1 / nonzero(a * d + b)
            c = nonzero(b + a / c)
            result *= c * d
            if abs(c * d - 1) <= 1e-15 { break }
        }
        return result
    }

    private static func nonzero(_ number: Double) -> Double { abs(number) < tiny ? tiny : number }
}
