// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Monday to Friday, in UTC.
package enum WorkingDays {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// The same time of day so many working days later; from a weekend it counts from the Monday's beginning.
    ///
    /// For example, two days after a Thursday is the Monday.
    package static func after(_ moment: Int64, days: Int) -> Int64 {
        var moment = moment
        while isWeekend(moment) { moment = (moment / dayMilliseconds + 1) * dayMilliseconds }
        for _ in 0..<days {
            repeat { moment += dayMilliseconds } while isWeekend(moment)
        }
        return moment
    }

    /// The first of January 1970 was a Thursday.
    private static func isWeekend(_ moment: Int64) -> Bool { (moment / dayMilliseconds + 3) % 7 >= 5 }
}
