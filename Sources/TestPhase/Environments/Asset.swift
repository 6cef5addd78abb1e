// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Something that tests run on or need, with somebody who looks after it.
package struct Asset: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A named place where runs happen: a runner pool, a device lab, a staging system.
        case environment
        case runner, device, license, service
        case testData = "test-data"
        case other
    }

    package var name: String
    package var kind: Kind
    /// Printed as AST-number; an environment is called by its name.
    package var number: Int64
    package var owner: String?
    /// What it is for.
    package var purpose: String?
    /// Serial number, licence or address; nothing that opens a door.
    package var serial: String?
    /// UTC ms; from then on nobody supports it any more.
    package var supportedUntil: Int64?
    /// Who registered it last.
    package var registeredBy: String
    /// UTC ms.
    package var registeredAt: Int64

    package init(
        name: String, kind: Kind, number: Int64, owner: String?, purpose: String?, serial: String?,
        supportedUntil: Int64?, registeredBy: String, registeredAt: Int64
    ) {
        self.name = name
        self.kind = kind
        self.number = number
        self.owner = owner
        self.purpose = purpose
        self.serial = serial
        self.supportedUntil = supportedUntil
        self.registeredBy = registeredBy
        self.registeredAt = registeredAt
    }

    /// How an asset is called on screen.
    package var label: String { kind == .environment ? "ENV-\(name)" : "AST-\(number)" }

    /// Whether nobody supports it any more.
    package func isOutdated(at now: Int64) -> Bool { supportedUntil.map { $0 <= now } ?? false }
}

/// How one asset depends on another.
package struct AssetEdge: Sendable, Equatable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The first needs the second.
        case uses
        /// What happens to the first is felt by the second.
        case impacts
    }

    package let from: String
    package let kind: Kind
    package let to: String

    package init(from: String, kind: Kind, to: String) {
        self.from = from
        self.kind = kind
        self.to = to
    }
}

/// What runs say about an environment.
package struct EnvironmentUse: Sendable, Equatable {
    package var name: String
    package var runs = 0
    /// UTC ms of its first and its last run.
    package var firstRun: Int64 = 0
    package var lastRun: Int64 = 0
    /// Phases and configuration classes that ran there, sorted.
    package var phases: [String] = []
    package var configurations: [String] = []
    /// Time that all tests of a run took together, in milliseconds: the median, and what 95 % of the runs stay below; nil
    /// for fewer than five runs that say so.
    package var p50: Int64?
    package var p95: Int64?
    /// The same of the older and the younger half of the runs, for a trend; nil for fewer than ten.
    package var earlierP50: Int64?
    package var laterP50: Int64?
    /// Runs that tell how long they were queued.
    package var queued = 0
    /// How long, in milliseconds: by the same rules.
    package var queueP50: Int64?
    package var queueP95: Int64?
    package var earlierQueueP50: Int64?
    package var laterQueueP50: Int64?
    /// Runs in which a failure spoke of a timeout.
    package var timeouts = 0

    package init(name: String) { self.name = name }
}
