// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What a lock file says, as far as it could be read.
package struct LockFileContent: Sendable, Hashable {
    /// Code of the finding that a file includes another one, which it names as its path.
    static let includeCode = "lock-include"

    /// Format with its version where it has one: `package-lock v3`.
    package let format: String
    /// Sorted and unique; several versions of a package are several dependencies.
    package let dependencies: [LockedDependency]
    package let diagnostics: [Diagnostic]

    /// The same dependencies with the digests that another file gives for them, as `go.sum` does for `go.mod`.
    ///
    /// - Complexity: O(dependencies of both).
    package func addingDigests(of other: LockFileContent) -> LockFileContent {
        let known = Dictionary(other.dependencies.map { ($0.purl, $0.digests) }) { $0 + $1 }
        let completed = dependencies.map { dependency in
            LockedDependency(
                dependency.ecosystem, dependency.name, version: dependency.version,
                digests: dependency.digests + (known[dependency.purl] ?? []), isDirect: dependency.isDirect,
                isDevelopment: dependency.isDevelopment, isPinned: dependency.isPinned, source: dependency.source)
        }
        return LockFileContent(
            format: format, dependencies: completed, diagnostics: diagnostics + other.diagnostics)
    }

    /// The same dependencies, as the configuration beside a manifest of vcpkg pins those that it leaves open.
    func pinned(by configuration: VcpkgConfiguration) -> LockFileContent {
        let completed = dependencies.map { dependency in
            guard dependency.digests.isEmpty, let registry = configuration.registry(of: dependency.name) else {
                return dependency
            }
            return LockedDependency(
                dependency.ecosystem, dependency.name, version: dependency.version, digests: registry.digests,
                isDirect: dependency.isDirect, isDevelopment: dependency.isDevelopment,
                isPinned: dependency.isPinned || !registry.digests.isEmpty, source: registry.source)
        }
        return LockFileContent(
            format: format, dependencies: completed, diagnostics: diagnostics + configuration.diagnostics)
    }
}
