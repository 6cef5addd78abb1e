// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import TestPhase

extension CycloneDXText.Subject {
    /// A baseline of 25 November 2026.
    static let shop = CycloneDXText.Subject(
        project: "shop", baseline: "BL-beta-3",
        digest: "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea", writtenAt: 1_795_599_000_000)
}

/// The bill of these items, parsed.
func bill(_ items: [ConfigurationItem]) throws -> ParsedJSON {
    try ParsedJSON(CycloneDXText.text(ConfigurationSnapshot(items), of: .shop))
}
