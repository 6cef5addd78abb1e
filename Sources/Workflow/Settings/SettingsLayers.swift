// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Gating
import TestPhase

/// Settings while their layers are put on top of each other, with the origin of each value and all problems so far.
struct SettingsLayers {
    private(set) var settings = Settings()
    private(set) var problems: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []
    private var origins: [String: SettingsOrigin] = [:]
    /// The file that was read; where none was, the one that there could be.
    private var file = SettingsLoader.fileNames[0]

    /// All keys with value and origin, in the order of the table.
    var values: [LoadedSettings.Value] {
        SettingsKey.all.map { key in
            LoadedSettings.Value(
                name: key.name,
                text: key.slot.text(in: settings),
                origin: origins[key.name] ?? .default
            )
        }
    }

    /// The file: unknown keys, wrong types and values out of range are problems with their line and column.
    mutating func apply(_ document: SettingsDocument, file: String) {
        self.file = file
        guard checkFormat(document, file: file) else { return }
        if let gates = document.gates {
            let read = PolicyReading(gates, file: file)
            settings.gates = read.policies
            problems += read.problems
        }
        for entry in document.entries where problems.count < Self.mostProblems {
            let name = entry.path.joined(separator: ".")
            if let key = SettingsKey.named(name) {
                assign(entry.input, to: key, .file(file, line: entry.line), Place(file, entry.line, entry.column))
            } else if entry.path.count == 1, SettingsKey.topLevel.contains(name) {
                checkSection(entry, file: file)
            } else if entry.path.count == 1 || SettingsKey.topLevel.contains(entry.path[0]) {
                let fault = Self.unknown(entry.path)
                report(fault, fault.message, Place(file, entry.keyLine, entry.keyColumn))
            }
        }
    }

    /// Variables that begin with `EXITGATE_`; those we do not know belong to others unless they look misspelt.
    mutating func apply(_ environment: [String: String]) {
        for key in SettingsKey.all {
            for variable in key.variables {
                guard let text = environment[variable], !text.isEmpty else { continue }
                assign(
                    SettingsInput(variable: text, for: key.slot),
                    to: key,
                    .environment(variable),
                    Place(variable)
                )
                break
            }
        }
        warnings += Self.misspelt(environment)
    }

    /// Variables that begin with `EXITGATE_` and look like one that we know.
    static func misspelt(_ environment: [String: String]) -> [Diagnostic] {
        let known = SettingsKey.all.flatMap(\.variables) + ["EXITGATE_ACTOR", "EXITGATE_QUEUED_AT"]
        let rests = known.map { String($0.dropFirst("EXITGATE_".count)) }
        return environment.keys.sorted().filter { $0.hasPrefix("EXITGATE_") && !known.contains($0) }.compactMap {
            name in
            NearestName.of(String(name.dropFirst("EXITGATE_".count)), in: rests).map { rest in
                Diagnostic(
                    .warning, SettingsFault.Code.unknownKey.rawValue, "this variable sets nothing",
                    hint: "did you mean EXITGATE_\(rest)?", file: name)
            }
        }
    }

    /// Flags; one that names an unknown key is a mistake of the command, told like any other.
    mutating func apply(_ flags: [SettingsFlag]) {
        for flag in flags {
            if let key = SettingsKey.named(flag.key) {
                assign(SettingsInput(flag: flag.values, for: key.slot), to: key, .flag(flag.name), Place(flag.name))
            } else {
                let fault = Self.unknown(flag.key.split(separator: ".").map { String($0) })
                report(fault, fault.message, Place(flag.name))
            }
        }
    }

