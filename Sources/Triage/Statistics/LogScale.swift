// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Chances too small or too large for a `Double`, kept as their natural logarithms.
///
/// The C library is not used: its logarithm differs in the last bit between systems, and a report must not.
enum LogScale {
    private static let naturalOf2 = 0.693_147_180_559_945_3
    /// The natural logarithm of 2 in two parts, of which whole multiples of the first are exact.
    private static let naturalOf2High = 0.693_147_180_369_123_8
    private static let naturalOf2Low = 1.908_214_929_270_587_7e-10

    /// The natural logarithm of a number from 0; minus infinity for 0.
    static func logarithm(_ number: Double) -> Double {
        number > 0 ? Logarithm.base2(number) * naturalOf2 : -.infinity
    }

    /// The number whose natural logarithm is `logarithm`, with a relative error below 1e-15.
    static func number(_ logarithm: Double) -> Double {
        guard logarithm < 709.7 else { return .infinity }
        guard logarithm > -745 else { return 0 }
        let exponent = (logarithm / naturalOf2).rounded()
        let rest = logarithm - exponent * naturalOf2High - exponent * naturalOf2Low
        var sum = 1.0
        for degree in stride(from: 15.0, through: 1, by: -1) { sum = 1 + sum * rest / degree }
        return Double(sign: .plus, exponent: Int(exponent), significand: sum)
    }

    /// The power of 10 for the same number, as people read it.
    static func powerOf10(_ logarithm: Double) -> Double { logarithm / self.logarithm(10) }

    /// The logarithm of the sum of numbers given by their logarithms; minus infinity for none.
    static func sum(_ logarithms: [Double]) -> Double {
        guard let largest = logarithms.max(), largest > -.infinity else { return -.infinity }
        return largest + logarithm(logarithms.reduce(0) { $0 + number($1 - largest) })
    }
}
