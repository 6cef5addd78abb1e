// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The beta function of Euler and its incomplete form, which say how sure counts make us of a rate.
enum BetaFunction {
    private static let half = 0.5
    /// Half the logarithm of 2 pi.
    private static let halfLogOf2Pi = 0.918_938_533_204_672_7
    /// Stirling's series is used from here on; smaller arguments are raised to it.
    private static let seriesStart = 10.0
    private static let fractionSteps = 20_000
    /// Stands for a denominator of 0, as the method of Lentz asks.
    private static let tiny = 1e-300

    /// The logarithm of the gamma function.
    ///
    /// - Parameter x: Above 0.
    /// - Returns: With an error below 1e-13, or that share of the value where it is larger than 1.
    static func logGamma(_ x: Double) -> Double {
        var (raised, product) = (x, 1.0)
        while raised < seriesStart {
            product *= raised
            raised += 1
        }
        return (raised - half) * LogScale.logarithm(raised) - raised + halfLogOf2Pi + correction(raised)
            - LogScale.logarithm(product)
    }

    /// The logarithm of B(a, b), with an error below 1e-10 for arguments up to 1,000,000.
    ///
    /// - Parameters:
    ///   - a: Above 0.
    ///   - b: Above 0.
    static func log(_ a: Double, _ b: Double) -> Double {
        let (small, large) = (min(a, b), max(a, b))
        let sum = small + large
        guard large >= seriesStart else { return logGamma(small) + logGamma(large) - logGamma(sum) }
        // The two large logarithms nearly cancel, so that their difference is taken term by term.
        let difference =
            (large - half) * LogScale.logarithm(large / sum) - small * LogScale.logarithm(sum) + small
            + correction(large) - correction(sum)
        return logGamma(small) + difference
    }

    /// The share of a beta distribution below `x`, from 0 to 1, with an error below 1e-11.
    ///
    /// - Parameters:
    ///   - a: Above 0; grows with the failures, and `b` with the passes.
    ///   - b: Above 0.
    /// - Complexity: O(√(a + b)).
    static func share(below x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let front = LogScale.number(a * LogScale.logarithm(x) + b * LogScale.logarithm(1 - x) - log(a, b))
        return x < (a + 1) / (a + b + 2)
            ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
    }

    /// The rate that a share of a beta distribution is below, from 0 to 1.
    ///
    /// - Parameter share: From 0 to 1.
    static func quantile(_ share: Double, _ a: Double, _ b: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<64 {
            let middle = (low + high) / 2
            if self.share(below: middle, a, b) < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// What Stirling's series adds to the leading terms.
    private static func correction(_ x: Double) -> Double {
        let square = 1 / (x * x)
        var sum = -691.0 / 360_360
        for coefficient in [1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12] {
            sum = sum * square + coefficient
        }
        return sum / x
    }

    /// The continued fraction of the incomplete beta function, by the method of Lentz.
    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        var (c, d) = (1.0, 1 / nonzero(1 - (a + b) * x / (a + 1)))
        var result = d
        for step in 1...fractionSteps {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            let before = result
            for term in [even, odd] {
                d = 1 / nonzero(1 + term * d)
                c = nonzero(1 + term / c)
                result *= c * d
            }
            if abs(result - before) <= abs(result) * 1e-15 { break }
        }
        return result
    }

    private static func nonzero(_ number: Double) -> Double { abs(number) < tiny ? tiny : number }
}
