// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Workflow

/// When the support of items ends, as the settings say.
enum SupportEnds {
    /// UTC ms by key.
    ///
    /// - Throws: `ValidationError` for a line without a day.
    static func read(_ settings: Settings) throws -> [String: Int64] {
        var ends: [String: Int64] = [:]
        for line in settings.capture.supportEnds {
            let parts = line.split(separator: " ").map(String.init)
            guard parts.count == 2 else {
                throw ValidationError("capture.support_ends takes KEY DAY, got \(SafeText.quoted(line))")
            }
            ends[parts[0]] = try TimeArgument.milliseconds(parts[1], of: "capture.support_ends")
        }
        return ends
    }
}
