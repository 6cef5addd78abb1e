// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers

/// Type and range of a setting, and where it lives in ``Settings``.
enum SettingsSlot: Sendable {
    typealias Place<Value> = any WritableKeyPath<Settings, Value> & Sendable

    /// What the members of a list look like.
    enum Members: Sendable {
        /// Anything printable.
        case names
        /// Lower-case letters, digits and hyphens.
        case slugs
        /// Anything printable; there may be none.
        case lines
        /// Each a ``ChangeModel``; there may be none.
        case changeModels
        /// Each a name and a day, `PHASE YYYY-MM-DD`; there may be none.
        case gateDates

        /// Whether there must be one.
        var isNeverEmpty: Bool { self == .names || self == .slugs }
    }

    case text(Place<String>)
    case optionalText(Place<String?>)
    case store(Place<String>)
    case list(Place<[String]>, Members)
    case flag(Place<Bool>)
    case number(Place<Int>, ClosedRange<Int>)
    case size(Place<Int>, ClosedRange<Int>)
    case duration(Place<Int>, ClosedRange<Int>)

    /// Writes `input` into `settings`.
    ///
    /// - Throws: ``SettingsFault`` when the input is of another type, malformed or out of range.
    func assign(_ input: SettingsInput, to settings: inout Settings) throws(SettingsFault) {
        switch self {
        case .text(let place): settings[keyPath: place] = try Self.line(input)
        case .optionalText(let place): settings[keyPath: place] = input == .none ? nil : try Self.line(input)
        case .store(let place): settings[keyPath: place] = try Self.store(input)
        case .list(let place, let members): settings[keyPath: place] = try Self.list(input, members)
        case .flag(let place): settings[keyPath: place] = try Self.flag(input)
        case .number(let place, let range):
            settings[keyPath: place] = try Self.number(input, range, SettingsUnits.plain)
        case .size(let place, let range):
            settings[keyPath: place] = try Self.number(input, range, SettingsUnits.sizes)
        case .duration(let place, let range):
            settings[keyPath: place] = try Self.number(input, range, SettingsUnits.durations)
        }
    }

    /// The value as a user would write it; the password of a store's URL is masked.
    func text(in settings: Settings) -> String {
        switch self {
        case .text(let place): settings[keyPath: place]
        case .optionalText(let place): settings[keyPath: place] ?? "null"
        case .store(let place): Self.withoutPassword(settings[keyPath: place])
        case .list(let place, _): "[" + settings[keyPath: place].joined(separator: ", ") + "]"
        case .flag(let place): String(settings[keyPath: place])
        case .number(let place, _): SettingsUnits.plain.text(settings[keyPath: place])
        case .size(let place, _): SettingsUnits.sizes.text(settings[keyPath: place])
        case .duration(let place, _): SettingsUnits.durations.text(settings[keyPath: place])
        }
    }

    private static let longestText = 200
    private static let longestList = 1000

    private static func single(_ input: SettingsInput, _ kind: String) throws(SettingsFault) -> String {
        switch input {
        case .one(let text): return text
        case .many: throw SettingsFault(.type, "is a list, but must be \(kind)")
        case .none: throw SettingsFault(.type, "has no value, but must be \(kind)")
        case .section: throw SettingsFault(.type, "is a section, but must be \(kind)")
        }
    }

    private static func line(_ input: SettingsInput) throws(SettingsFault) -> String {
        try printable(try single(input, "text"), limit: longestText)
    }

    private static func printable(_ text: String, limit: Int) throws(SettingsFault) -> String {
        guard text.contains(where: { !$0.isWhitespace }) else { throw SettingsFault(.range, "is empty") }
        guard text.count <= limit else { throw SettingsFault(.range, "is longer than \(limit) characters") }
        let isPrintable = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isPrintable else { throw SettingsFault(.range, "holds a control character") }
        return text
    }

