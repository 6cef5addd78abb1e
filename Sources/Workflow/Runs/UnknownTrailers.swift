// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Finds trailers of commits that name a change or an issue that nobody knows: most likely a slip.
struct UnknownTrailers {
    /// Trailers that one warning names.
    private static let shown = 5

    private let connection: any StoreConnection

    init(_ connection: any StoreConnection) { self.connection = connection }

    /// Trailers that no earlier run brought, so that each is told once.
    func fresh(_ notes: [CommitNote]) throws -> [CommitNote] {
        let trailers = notes.filter { $0.kind != .merge && $0.number != nil }
        let kinds = Set(trailers.map(\.kind)).sorted { $0.rawValue < $1.rawValue }
        let known = try kinds.flatMap { try CommitNoteRecords(connection).all($0) }.map(\.note)
        return trailers.filter { !known.contains($0) }
    }

    /// One warning for all of them that name nothing; none where all do.
    func warnings(_ trailers: [CommitNote]) throws -> [Diagnostic] {
        guard !trailers.isEmpty else { return [] }
        let changes = Set(try StoredChanges(connection).all().map(\.number))
        let resolver = IssueResolver(connection)
        func isIssue(_ number: Int64) throws -> Bool {
            do {
                _ = try resolver.cluster(.issue(number))
                return true
            } catch is ReadEvidence.Unknown {
                return false
            }
        }
        let unknown = try trailers.compactMap { trailer -> String? in
            guard let number = trailer.number else { return nil }
            let isChange = trailer.kind != .fixes
            let isKnown = isChange ? changes.contains(number) : try isIssue(number)
            return isKnown ? nil : "\(isChange ? "CR" : "ISS")-\(number) in \(trailer.commit.prefix(12))"
        }
        guard !unknown.isEmpty else { return [] }
        let rest = unknown.count > Self.shown ? ", and \(unknown.count - Self.shown) more" : ""
        return [
            Diagnostic(
                .warning, "unknown-trailer",
                "commits name what nobody knows: \(unknown.prefix(Self.shown).joined(separator: ", "))\(rest)",
                hint: "exitgate change list and exitgate issue list show what there is", file: "git log")
        ]
    }
}