    /// The phase must be one of the phases, whichever layers they came from.
    mutating func checkPhase() {
        for policy in settings.gates where !settings.phases.contains(policy.phase) {
            let nearest = NearestName.of(policy.phase, in: settings.phases).map { "did you mean \"\($0)\"?" }
            let hint = nearest ?? "the phases are " + settings.phases.joined(separator: ", ")
            report(
                SettingsFault(.range, "", hint: hint),
                "gates names \"\(policy.phase)\", which is not one of the phases", Place(file))
        }
        for phase in settings.signOff where !settings.phases.contains(phase) {
            let nearest = NearestName.of(phase, in: settings.phases).map { "did you mean \"\($0)\"?" }
            let hint = nearest ?? "the phases are " + settings.phases.joined(separator: ", ")
            report(
                SettingsFault(.range, "", hint: hint),
                "sign_off names \"\(phase)\", which is not one of the phases", place(of: "sign_off"))
        }
        for line in settings.severity.gateDates {
            let phase = String(line.prefix { $0 != " " })
            if settings.phases.contains(phase) { continue }
            let nearest = NearestName.of(phase, in: settings.phases).map { "did you mean \"\($0)\"?" }
            let hint = nearest ?? "the phases are " + settings.phases.joined(separator: ", ")
            report(
                SettingsFault(.range, "", hint: hint),
                "gate_dates names \"\(phase)\", which is not one of the phases", place(of: "gate_dates"))
        }
        guard let phase = settings.phase, !settings.phases.contains(phase) else { return }
        let nearest = NearestName.of(phase, in: settings.phases).map { "did you mean \"\($0)\"?" }
        let hint = nearest ?? "the phases are " + settings.phases.joined(separator: ", ")
        report(
            SettingsFault(.range, "", hint: hint), "phase is \"\(phase)\", which is not one of the phases",
            place(of: "phase"))
    }

    /// Where a value came from.
    private func place(of key: String) -> Place {
        switch origins[key] {
        case .file(let file, let line): Place(file, line, nil)
        case .environment(let name), .flag(let name): Place(name)
        case .default, nil: Place(file)
        }
    }

    /// Nobody reads more, and every one costs a search for what was meant.
    private static let mostProblems = 100

    /// Where a problem is shown; variables and flags stand where a file would.
    private struct Place {
        let file: String
        let line: Int?
        let column: Int?

        init(_ file: String, _ line: Int? = nil, _ column: Int? = nil) {
            self.file = file
            self.line = line
            self.column = column
        }
    }

    /// Whether the file is written for this program; if not, its keys are not looked at.
    private mutating func checkFormat(_ document: SettingsDocument, file: String) -> Bool {
        guard !document.entries.isEmpty else { return true }
        guard let entry = document.entries.first(where: { $0.path == ["format"] }) else {
            let fault = SettingsFault(.format, "", hint: "begin it with `format: 1`")
            report(fault, "the file does not say which format it has", Place(file, 1, 1))
            return true
        }
        guard case .one(let text) = entry.input, let format = Int(text), format > 1 else { return true }
        report(
            SettingsFault(.format, "", hint: "use a newer exitgate, or the format that this one reads"),
            "the file has format \(format), but this exitgate reads format 1",
            Place(file, entry.line, entry.column)
        )
        return false
    }

    private mutating func checkSection(_ entry: SettingsDocument.Entry, file: String) {
        guard entry.input != .section, entry.input != .none else { return }
        let keys = SettingsKey.all.filter { $0.section == entry.path[0] }.map(\.lastName)
        let fault = SettingsFault(.type, "", hint: "write its keys indented below it: " + keys.joined(separator: ", "))
        report(fault, "\(entry.path[0]) is a section", Place(file, entry.line, entry.column))
    }

    private mutating func assign(
        _ input: SettingsInput,
        to key: SettingsKey,
        _ origin: SettingsOrigin,
        _ place: Place
    ) {
        do throws(SettingsFault) {
            try key.slot.assign(input, to: &settings)
            origins[key.name] = origin
        } catch {
            report(error, "\(key.name) \(error.message)", place)
        }
    }

    private mutating func report(_ fault: SettingsFault, _ message: String, _ place: Place) {
        problems.append(
            Diagnostic(
                .error,
                fault.code.rawValue,
                message,
                hint: fault.hint,
                file: place.file,
                line: place.line,
                column: place.column
            )
        )
    }

    /// Looks for the neighbour in the same section first, then for the same key in another place.
    private static func unknown(_ path: [String]) -> SettingsFault {
        let name = path.joined(separator: ".")
        let last = path.last ?? name
        let siblings =
            path.count > 1
            ? SettingsKey.all.filter { $0.section == path[0] }.map(\.lastName) : SettingsKey.topLevel
        let nearest = NearestName.of(last, in: siblings).map { path.dropLast().map { $0 + "." }.joined() + $0 }
        let equal = SettingsKey.all.first { NearestName.isSame(last, $0.lastName) }
        let similar = NearestName.of(last, in: SettingsKey.all.map(\.lastName))
        let elsewhere = SettingsKey.all.first { $0.lastName == similar }
        let hint = (equal?.name ?? nearest ?? elsewhere?.name).map { "did you mean \"\($0)\"?" }
        return SettingsFault(
            .unknownKey,
            "unknown key \"\(name)\"",
            hint: hint ?? "`exitgate settings default` shows all keys"
        )
    }
}
