// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Logarithms to base 2 that are the same to the last bit on every machine, unlike those of the C library.
enum Logarithm {
    /// log2 of a positive finite number, by halving its exponent away and a series in (m - 1) / (m + 1).
    ///
    /// The error is below 1e-12; only additions, multiplications and divisions are used, which IEEE 754 defines.
    static func base2(_ number: Double) -> Double {
        var exponent = Double(number.exponent)
        var mantissa = number.significand
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var sum = 0.0
        for odd in stride(from: 19, through: 1, by: -2) { sum = sum * square + 1 / Double(odd) }
        return exponent + sum * ratio * 2 * 1.442_695_040_888_963_4
    }
}
