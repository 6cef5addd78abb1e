// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Registers what tests run on, and says what is known of it.
package struct KeepAssets {
    /// From so many runs on there are percentiles, and from twice as many a trend.
    private static let leastRuns = 5

    private let store: any StoreDriver

    package init(_ store: any StoreDriver) {
        self.store = store
    }

    /// What to register; nil leaves what is known.
    package struct Registration: Sendable {
        package var name: String
        package var kind: Asset.Kind
        package var owner: String?
        package var purpose: String?
        package var serial: String?
        /// UTC ms.
        package var supportedUntil: Int64?
        package var actor: String
        /// UTC ms.
        package var now: Int64

        package init(name: String, kind: Asset.Kind, actor: String, now: Int64) {
            self.name = name
            self.kind = kind
            self.actor = actor
            self.now = now
        }
    }

    /// Registers an asset, or changes what is known of one.
    ///
    /// - Throws: `Refusal` for a name that says nothing, or that is one of another kind; `StorageError`.
    package func register(_ registration: Registration) throws -> Asset {
        guard registration.name.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(message: "an asset needs a name", hint: "give the one that runs use with --environment")
        }
        return try store.write { connection in
            let records = AssetRecords(connection)
            let name = SecretTally.masked(registration.name)
            let known = try records.all().first { $0.name == name }
            if let known, known.kind != registration.kind {
                throw Refusal(
                    message: "\(name) is registered as \(known.label), of kind \(known.kind.rawValue)",
                    hint: "give the other one another name")
            }
            let asset = Asset(
                name: name, kind: registration.kind,
                number: try known?.number ?? records.takeNumber(),
                owner: registration.owner.map(SecretTally.masked) ?? known?.owner,
                purpose: registration.purpose.map(SecretTally.masked) ?? known?.purpose,
                serial: registration.serial.map(SecretTally.masked) ?? known?.serial,
                supportedUntil: registration.supportedUntil ?? known?.supportedUntil,
                registeredBy: SecretTally.masked(registration.actor), registeredAt: registration.now)
            try records.put(asset)
            return asset
        }
    }

    /// Notes that one asset uses or impacts another, or no longer does.
    ///
    /// - Throws: `ReadEvidence.Unknown` for one that is not registered, `Refusal` for one and the same, `StorageError`.
    package func link(_ given: AssetEdge, isRemoved: Bool = false) throws {
        try store.write { connection in
            let records = AssetRecords(connection)
            let all = try records.all()
            let edge = AssetEdge(
                from: try Self.name(given.from, all), kind: given.kind, to: try Self.name(given.to, all))
            guard edge.from != edge.to else {
                throw Refusal(message: "\(edge.from) cannot depend on itself", hint: "name two assets")
            }
            guard try !isRemoved || records.edges().contains(edge) else {
                throw Refusal(
                    message: "\(edge.from) \(edge.kind.rawValue) \(edge.to) is not known, so nothing was removed",
                    hint: "exitgate asset list shows how assets depend on each other")
            }
            isRemoved ? try records.remove(edge) : try records.put(edge)
        }
    }

    /// The name of what is called so, or has that label, such as `ENV-lab`.
    private static func name(_ text: String, _ assets: [Asset]) throws -> String {
        let text = SecretTally.masked(text)
        guard let asset = assets.first(where: { $0.name == text }) ?? assets.first(where: { $0.label == text }) else {
            throw ReadEvidence.Unknown(
                message: "\(text) is not registered",
                hint: "exitgate environment register or asset register does it; the lists show what is")
        }
        return asset.name
    }

    /// An environment with what is registered and what runs say.
    package struct Entry: Sendable {
        /// nil for one that runs name and nobody registered.
        package let asset: Asset?
        /// nil for one that no run names.
        package let use: EnvironmentUse?

        package var name: String { asset?.name ?? use?.name ?? "" }
    }

    /// Environments, registered or seen, by name.
    package func environments() throws -> [Entry] {
        try store.read { connection in
            let records = AssetRecords(connection)
            let assets = try records.all().filter { $0.kind == .environment }
            let uses = Dictionary(grouping: try records.uses(), by: \.environment).mapValues(Self.use)
            let names = Set(assets.map(\.name)).union(uses.keys).sorted()
            return names.map { name in Entry(asset: assets.first { $0.name == name }, use: uses[name]) }
        }
    }

    /// An environment by its name.
    ///
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func environment(_ name: String) throws -> Entry {
        let all = try environments()
        guard let entry = all.first(where: { $0.name == name }) else {
            throw ReadEvidence.Unknown(
                message: "there is no environment \(name)",
                hint: NearestName.of(name, in: all.map(\.name)).map { "did you mean \($0)?" }
                    ?? "exitgate environment list shows them")
        }
        return entry
    }

    /// An asset by its name or label, with what it depends on and what depends on it.
    ///
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func asset(_ name: String) throws -> (asset: Asset, edges: [AssetEdge]) {
        let known = try assets()
        guard
            let asset = known.assets.first(where: { $0.name == name })
                ?? known.assets.first(where: { $0.label == name })
        else {
            throw ReadEvidence.Unknown(
                message: "there is no asset \(name)",
                hint: NearestName.of(name, in: known.assets.map(\.name)).map { "did you mean \($0)?" }
                    ?? "exitgate asset list shows them")
        }
        return (asset, known.edges.filter { $0.from == asset.name || $0.to == asset.name })
    }

    /// Assets of all kinds with how they depend on each other.
    package func assets() throws -> (assets: [Asset], edges: [AssetEdge]) {
        try store.read { (try AssetRecords($0).all(), try AssetRecords($0).edges()) }
    }

    /// - Parameter uses: Of one environment, the oldest first, at least one.
    private static func use(_ uses: [AssetRecords.Use]) -> EnvironmentUse {
        var found = EnvironmentUse(name: uses[0].environment)
        found.runs = uses.count
        found.firstRun = uses[0].startedAt
        found.lastRun = uses[uses.count - 1].startedAt
        found.phases = Set(uses.map(\.phase)).sorted()
        found.configurations = Set(uses.map(\.configuration)).sorted()
        found.timeouts = uses.count(where: \.hasTimeout)
        let times = uses.compactMap(\.milliseconds)
        (found.p50, found.p95) = spread(times)
        (found.earlierP50, found.laterP50) = trend(times)
        let waits = uses.compactMap(\.queueMilliseconds)
        found.queued = waits.count
        (found.queueP50, found.queueP95) = spread(waits)
        (found.earlierQueueP50, found.laterQueueP50) = trend(waits)
        return found
    }

    /// The median and what 95 % stay below; nil for too few.
    private static func spread(_ values: [Int64]) -> (p50: Int64?, p95: Int64?) {
        guard values.count >= leastRuns else { return (nil, nil) }
        return (percentile(values, 50), percentile(values, 95))
    }

    /// The medians of the older and of the younger half; nil for too few.
    private static func trend(_ values: [Int64]) -> (earlier: Int64?, later: Int64?) {
        guard values.count >= leastRuns * 2 else { return (nil, nil) }
        let half = values.count / 2
        return (percentile(Array(values.prefix(half)), 50), percentile(Array(values.suffix(half)), 50))
    }

    /// The nearest rank: the least value that so many percent do not exceed.
    private static func percentile(_ values: [Int64], _ percent: Int) -> Int64? {
        guard !values.isEmpty else { return nil }
        return values.sorted()[max(0, (values.count * percent + 99) / 100 - 1)]
    }
}
