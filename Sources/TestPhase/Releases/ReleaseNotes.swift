// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a release brings, for those who use it.
package struct ReleaseNotes: Sendable {
    /// An issue, or an incident that is none yet, with what is known about it.
    package struct Entry: Sendable {
        /// Such as ISS-3 or INC-7.
        package let name: String
        package let title: String
        /// Such as S2; nil for an incident.
        package let severity: String?
        package let state: String
        package var cause: String?
        package var causeClass: CauseClass?
        package var workaround: String?
        /// Item of a tracker.
        package var link: String?
        /// Commit or change that repaired it.
        package var fixedBy: String?
        /// Such as WVR-4; nil where none excuses it.
        package var waiver: String?
        /// What became of it since, such as `repaired in 1.0.2`.
        package var since: String?

        package init(name: String, title: String, severity: String?, state: String) {
            self.name = name
            self.title = title
            self.severity = severity
            self.state = state
        }
    }

    package let project: String
    package let release: String
    package let previous: String?
    /// UTC ms.
    package let at: Int64
    /// Repaired, and enough clean runs show it.
    package let resolved: [Entry]
    /// A run of the release holds the repair, and not enough of them show it yet.
    package let unproven: [Entry]
    /// Failed in the release, which holds no repair of it; whatever became of it later.
    package let known: [Entry]
    /// Seen in a run of it, and not taken back.
    package let changes: [ChangeLine]

    package init(
        project: String, release: String, previous: String?, at: Int64, resolved: [Entry], unproven: [Entry],
        known: [Entry], changes: [ChangeLine]
    ) {
        self.project = project
        self.release = release
        self.previous = previous
        self.at = at
        self.resolved = resolved
        self.unproven = unproven
        self.known = known
        self.changes = changes
    }

    /// `major`, `minor`, `patch` or `pre-release` by the names of the releases; `release` where they are no versions.
    package var step: String {
        if let version = Version(release), !version.prerelease.isEmpty { return "pre-release" }
        guard let previous else { return Version(release) == nil ? "release" : "major" }
        let step = Version.step(from: previous, to: release)
        return step == .unknown ? "release" : step.rawValue
    }
}
