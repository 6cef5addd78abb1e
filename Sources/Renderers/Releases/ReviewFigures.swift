// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Figures of a review in words.
enum ReviewFigures {
    /// `12 % (2 to 40 %, n=17)`, or what is missing to say it.
    static func value(_ measure: ReleaseReview.Measure) -> String {
        guard measure.isKnown else { return "insufficient data (n=\(Plural.number(measure.count)))" }
        let open = measure.open > 0 ? ", \(Plural.number(measure.open)) still open" : ""
        let count = "n=\(Plural.number(measure.count))\(open)"
        guard let value = measure.value else {
            return measure.lower.map { "at least \(number($0, measure.unit)) (\(count))" } ?? "not known yet (\(count))"
        }
        let p90 = measure.p90.map { "nine of ten within \(number($0, measure.unit))" }
        return
            "\(number(value, measure.unit)) (\([bounds(measure), p90, count].compactMap(\.self).joined(separator: ", ")))"
    }

    private static func bounds(_ measure: ReleaseReview.Measure) -> String? {
        switch (measure.lower, measure.upper) {
        case (let lower?, let upper?): "\(number(lower, measure.unit)) to \(number(upper, measure.unit))"
        case (let lower?, nil): "at least \(number(lower, measure.unit))"
        case (nil, let upper?): "at most \(number(upper, measure.unit))"
        case (nil, nil): nil
        }
    }

    static func number(_ value: Double, _ unit: ReleaseReview.Measure.Unit) -> String {
        switch unit {
        case .share: ChangeText.percent(value)
        case .milliseconds: duration(value)
        case .runs, .perHundred: decimal(value)
        case .ratio, .number: ChangeText.decimal(value)
        }
    }

    /// One digit behind the point.
    static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(Plural.number(tenths / 10)).\(tenths % 10)"
    }

    /// `340 ms`, `12 s`, `45 min`, `3.5 h` or `2.0 d`.
    static func duration(_ milliseconds: Double) -> String {
        switch milliseconds {
        case ..<1_000: "\(Int(milliseconds.rounded())) ms"
        case ..<120_000: "\(Int((milliseconds / 1_000).rounded())) s"
        case ..<7_200_000: "\(Int((milliseconds / 60_000).rounded())) min"
        case ..<172_800_000: "\(decimal(milliseconds / 3_600_000)) h"
        default: "\(decimal(milliseconds / 86_400_000)) d"
        }
    }
}
