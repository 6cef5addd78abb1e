// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A baseline with what was done with it, and whether it was tested.
package struct AuditedBaseline: Sendable {
    package let baseline: Baseline
    /// The oldest first.
    package let events: [BaselineEvent]
    /// By the last runs of a release; nil for one that is no longer current.
    package let audit: BaselineAudit?
    /// What changed since the baseline of the phase before it, and the name of that; nil for the first, and where nobody asked.
    package var change: (since: String, diff: BaselineDiff)?

    package init(baseline: Baseline, events: [BaselineEvent], audit: BaselineAudit?) {
        self.baseline = baseline
        self.events = events
        self.audit = audit
    }
}
