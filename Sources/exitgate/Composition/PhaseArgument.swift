// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

extension LoadedSettings {
    /// A phase that was named, if the settings know it.
    ///
    /// - Throws: `ValidationError` with the nearest phase and all of them.
    func checked(phase: String) throws -> String {
        guard settings.phases.contains(phase) else {
            let nearest = NearestName.of(phase, in: settings.phases).map { "; did you mean \($0)?" } ?? "."
            throw ValidationError(
                "there is no phase \(SafeText.quoted(phase))\(nearest) The phases are \(settings.phases.joined(separator: ", "))"
            )
        }
        return phase
    }
}
