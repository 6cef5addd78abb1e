// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The run configurations that people treat as one, such as `db=pg16,os=linux`; the grain of incidents and of "passed".
package struct ConfigurationClass: Sendable, Hashable, CustomStringConvertible {
    /// Sorted pairs joined by commas; empty for the class without any setting.
    package let text: String

    /// The class of a run's settings.
    ///
    /// For example: `["os": "linux", "db": "pg16"]` is `db=pg16,os=linux`. A comma, an equals sign or a backslash inside a
    /// key or a value is escaped by a backslash.
    package init(_ settings: [String: String]) {
        text = settings.sorted { $0.key < $1.key }
            .map { "\(Self.escaped($0.key))=\(Self.escaped($0.value))" }
            .joined(separator: ",")
    }

    /// The class as the store keeps it.
    package init(stored text: String) {
        self.text = text
    }

    /// The pairs that the class was made of.
    package var settings: [String: String] {
        var settings: [String: String] = [:]
        var (key, part): (String?, String) = (nil, "")
        var isEscaped = false
        for character in text + "," {
            if isEscaped {
                part.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "=", key == nil {
                (key, part) = (part, "")
            } else if character == "," {
                if let key { settings[key] = part }
                (key, part) = (nil, "")
            } else {
                part.append(character)
            }
        }
        return settings
    }

    /// Whether it has every setting of another one.
    package func holds(_ other: ConfigurationClass) -> Bool {
        let own = settings
        return other.settings.allSatisfy { own[$0.key] == $0.value }
    }

    package var description: String { text.isEmpty ? "(any)" : text }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if character == "," || character == "=" || character == "\\" { result.append("\\") }
            result.append(character)
        }
    }
}
