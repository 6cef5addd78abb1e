// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Incidents of kind configuration for people.
extension IncidentText {
    private static let shownItems = 40

    /// One on a page: what drifted, since when, and what to do about it.
    package static func page(
        _ incident: IncidentSummary, _ drift: DriftEpisode, items: [DriftItem], events: [IncidentEvent],
        words: [IncidentWord] = [], palette: Palette
    ) -> String {
        func place(_ sighting: DriftSighting) -> String {
            "\(Moment.text(sighting.at)) UTC, by an audit of \(sighting.run.map { "RUN-\($0)" } ?? "the documents")"
        }
        var lines = [
            "\(palette.paint("INC-\(incident.number)", .strong))  \(palette.paint(incident.stateText, role(incident)))  \(SafeText.line(incident.title, limit: 300))",
            "", "  kind       configuration: what is tested is not what was approved",
            "  where      \(SafeText.line(incident.phase)), \(SafeText.line(incident.configuration.description, limit: 200))",
            "  approved   \(SafeText.line(drift.last.baseline))", "  since      \(place(drift.opened))",
            "  last seen  \(place(drift.last))",
        ]
        lines += drift.restored.map { ["  restored   \(place($0))"] } ?? []
        if let owner = incident.acknowledgedBy { lines.append("  looked at  by \(SafeText.line(owner, limit: 80))") }
        if incident.isStale { lines.append("  stale      runs went on, and no audit has looked at them for long") }
        let reopened = drift.reopenCount > 0 ? ", reopened \(Plural.count(drift.reopenCount, "time"))" : ""
        lines += [
            "  extent     \(Plural.count(items.count, "item")), found by \(Plural.count(drift.findings, "audit"))\(reopened)",
            "  episode    \(drift.episode)", "", incident.state.isLive ? "  what drifted" : "  what had drifted",
        ]
        lines += items.prefix(shownItems).flatMap { item($0, isLive: incident.state.isLive, palette) }
        if items.count > shownItems {
            lines.append("    and \(Plural.number(items.count - shownItems)) more; --format json lists them")
        }
        lines += ["", "  events"] + events.map(event)
        if !words.isEmpty { lines += ["", "  decisions"] + words.map(word) }
        if let next = next(incident, drift, items) { lines += ["", "  next       \(next)"] }
        return lines.joined(separator: "\n")
    }

    private static func item(_ item: DriftItem, isLive: Bool, _ palette: Palette) -> [String] {
        let since = [
            item.first.map { "first seen in RUN-\($0)" }, item.lastGood.map { "RUN-\($0) was as approved" },
            item.change.map { "CR-\($0) asks for it\(isLive ? ", and is not approved" : "")" },
        ].compactMap(\.self)
        let line = "    \(palette.paint(SafeText.line(DiffText.line(item.delta), limit: 200), .strong))"
        return since.isEmpty ? [line] : [line, "      \(since.joined(separator: ", "))"]
    }

    /// What to do about a live one: approve what asks for it, or else compare and undo, or ask.
    private static func next(_ incident: IncidentSummary, _ drift: DriftEpisode, _ items: [DriftItem]) -> String? {
        guard incident.standing.isLive else { return nil }
        if let change = items.lazy.compactMap(\.change).first { return "exitgate change show CR-\(change)" }
        let phase = SafeText.line(incident.phase)
        guard let run = drift.last.run else {
            return "exitgate baseline audit \(phase), once the documents are as approved or a change for them is"
        }
        return "exitgate baseline diff \(SafeText.line(drift.last.baseline)) RUN-\(run)"
    }
}
