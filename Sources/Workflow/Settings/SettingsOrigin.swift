// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Which layer a value came from.
package enum SettingsOrigin: Sendable, Hashable, CustomStringConvertible {
    case `default`
    /// A file as the user named it, and the line of the value, from 1.
    case file(String, line: Int)
    /// The name of a variable.
    case environment(String)
    /// A flag with its hyphens.
    case flag(String)

    /// For people: `default`, `exitgate.yml:7`, `environment EXITGATE_STORE`, `flag --store`.
    package var description: String {
        switch self {
        case .default: "default"
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let name): "environment \(name)"
        case .flag(let name): "flag \(name)"
        }
    }
}

/// A flag of the command line that sets a key.
package struct SettingsFlag: Sendable, Hashable {
    /// With its hyphens: `--phase`.
    package let name: String
    /// The key it sets, with its section: `ingest.environment`.
    package let key: String
    /// One value, or several for a list, in the order given. The last one counts for a single value.
    package let values: [String]

    /// A flag that was given.
    package init(_ name: String, key: String, _ values: [String]) {
        self.name = name
        self.key = key
        self.values = values
    }
}

/// The settings that hold for one run of the command, and where each came from.
package struct LoadedSettings: Sendable, Equatable {
    /// One key with its value and its layer.
    package struct Value: Sendable, Hashable {
        /// Name with its section.
        package let name: String
        /// As a user would write it; the password within a store's URL is masked.
        package let text: String
        /// The layer that set it.
        package let origin: SettingsOrigin
    }

    /// All layers together.
    package let settings: Settings
    /// All keys, in the order of the annotated default.
    package let values: [Value]
    /// What looks like a mistake and was not used, such as a misspelt variable.
    package let warnings: [Diagnostic]
    /// The settings file as the user named it; nil when there is none.
    package let file: String?

    /// The layer of a key, by its name with its section.
    package func origin(of name: String) -> SettingsOrigin {
        values.first { $0.name == name }?.origin ?? .default
    }

    /// The store as path or URL; a relative path counts from the settings file unless a variable or flag gave it.
    package var resolvedStore: String {
        let store = settings.store
        switch origin(of: "store") {
        case .environment, .flag: return store
        case .default, .file:
            guard !store.hasPrefix("/"), !store.contains("://"), let file, let slash = file.lastIndex(of: "/") else {
                return store
            }
            return file[...slash] + store
        }
    }
}
