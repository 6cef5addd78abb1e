// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A world of packages with names of its own.
package enum PackageEcosystem: String, Sendable, Hashable, CaseIterable {
    case cargo, carthage, cocoapods, composer, conan, cran, deno, gem, github, golang, helm, hex, jsr, maven, nix, npm
    case nuget, pub, pypi, swift, terraform, vcpkg

    /// The type in a package URL; `generic` for ecosystems that the specification does not list.
    var packageURLType: String {
        switch self {
        case .carthage, .deno, .jsr, .nix, .vcpkg: "generic"
        default: rawValue
        }
    }

    /// Whether two spellings of a name that differ in case mean one package.
    var ignoresCase: Bool {
        switch self {
        case .composer, .github, .golang, .hex, .pub, .pypi: true
        default: false
        }
    }
}
