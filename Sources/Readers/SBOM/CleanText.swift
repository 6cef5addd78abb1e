// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Texts of a bill without the credentials of addresses in them.
enum CleanText {
    /// The text as it is, unless an address in it, plain or percent-encoded, has credentials.
    static func of(_ text: String) -> String {
        let plain = SourceAddress.redacted(text)
        let decoded = PercentText.decoded(plain)
        let clean = SourceAddress.redacted(decoded)
        return clean == decoded ? plain : clean
    }
}
