// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a release brings, for those who use it.
package struct ReleaseNotes: Sendable {
    /// An issue with what is known about it.
    package struct Entry: Sendable {
        package let line: IssueLine
        package let cause: String?
        package let causeClass: CauseClass?
        package let workaround: String?
        /// Item of a tracker.
        package let link: String?
        /// Commit or change that repaired it.
        package let fixedBy: String?
        /// Such as WVR-4; nil where none excuses it.
        package let waiver: String?

        package init(
            line: IssueLine, cause: String?, causeClass: CauseClass?, workaround: String?, link: String?,
            fixedBy: String?, waiver: String?
        ) {
            self.line = line
            self.cause = cause
            self.causeClass = causeClass
            self.workaround = workaround
            self.link = link
            self.fixedBy = fixedBy
            self.waiver = waiver
        }
    }

    package let project: String
    package let release: String
    package let previous: String?
    /// UTC ms.
    package let at: Int64
    /// Repaired, and enough clean runs show it.
    package let resolved: [Entry]
    /// Said to be repaired, and not shown yet.
    package let unproven: [Entry]
    /// Failed in the release, and is not solved.
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

    /// `major`, `minor`, `patch` or `pre-release` by the names of the releases; `patch` where they are no versions.
    package var step: String {
        if let version = Version(release), !version.prerelease.isEmpty { return "pre-release" }
        guard let previous else { return "major" }
        let step = Version.step(from: previous, to: release)
        return step == .unknown ? "patch" : step.rawValue
    }
}
