// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One family of volatile values with examples of what it hides and what it leaves.
///
/// For example: `took 31 ms` becomes `took # ms`, and `utf8` stays recognisable as `utf#`.
package struct MaskFamily: Sendable {
    /// One lower-case word.
    package let name: String
    /// A text and the template that the whole scanner makes of it.
    package let examples: [(text: String, template: String)]

    /// Every family, in the order in which they are tried.
    package static let all: [MaskFamily] = [
        AddressMask.family, HostMask.family, IdentifierMask.family, NumberMask.family, DateMask.family,
        TemplateScanner.family,
    ]
}
