// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SecretRule {
    /// Every rule. Where two claim the same bytes the earlier place in the text wins, then the order here.
    package static let all: [SecretRule] =
        blocks + sourceControl + registries + cloud + intelligence + messaging + payment + operations + headers
        + assignments
}
