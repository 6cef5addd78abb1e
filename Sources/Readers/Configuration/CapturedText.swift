// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// A text from outside that becomes a value: without the credentials of addresses, and of a bounded length.
struct CapturedText {
    /// Longest value, in bytes.
    static let maximumBytes = 1024

    let text: String
    /// Of all the text when it was cut.
    let digest: String?

    init(_ raw: some StringProtocol) {
        let clean = SourceAddress.redacted(String(raw))
        guard clean.utf8.count > Self.maximumBytes else {
            text = clean
            digest = nil
            return
        }
        // Decoding turns the half of a character at the cut into U+FFFD.
        text = String(decoding: clean.utf8.prefix(Self.maximumBytes), as: UTF8.self) + "…"
        digest = "sha256:" + Digests.sha256(clean.utf8)
    }

    func item(_ kind: ConfigurationItem.Kind, _ key: String, isPinned: Bool = true, evidence: String)
        -> ConfigurationItem
    {
        ConfigurationItem(kind, key, value: text, digest: digest, isPinned: isPinned, evidence: evidence)
    }
}
