// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A statement of in-toto in an envelope that somebody signed (DSSE).
///
/// That it is signed is seen here, and what it speaks of. Whether the signature holds is for whoever knows the keys.
package struct SignedStatement: Sendable, Equatable {
    /// Why a file is none; one line for people.
    package struct Fault: Error, Sendable, Equatable {
        package let message: String
    }

    /// SHA-256 of everything that it names: its subjects, and the configuration of a test result; 64 hexadecimal digits each.
    package let digests: Set<String>
    package let signatures: Int
    package let predicateType: String

    private struct Envelope: Decodable {
        struct Signature: Decodable { let sig: String }
        let payload: String
        let payloadType: String
        let signatures: [Signature]
    }

    private struct Statement: Decodable {
        struct Descriptor: Decodable { let digest: [String: String]? }
        struct Predicate: Decodable { let configuration: [Descriptor]? }
        let subject: [Descriptor]
        let predicateType: String
        let predicate: Predicate?
    }

    /// - Throws: ``Fault``.
    package init(_ bytes: [UInt8]) throws(Fault) {
        guard let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(bytes)) else {
            throw Fault(message: "it is no envelope of DSSE: it needs payload, payloadType and signatures")
        }
        guard envelope.payloadType == "application/vnd.in-toto+json" else {
            throw Fault(message: "its payload is no statement of in-toto, but \(envelope.payloadType)")
        }
        guard !envelope.signatures.isEmpty, envelope.signatures.allSatisfy({ !$0.sig.isEmpty }) else {
            throw Fault(message: "nobody signed it")
        }
        let plain = envelope.payload.replacing("-", with: "+").replacing("_", with: "/")
        guard let payload = Data(base64Encoded: plain),
            let statement = try? JSONDecoder().decode(Statement.self, from: payload)
        else { throw Fault(message: "its payload is no statement of in-toto") }
        let named = statement.subject + (statement.predicate?.configuration ?? [])
        digests = Set(named.compactMap { $0.digest?["sha256"]?.lowercased() })
        signatures = envelope.signatures.count
        predicateType = statement.predicateType
    }
}
