// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// One key of `exitgate.yml`: its name, its type, its range, and the variables of the environment that set it.
package struct SettingsKey: Sendable {
    /// Name with its section: `limits.file_bytes`.
    package let name: String
    /// Type, range, and the place in ``Settings``.
    let slot: SettingsSlot
    /// A short variable beside the one made of section and key.
    private let shortVariable: String?

    /// Variables that set the key; the first one that is not empty counts. None for `format`.
    package var variables: [String] {
        if name == "format" { return [] }
        let long = "EXITGATE_" + name.uppercased().map { $0 == "." ? "_" : $0 }
        return [shortVariable, long].compactMap(\.self)
    }

    /// The section of the key, nil at the top level.
    var section: String? {
        let parts = name.split(separator: ".")
        return parts.count > 1 ? String(parts[0]) : nil
    }

    /// The name within its section.
    var lastName: String {
        name.split(separator: ".").last.map { String($0) } ?? name
    }

    init(_ name: String, _ slot: SettingsSlot, variable: String? = nil) {
        self.name = name
        self.slot = slot
        shortVariable = variable
    }

    /// All keys, in the order of the annotated default.
    package static let all: [SettingsKey] = general + limits

    /// The key of that name, with its section.
    package static func named(_ name: String) -> SettingsKey? {
        all.first { $0.name == name }
    }

    /// Names of sections and of keys at the top level, in order and without repetition.
    static let topLevel: [String] = all.reduce(into: []) { names, key in
        let name = key.section ?? key.name
        if names.last != name { names.append(name) }
    }

    private static let general: [SettingsKey] = [
        SettingsKey("format", .number(\.format, 1...1)),
        SettingsKey("project", .text(\.project)),
        SettingsKey("release", .optionalText(\.release)),
        SettingsKey("phase", .optionalText(\.phase)),
        SettingsKey("phases", .list(\.phases, .slugs)),
        SettingsKey("sign_off", .list(\.signOff, .lines)),
        SettingsKey("releases", .list(\.releases, .lines)),
        SettingsKey("configuration.keys", .list(\.configuration.keys, .names)),
        SettingsKey("owners", .list(\.owners, .lines)),
        SettingsKey("components", .list(\.components, .lines)),
        SettingsKey("change_models", .list(\.changeModels, .changeModels)),
        SettingsKey("solo", .flag(\.solo)),
        SettingsKey("capture.on_ingest", .flag(\.capture.onIngest)),
        SettingsKey("capture.variables", .list(\.capture.variables, .lines)),
        SettingsKey("capture.files", .list(\.capture.files, .lines)),
        SettingsKey("capture.documents", .list(\.capture.documents, .lines)),
        SettingsKey("capture.data", .list(\.capture.data, .lines)),
        SettingsKey("capture.data_version", .optionalText(\.capture.dataVersion)),
        SettingsKey("capture.flags", .list(\.capture.flags, .lines)),
        SettingsKey("capture.support_ends", .list(\.capture.supportEnds, .lines)),
        SettingsKey("capture.tools", .list(\.capture.tools, .lines)),
        SettingsKey("gate_dates", .list(\.severity.gateDates, .gateDates)),
        SettingsKey("severity.critical_tags", .list(\.severity.criticalTags, .lines)),
        SettingsKey("severity.critical", .list(\.severity.critical, .lines)),
        SettingsKey("severity.informing", .list(\.severity.informing, .lines)),
        SettingsKey("costs.first_minutes", .number(\.costs.firstMinutes, 0...10_000)),
        SettingsKey("costs.repeat_minutes", .number(\.costs.repeatMinutes, 0...10_000)),
        SettingsKey("costs.days_to_gate", .number(\.costs.daysToGate, 1...365)),
        SettingsKey("costs.gate_delay_hours", .number(\.costs.gateDelayHours, 0...10_000)),
        SettingsKey("ingest.paths", .list(\.ingest.paths, .names)),
        SettingsKey("ingest.mask_secrets", .flag(\.ingest.maskSecrets)),
        SettingsKey("ingest.follow_links", .flag(\.ingest.followLinks)),
        SettingsKey("ingest.environment", .optionalText(\.ingest.environment), variable: "EXITGATE_ENVIRONMENT"),
        SettingsKey("store", .store(\.store)),
        SettingsKey("lock_timeout_seconds", .duration(\.lockTimeoutSeconds, 0...3600)),
    ]

    /// Upper ends are what the reader can stand, not what is wise.
    private static let limits: [SettingsKey] = [
        SettingsKey("limits.file_bytes", .size(\.limits.fileBytes, 1024...(1 << 40))),
        SettingsKey("limits.depth", .number(\.limits.depth, 1...1000)),
        SettingsKey("limits.attributes", .number(\.limits.attributes, 1...10_000)),
        SettingsKey("limits.name_bytes", .size(\.limits.nameBytes, 16...(64 << 10))),
        SettingsKey("limits.value_bytes", .size(\.limits.valueBytes, 64...(32 << 10))),
        SettingsKey("limits.message_bytes", .size(\.limits.messageBytes, 256...(8 << 20))),
        SettingsKey("limits.details_bytes", .size(\.limits.detailsBytes, 256...(8 << 20))),
        SettingsKey("limits.output_bytes", .size(\.limits.outputBytes, 0...(8 << 20))),
        SettingsKey("limits.raw_value_bytes", .size(\.limits.rawValueBytes, 1024...(8 << 20))),
        SettingsKey("limits.results", .number(\.limits.results, 1...100_000_000)),
        SettingsKey("limits.properties", .number(\.limits.properties, 0...1_000_000)),
        SettingsKey("limits.archive_ratio", .number(\.limits.archiveRatio, 1...10_000)),
        SettingsKey("limits.archive_bytes", .size(\.limits.archiveBytes, 1024...(1 << 40))),
        SettingsKey("limits.clock_skew_seconds", .duration(\.limits.clockSkewSeconds, 0...604_800)),
    ]
}
