// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Environments and assets for people and machines.
package enum EnvironmentText {
    /// An environment with what is registered and what runs say.
    package struct Entry: Sendable {
        let asset: Asset?
        let use: EnvironmentUse?

        package init(asset: Asset?, use: EnvironmentUse?) {
            self.asset = asset
            self.use = use
        }

        var name: String { asset?.name ?? use?.name ?? "" }
    }

    /// - Parameter now: UTC ms, to say what is outdated.
    package static func list(_ entries: [Entry], now: Int64, width: Int?, palette: Palette) -> String {
        guard !entries.isEmpty else { return "no environments: runs name them with --environment" }
        var table = TextTable([
            .init("environment"), .init("state"), .init("owner", fit: .keepingStart), .init("runs", alignment: .right),
            .init("last run"), .init("phases", fit: .keepingStart), .init("purpose", fit: .keepingStart),
        ])
        for entry in entries {
            let (state, role) = state(entry.asset, now)
            table.add([
                .init("ENV-\(entry.name)", .strong), .init(state, role), .init(entry.asset?.owner ?? "-"),
                .init(Plural.number(entry.use?.runs ?? 0)), .init(entry.use.map { Moment.text($0.lastRun) } ?? "-"),
                .init(entry.use?.phases.joined(separator: ", ") ?? "-"), .init(entry.asset?.purpose ?? "-"),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    /// What nobody registered is a finding, and so is what nobody supports.
    private static func state(_ asset: Asset?, _ now: Int64) -> (String, Palette.Role) {
        guard let asset else { return ("unregistered", .warning) }
        return asset.isOutdated(at: now) ? ("outdated", .bad) : ("registered", .good)
    }

    package static func page(
        _ entry: Entry, edges: [AssetEdge], now: Int64, palette: Palette
    ) -> String {
        let (state, role) = state(entry.asset, now)
        var lines = [
            "\(palette.paint("ENV-\(SafeText.line(entry.name, limit: 100))", .strong))  \(palette.paint(state, role))",
            "",
        ]
        if let asset = entry.asset { lines += facts(asset) }
        lines += own(edges, entry.name).map { "  \($0)" }
        guard let use = entry.use else { return (lines + ["  runs       none"]).joined(separator: "\n") }
        lines += [
            "  runs       \(Plural.number(use.runs)), \(Moment.text(use.firstRun)) to \(Moment.text(use.lastRun)) UTC",
            "  phases     \(SafeText.line(use.phases.joined(separator: ", "), limit: 200))",
            "  classes    \(SafeText.line(use.configurations.joined(separator: "; "), limit: 300))",
            "  tests take \(durations(use))",
            "  queued     \(queue(use))",
            "  timeouts   in \(Plural.number(use.timeouts)) of \(Plural.count(use.runs, "run"))",
        ]
        return lines.joined(separator: "\n")
    }

    private static func facts(_ asset: Asset) -> [String] {
        let values: [(String, String?)] = [
            ("owner", asset.owner), ("purpose", asset.purpose), ("serial", asset.serial),
            ("supported", asset.supportedUntil.map { "until \(Moment.text($0)) UTC" }),
            ("registered", "\(Moment.text(asset.registeredAt)) UTC by \(asset.registeredBy)"),
        ]
        return values.compactMap { name, value in
            value.map { "  \(name)\(String(repeating: " ", count: 11 - name.count))\(SafeText.line($0, limit: 200))" }
        }
    }

    private static func own(_ edges: [AssetEdge], _ name: String) -> [String] {
        edges.filter { $0.from == name || $0.to == name }.map { edge in
            let word = edge.kind.rawValue
            let blanks = String(repeating: " ", count: 11 - word.count)
            return SafeText.line("\(word)\(blanks)\(edge.from) -> \(edge.to)", limit: 200)
        }
    }

    private static func durations(_ use: EnvironmentUse) -> String {
        guard let p50 = use.p50, let p95 = use.p95 else { return "unknown, fewer than five runs say so" }
        let trend =
            if let earlier = use.earlierP50, let later = use.laterP50, earlier > 0 {
                "; median \(time(earlier)) before, \(time(later)) lately"
            } else { "" }
        return "\(time(p50)) at the median, \(time(p95)) for 95 % of the runs\(trend)"
    }

    private static func queue(_ use: EnvironmentUse) -> String {
        guard use.queued > 0 else { return "unknown, no run says so" }
        guard let p50 = use.queueP50, let p95 = use.queueP95 else { return "unknown, fewer than five runs say so" }
        let trend =
            if let earlier = use.earlierQueueP50, let later = use.laterQueueP50 {
                "; median \(time(earlier)) before, \(time(later)) lately"
            } else { "" }
        return
            "\(time(p50)) at the median, \(time(p95)) for 95 % of the \(Plural.count(use.queued, "run")) that say so\(trend)"
    }

    private static func time(_ milliseconds: Int64) -> String { Seconds.text(Double(milliseconds) / 1_000) }

    package static func capacity(_ entries: [Entry], width: Int?, palette: Palette) -> String {
        let used = entries.compactMap(\.use)
        guard !used.isEmpty else { return "no run names an environment" }
        var table = TextTable([
            .init("environment"), .init("runs", alignment: .right), .init("median", alignment: .right),
            .init("95 %", alignment: .right), .init("before", alignment: .right), .init("lately", alignment: .right),
            .init("timeouts", alignment: .right), .init("queued", alignment: .right),
            .init("queued 95 %", alignment: .right), .init("queued before", alignment: .right),
            .init("queued lately", alignment: .right), .init("told by", alignment: .right),
        ])
        for use in used {
            func text(_ value: Int64?) -> String { value.map(time) ?? "?" }
            table.add([
                .init("ENV-\(use.name)", .strong), .init(Plural.number(use.runs)), .init(text(use.p50)),
                .init(text(use.p95)), .init(text(use.earlierP50)), .init(text(use.laterP50)),
                .init(share(use.timeouts, of: use.runs)),
                .init(use.queued == 0 ? "unknown" : text(use.queueP50)), .init(text(use.queueP95)),
                .init(text(use.earlierQueueP50)), .init(text(use.laterQueueP50)), .init(Plural.number(use.queued)),
            ])
        }
        let lines = table.text(width: width, palette: palette)
        guard used.allSatisfy({ $0.queued == 0 }) else { return lines }
        return lines + "\n\nqueue unknown: no run says when its job was queued; ingest --queued-at says it"
    }

    private static func share(_ part: Int, of all: Int) -> String {
        let percent = (part * 100 + all / 2) / max(1, all)
        return part > 0 && percent == 0 ? "<1 %" : "\(percent) %"
    }

    /// What is registered of an asset of any kind.
    ///
    /// - Parameter edges: Those that name it.
    package static func page(_ asset: Asset, edges: [AssetEdge], now: Int64, palette: Palette) -> String {
        let (state, role) = state(asset, now)
        let name = SafeText.line("\(asset.label)  \(asset.kind.rawValue) \(asset.name)", limit: 200)
        return
            (["\(palette.paint(name, .strong))  \(palette.paint(state, role))", ""] + facts(asset)
            + own(edges, asset.name).map { "  \($0)" }).joined(separator: "\n")
    }

    /// - Parameter kind: What the list was narrowed to.
    package static func assets(
        _ assets: [Asset], kind: Asset.Kind? = nil, now: Int64, width: Int?, palette: Palette
    ) -> String {
        guard !assets.isEmpty else {
            return kind.map { "no asset of kind \($0.rawValue) is registered" } ?? "no assets are registered"
        }
        var table = TextTable([
            .init("asset"), .init("kind"), .init("name", fit: .keepingStart), .init("state"),
            .init("owner", fit: .keepingStart), .init("serial", fit: .keepingStart), .init("supported until"),
        ])
        for asset in assets {
            let (state, role) = state(asset, now)
            table.add([
                .init(asset.label, .strong), .init(asset.kind.rawValue), .init(asset.name), .init(state, role),
                .init(asset.owner ?? "-"), .init(asset.serial ?? "-"),
                .init(asset.supportedUntil.map(Moment.text) ?? "-"),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    // MARK: JSON

    package static func json(_ entries: [Entry], now: Int64) -> String {
        JSONText.object([
            .init("format", 1), .init("environments", .array(entries.map { json($0, now) })),
        ]).pretty
    }

    private static func json(_ entry: Entry, _ now: Int64) -> JSONText {
        let use = entry.use
        return .object([
            .init("id", .string("ENV-\(entry.name)")), .init("name", .string(entry.name)),
            .init("registered", .bool(entry.asset != nil)),
            .init("outdated", .bool(entry.asset?.isOutdated(at: now) ?? false)),
            .init("owner", JSONText(entry.asset?.owner)), .init("purpose", JSONText(entry.asset?.purpose)),
            .init("runs", .int(use?.runs ?? 0)),
            .init("phases", .array((use?.phases ?? []).map(JSONText.string))),
            .init("configurations", .array((use?.configurations ?? []).map(JSONText.string))),
            .init("first_run_at", JSONText(use.map { Moment.iso8601($0.firstRun) })),
            .init("last_run_at", JSONText(use.map { Moment.iso8601($0.lastRun) })),
            .init("p50_ms", JSONText(use?.p50.map(Int.init))), .init("p95_ms", JSONText(use?.p95.map(Int.init))),
            .init("earlier_p50_ms", JSONText(use?.earlierP50.map(Int.init))),
            .init("later_p50_ms", JSONText(use?.laterP50.map(Int.init))), .init("timeouts", .int(use?.timeouts ?? 0)),
            .init("queue_runs", .int(use?.queued ?? 0)),
            .init("queue_p50_ms", JSONText(use?.queueP50.map(Int.init))),
            .init("queue_p95_ms", JSONText(use?.queueP95.map(Int.init))),
            .init("earlier_queue_p50_ms", JSONText(use?.earlierQueueP50.map(Int.init))),
            .init("later_queue_p50_ms", JSONText(use?.laterQueueP50.map(Int.init))),
        ])
    }

    package static func assetsJSON(_ assets: [Asset], edges: [AssetEdge], now: Int64) -> String {
        let rows = assets.map { asset in
            JSONText.object([
                .init("id", .string(asset.label)), .init("name", .string(asset.name)),
                .init("kind", .string(asset.kind.rawValue)), .init("owner", JSONText(asset.owner)),
                .init("purpose", JSONText(asset.purpose)), .init("serial", JSONText(asset.serial)),
                .init("supported_until", JSONText(asset.supportedUntil.map(Moment.iso8601))),
                .init("outdated", .bool(asset.isOutdated(at: now))),
            ])
        }
        let links = edges.map { edge in
            JSONText.object([
                .init("from", .string(edge.from)), .init("kind", .string(edge.kind.rawValue)),
                .init("to", .string(edge.to)),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("assets", .array(rows)), .init("edges", .array(links)),
        ]).pretty
    }
}
