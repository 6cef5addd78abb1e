// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
package import Gating
import Storage
import TestPhase

/// Evidence, policies and verdicts as JSON whose bytes depend on what they say only, and the digests of those.
package enum GateDocuments {
    package static func text(_ value: some Encodable) throws -> String {
        String(decoding: try CanonicalJSON.bytes(value), as: UTF8.self)
    }

    /// SHA-256, 64 hexadecimal digits.
    package static func digest(_ text: String) -> String { digest(of: Data(text.utf8)) }

    package static func digest(of data: Data) -> String { Hexadecimal.text(SHA256.hash(data: data)) }

    /// The digest of a policy as it holds at a moment, UTC ms.
    package static func digest(of policy: GatePolicy, at moment: Int64) throws -> String {
        digest(try text(policy.resolved(at: moment)))
    }

    static func value<Value: Decodable>(_ text: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
        } catch {
            throw StorageError(.damaged, "a document of a gate in the store cannot be read")
        }
    }
}
