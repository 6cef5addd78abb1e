// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
package import TestPhase

extension ConfigurationSnapshot {
    /// The same without secrets in addresses and in what variables and switches are set to.
    package var masked: ConfigurationSnapshot { ConfigurationSnapshot(items.map(\.masked)) }
}

extension ConfigurationCapture.Reading {
    /// The same without secrets.
    package var masked: ConfigurationCapture.Reading {
        ConfigurationCapture.Reading(evidence: evidence, key: key, items: items.map(\.masked))
    }
}

extension ConfigurationItem {
    fileprivate var masked: ConfigurationItem {
        let isSetting = kind == .variable || kind == .flag
        guard isSetting || Self.holdsAddress(key) || value.map(Self.holdsAddress) == true else { return self }
        return ConfigurationItem(
            kind, Self.withoutSecrets(key),
            value: value.map { isSetting ? maskedSetting($0) : Self.withoutSecrets($0) },
            digest: digest, isPinned: isPinned, evidence: evidence, isDirect: isDirect, isDevelopment: isDevelopment)
    }

    /// The name tells whether the value is a secret, as in `api_password=…`.
    private func maskedSetting(_ value: String) -> String {
        let assignment = SecretTally.masked("\(key)=\(Self.withoutSecrets(value))")
        return assignment.hasPrefix("\(key)=") ? String(assignment.dropFirst(key.count + 1)) : "***"
    }

    private static func holdsAddress(_ text: String) -> Bool { text.range(ofASCII: "://") != nil }

    /// Passwords and all parameters of an address go: what it names is before them.
    private static func withoutSecrets(_ text: String) -> String {
        guard holdsAddress(text) else { return text }
        return SecretTally.masked(String(text.prefix { $0 != "?" }))
    }
}
