// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage

/// How people call a cluster: by its issue, by one of its incidents, or by the first digits of one of its signatures.
package enum IssueReference: Sendable, Equatable {
    case issue(Int64)
    case incident(Int64)
    /// At least 6 of the 32 hexadecimal digits, lower case.
    case signature(String)

    private static let leastDigits = 6

    /// Reads `ISS-3`, `3`, `INC-12` or `7f4826`; nil for anything else.
    package init?(_ text: String) {
        let text = text.lowercased()
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let number = Int64(parts[1]), number > 0, parts[0] == "iss" || parts[0] == "inc" {
            self = parts[0] == "iss" ? .issue(number) : .incident(number)
        } else if text.utf8.count < Self.leastDigits, let number = Int64(text), number > 0 {
            self = .issue(number)
        } else if (Self.leastDigits...32).contains(text.utf8.count), text.allSatisfy(\.isHexDigit) {
            self = .signature(text)
        } else {
            return nil
        }
    }
}

/// Finds what references mean.
struct IssueResolver {
    private let connection: any StoreConnection

    init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Row of the signature that the cluster began with.
    ///
    /// - Throws: `ReadEvidence.Unknown`.
    func cluster(_ reference: IssueReference) throws -> Int64 {
        switch reference {
        case .issue(let number):
            guard let cluster = try IssueRecords(connection).cluster(ofIssue: number) else {
                throw ReadEvidence.Unknown(
                    message: "there is no issue ISS-\(number)", hint: "exitgate issue list shows them")
            }
            return cluster
        case .incident(let number):
            if try DriftRecords(connection).holds(number: number) {
                throw Refusal(
                    message: "INC-\(number) is of kind configuration: no test failed in it, so it has no issue",
                    hint: "exitgate incident show INC-\(number) says what drifted")
            }
            guard let cluster = try IncidentQueries(connection).cluster(ofIncident: number) else {
                throw ReadEvidence.Unknown(
                    message: "there is no incident INC-\(number)", hint: "exitgate incident list shows them")
            }
            return cluster
        case .signature(let prefix):
            let signature = try signature(prefix)
            return try ClusterQueries(connection).clusters(of: [signature])[signature] ?? signature
        }
    }

    /// Row of the signature that a decision names for a reference: one that belongs to it by itself, and not by a rule that
    /// may be taken back.
    func representative(_ reference: IssueReference) throws -> Int64 {
        switch reference {
        case .signature(let prefix): return try signature(prefix)
        case .issue(let number):
            let anchor = try IssueRecords(connection).anchors().first { $0.number == number }?.signature
            return try anchor ?? cluster(reference)
        case .incident:
            let cluster = try cluster(reference)
            return try IssueQueries(connection).anchor(ofCluster: cluster) ?? cluster
        }
    }

    /// Row of the signature whose key begins with `prefix`.
    ///
    /// - Throws: `ReadEvidence.Unknown` where none or several do.
    func signature(_ prefix: String) throws -> Int64 {
        let found = try IssueQueries(connection).signatures(prefix: prefix)
        guard let first = found.first else {
            throw ReadEvidence.Unknown(
                message: "there is no signature that begins with \(prefix)",
                hint: "exitgate issue show ISS-NUMBER lists those of an issue")
        }
        guard found.count == 1 else {
            throw ReadEvidence.Unknown(
                message: "several signatures begin with \(prefix)", hint: "give more of its digits")
        }
        return first.row
    }

    /// What a cluster is called: by its issue, or else by its signature.
    func name(of cluster: Int64) throws -> String {
        if let number = try IssueQueries(connection).number(ofCluster: cluster) { return "ISS-\(number)" }
        return try digits(of: cluster)
    }

    /// The first digits of a signature, enough to name it.
    func digits(of signature: Int64) throws -> String {
        String(try IssueQueries(connection).key(of: signature)?.prefix(12) ?? "nothing")
    }
}
