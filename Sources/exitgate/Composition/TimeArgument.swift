// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Readers
import Renderers

/// A moment as an argument, ISO 8601.
enum TimeArgument {
    /// UTC milliseconds since 1970.
    ///
    /// - Throws: `ValidationError` that names the option.
    static func milliseconds(_ text: String, of option: String) throws -> Int64 {
        guard let reading = JUnitTimestamp.read(text) else {
            throw ValidationError(
                "\(option) takes a time such as 2026-11-25 or 2026-11-25T09:30:00Z, got \(SafeText.quoted(text))")
        }
        return reading.milliseconds
    }
}
