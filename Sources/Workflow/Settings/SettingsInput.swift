// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A value as it came from a file, a variable or a flag, before its key says what it must be.
enum SettingsInput: Sendable, Equatable {
    /// Nothing, or `null`.
    case none
    case one(String)
    case many([String])
    /// Keys with values.
    case section

    /// The value of a variable: one text, or a list separated by commas or line breaks.
    init(variable text: String, for slot: SettingsSlot) {
        guard case .list = slot else {
            self = .one(text)
            return
        }
        let parts = text.split { $0 == "," || $0.isNewline }.map { part in
            String(part.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }
        self = .many(parts.filter { !$0.isEmpty })
    }

    /// The values of a flag, which may be given several times when its key is a list.
    init(flag values: [String], for slot: SettingsSlot) {
        if case .list = slot { self = .many(values) } else { self = values.last.map { .one($0) } ?? .none }
    }
}

/// What is wrong with one value, without its place.
struct SettingsFault: Error, Sendable {
    /// The stable codes of settings, each printed as `settings-…`.
    enum Code: String, Sendable {
        case unknownKey = "settings-unknown-key"
        case type = "settings-type"
        case range = "settings-range"
        case syntax = "settings-syntax"
        case format = "settings-format"
        case anchor = "settings-anchor"
        case size = "settings-size"
        case unreadable = "settings-unreadable"
    }

    let code: Code
    /// Continues the name of the key: `limits.depth` + `is 0, but must be from 1 to 1000`.
    let message: String
    let hint: String?

    init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}