    private static func store(_ input: SettingsInput) throws(SettingsFault) -> String {
        let text = try printable(try single(input, "a path or a URL"), limit: 4096)
        guard let end = text.firstRange(of: "://") else { return text }
        let scheme = text[..<end.lowerBound].lowercased()
        guard scheme == "postgresql" || scheme == "postgres" else {
            throw SettingsFault(
                .range,
                "is a URL of the unknown kind \"\(scheme)\"",
                hint: "write a path or postgresql://host/database"
            )
        }
        return text
    }

    private static func list(_ input: SettingsInput, _ members: Members) throws(SettingsFault) -> [String] {
        guard case .many(let values) = input else {
            throw SettingsFault(.type, "must be a list", hint: "write [a, b], or one item per line behind a hyphen")
        }
        guard !values.isEmpty || !members.isNeverEmpty else {
            throw SettingsFault(.range, "must hold at least one item")
        }
        guard values.count <= longestList else { throw SettingsFault(.range, "holds more than \(longestList) items") }
        var seen: Set<String> = []
        for value in values {
            if !seen.insert(value).inserted { throw SettingsFault(.range, "holds \"\(value)\" twice") }
            _ = try printable(value, limit: longestText)
            if members == .slugs, !isSlug(value) {
                throw SettingsFault(
                    .range,
                    "holds \"\(value)\", which is no name",
                    hint: "use lower-case letters, digits and hyphens, a letter first"
                )
            }
            if members == .gateDates, !isGateDate(value) {
                throw SettingsFault(
                    .range, "holds \"\(value)\", which names no phase and day", hint: "write PHASE YYYY-MM-DD")
            }
            if members == .changeModels, ChangeModel(value) == nil {
                throw SettingsFault(
                    .range, "holds \"\(value)\", which is no model of changes",
                    hint: "write NAME GLOB[,GLOB] and major, minor or patch")
            }
        }
        return values
    }

    private static func isGateDate(_ text: String) -> Bool {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 2 && isSlug(parts[0]) && parts[1].count == 10 && JUnitTimestamp.read(parts[1]) != nil
    }

    private static func isSlug(_ text: String) -> Bool {
        let isPlain = text.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
        }
        return isPlain && text.unicodeScalars.first.map { ("a"..."z").contains($0) } ?? false
    }

    private static func flag(_ input: SettingsInput) throws(SettingsFault) -> Bool {
        switch try single(input, "true or false").lowercased() {
        case "true": return true
        case "false": return false
        case let other: throw SettingsFault(.type, "is \"\(other)\", but must be true or false")
        }
    }

    private static func number(
        _ input: SettingsInput,
        _ range: ClosedRange<Int>,
        _ units: SettingsUnits
    ) throws(SettingsFault) -> Int {
        let text = try single(input, units.kind)
        guard let number = units.number(text) else {
            throw SettingsFault(.type, "is \"\(text)\", but must be \(units.kind)", hint: units.hint)
        }
        guard range.contains(number) else {
            throw SettingsFault(
                .range,
                "is \(text), but must be from \(units.text(range.lowerBound)) to \(units.text(range.upperBound))"
            )
        }
        return number
    }

    /// `postgresql://ci:***@host/db`.
    private static func withoutPassword(_ store: String) -> String {
        guard let scheme = store.firstRange(of: "://") else { return store }
        // A password may hold what ends it elsewhere, so nothing up to the last @ is shown.
        var text = store
        if let at = store[scheme.upperBound...].lastIndex(of: "@"),
            let colon = store[scheme.upperBound..<at].firstIndex(of: ":")
        {
            text = store[...colon] + "***" + store[at...]
        }
        guard let query = text.firstIndex(of: "?") else { return text }
        let options = text[text.index(after: query)...].split(separator: "&", omittingEmptySubsequences: false).map {
            option -> Substring in
            guard let equals = option.firstIndex(of: "="), option[..<equals].lowercased().contains("password") else {
                return option
            }
            return option[...equals] + "***"
        }
        return text[...query] + options.joined(separator: "&")
    }
}
