// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Triage

@Suite
struct LogarithmTests {
    @Test func `powers of two are exact`() {
        for exponent in -20...40 { #expect(Logarithm.base2(exp2(Double(exponent))) == Double(exponent)) }
    }

    @Test func `it agrees with the C library`() {
        var number = 0.001
        while number < 1e9 {
            #expect(abs(Logarithm.base2(number) - log2(number)) < 1e-11)
            number *= 1.003
        }
    }
}
