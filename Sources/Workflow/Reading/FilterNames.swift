// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
package import Storage
import TestPhase

/// Names that a list is narrowed to. One that neither the store nor the settings know is a slip: it finds nothing, ever.
package struct FilterNames: Sendable {
    package var phase: String?
    package var release: String?
    package var branch: String?
    /// Settings of a configuration class, such as `os=linux,db=pg16`.
    package var configuration: String?
    package var owner: String?

    package init(
        phase: String? = nil, release: String? = nil, branch: String? = nil, configuration: String? = nil,
        owner: String? = nil
    ) {
        self.phase = phase
        self.release = release
        self.branch = branch
        self.configuration = configuration
        self.owner = owner
    }

    package var isEmpty: Bool { [phase, release, branch, configuration, owner].allSatisfy { $0 == nil } }

    /// Holds them against what is known.
    ///
    /// - Throws: `ReadEvidence.Unknown` for the first that is not, with the nearest that is; `StorageError`.
    package func check(_ store: any StoreDriver, _ settings: Settings, _ viewpoint: Viewpoint) throws {
        guard !isEmpty else { return }
        try store.read { connection in
            let names = NameQueries(connection)
            try Self.check(phase, "phase", in: { try settings.phases + names.phases() })
            try Self.check(release, "release", in: { try settings.knownReleases + names.releases() })
            try Self.check(branch, "branch", in: names.branches)
            try checkClass { try names.classes() }
            try Self.check(owner, "owner", in: { try names.owners() + (viewpoint.owners?.names ?? []) })
        }
    }

    private static func check(_ name: String?, _ word: String, in known: () throws -> [String]) throws {
        guard let name else { return }
        let known = try known()
        if !known.contains(name) { throw unknown("there is no \(word) \(name)", name, known, word) }
    }

    /// Each setting must be that of some class; of a pair of known ones there may be no run yet.
    private func checkClass(_ classes: () throws -> [ConfigurationClass]) throws {
        guard let configuration else { return }
        let wanted = ConfigurationClass(stored: configuration).settings
        let classes = try classes()
        // The class without settings is called by its empty text.
        guard !wanted.isEmpty else {
            guard !classes.contains(where: { $0.text == configuration }) else { return }
            throw Self.unknown(
                "there is no class \(configuration)", configuration, Self.pairs(classes), "class",
                "--class takes KEY=VALUE")
        }
        let known = Self.pairs(classes)
        for pair in wanted.map({ "\($0.key)=\($0.value)" }).sorted() where !known.contains(pair) {
            throw Self.unknown("no class has the setting \(pair)", pair, known, "class")
        }
    }

    private static func pairs(_ classes: [ConfigurationClass]) -> [String] {
        Set(classes.flatMap { $0.settings.map { "\($0.key)=\($0.value)" } }).sorted()
    }

    /// Names that a hint lists when none is near.
    private static let shown = 8

    private static func unknown(
        _ message: String, _ name: String, _ known: [String], _ word: String, _ else: String? = nil
    ) -> ReadEvidence.Unknown {
        if let nearest = NearestName.of(name, in: known) {
            return ReadEvidence.Unknown(message: message, hint: "did you mean \(nearest)?")
        }
        var listed: [String] = []
        for one in known where !listed.contains(one) { listed.append(one) }
        let rest = listed.count > shown ? " and \(listed.count - shown) more" : ""
        let all = listed.isEmpty ? "none is known" : "known: \(listed.prefix(shown).joined(separator: ", "))\(rest)"
        return ReadEvidence.Unknown(message: message, hint: `else`.map { "\($0); \(all)" } ?? all)
    }
}

extension Settings {
    /// Releases that the settings name.
    fileprivate var knownReleases: [String] { releases + [release].compactMap(\.self) }
}
