// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What a person calls a configuration: a baseline, a run, or what is here now.
package enum BaselineReference: Sendable, Equatable {
    case baseline(phase: String, number: Int)
    case run(Int64)
    /// The folder and machine at hand.
    case now

    /// Reads `BL-beta-2`, `RUN-12` or `now`, in any case but that of the phase.
    package init?(_ text: String) {
        let lower = text.lowercased()
        if lower == "now" {
            self = .now
        } else if lower.hasPrefix("run-"), let number = Int64(lower.dropFirst(4)), number > 0 {
            self = .run(number)
        } else if lower.hasPrefix("bl-"), let dash = text.lastIndex(of: "-"),
            let number = Int(text[text.index(after: dash)...]),
            number > 0, dash > text.index(text.startIndex, offsetBy: 3)
        {
            self = .baseline(phase: String(text[text.index(text.startIndex, offsetBy: 3)..<dash]), number: number)
        } else {
            return nil
        }
    }

    /// Of a baseline; nil for others.
    package var phase: String? {
        if case .baseline(let phase, _) = self { phase } else { nil }
    }

    package var text: String {
        switch self {
        case .baseline(let phase, let number): "BL-\(phase)-\(number)"
        case .run(let number): "RUN-\(number)"
        case .now: "now"
        }
    }
}

/// Finds what references mean.
struct BaselineResolver {
    private let connection: any StoreConnection
    /// What is here now; nil where nobody captured it.
    private let now: ConfigurationSnapshot?

    init(_ connection: any StoreConnection, now: ConfigurationSnapshot? = nil) {
        self.connection = connection
        self.now = now
    }

    /// - Throws: `ReadEvidence.Unknown`.
    func baseline(phase: String, number: Int) throws -> BaselineRecords.Stored {
        guard let found = try BaselineRecords(connection).baseline(phase: phase, number: number) else {
            throw ReadEvidence.Unknown(
                message: "there is no baseline BL-\(phase)-\(number)", hint: "exitgate baseline list shows them")
        }
        return found
    }

    /// - Throws: `ReadEvidence.Unknown`.
    func snapshot(_ reference: BaselineReference) throws -> ConfigurationSnapshot {
        let records = SnapshotRecords(connection)
        switch reference {
        case .baseline(let phase, let number):
            return try records.snapshot(row: baseline(phase: phase, number: number).snapshot)
        case .run(let number):
            guard try RunQueries(connection).run(id: number) != nil else {
                throw ReadEvidence.Unknown(
                    message: "there is no run RUN-\(number)", hint: "exitgate run list shows them")
            }
            guard let row = try records.snapshot(ofRun: number) else {
                throw ReadEvidence.Unknown(
                    message: "what RUN-\(number) was made with is not known",
                    hint: "exitgate ingest captures it in a project folder, or takes it with --configuration FILE")
            }
            return try records.snapshot(row: row)
        case .now:
            guard let now else {
                throw ReadEvidence.Unknown(
                    message: "nothing was captured here", hint: "run this in the folder of the project")
            }
            return now
        }
    }
}
