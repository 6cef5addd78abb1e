// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The variables of the environment that the settings name, and no others.
struct CapturedVariables {
    private let environment: [String: String]
    private let key: [UInt8]

    /// - Parameter key: Of the digests of secrets; none when it is empty.
    init(environment: [String: String], key: [UInt8]) {
        self.environment = environment
        self.key = key
    }

    private static let secretMark = "secret:"

    /// One item for each name that is set; a name that is listed both ways is a secret.
    func items(_ names: [String]) -> [ConfigurationItem] {
        let secrets = Set(names.filter { $0.hasPrefix(Self.secretMark) }.map { String($0.dropFirst(7)) })
        let plain = Set(names.filter { !$0.hasPrefix(Self.secretMark) }).subtracting(secrets)
        return secrets.compactMap(secret)
            + plain.compactMap { name in
                environment[name].map { CapturedText($0).item(.variable, name, evidence: "environment") }
            }
    }

    private func secret(_ name: String) -> ConfigurationItem? {
        environment[name].map { value in
            let digest = key.isEmpty ? nil : "hmac-sha256:" + Digests.keyed(value, key: key)
            return ConfigurationItem(
                .variable, name, value: nil, digest: digest, isPinned: digest != nil, evidence: "environment")
        }
    }
}
