// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import TestPhase
import Triage

/// Says what speaks for and against a changed item, besides the time of its change.
struct SuspectFactors {
    /// Shorter names are in every text.
    private static let leastName = 4
    private static let likely = 0.05
    /// What is less probable than this share of the best explanation is no explanation beside it.
    private static let rival = 0.5
    private static let documents = ["md", "txt", "rst", "adoc"]

    private let text: String
    private let tests: [TestName]
    /// Items of which a value fails more often than others, by kind and key.
    private let differing: Set<String>
    private let viewpoint: Viewpoint

    /// - Parameters:
    ///   - text: What the failure said.
    ///   - tests: Tests that fail.
    init(text: String, tests: [TestName], items: [SuspectReport.Item], viewpoint: Viewpoint) {
        self.text = Self.plain(text)
        self.tests = tests
        let best = items.map(\.chance).max() ?? 0
        differing = Set(
            items.filter { $0.row.chance <= Self.likely && $0.chance >= best * Self.rival }.map(\.row.dimension))
        self.viewpoint = viewpoint
    }

    /// - Parameter stays: The chance by Fisher's test that runs from there on fail more often only by luck.
    func factors(
        of delta: BaselineDiff.Delta, from before: RunFact, to after: RunFact, stays: Double
    ) -> Set<SuspectFactor> {
        var found: Set<SuspectFactor> = []
        // A commit is another one in every run: what it changed is there from then on.
        if delta.kind == .source, stays <= Self.likely { found.insert(.valueDiffers) }
        if differing.contains(delta.dimension) { found.insert(.valueDiffers) }
        switch delta.kind {
        case .dependency:
            if DependencyNames(delta.key).all.contains(where: names) { found.insert(.dependencyInTrace) }
        case .file, .pipeline, .data:
            judge([delta.key], &found)
        case .document:
            found.insert(.documentationOnly)
        case .source where delta.key == "commit":
            if let old = before.commit, let new = after.commit, let files = viewpoint.changedFiles(old, new) {
                judge(files.keys.sorted(), &found)
            }
        default:
            break
        }
        return found
    }

    /// What files that changed say.
    private func judge(_ paths: [String], _ found: inout Set<SuspectFactor>) {
        guard !paths.isEmpty else { return }
        if paths.contains(where: { names(Self.fileName($0)) }) { found.insert(.traceInChangedFile) }
        if paths.allSatisfy(Self.isDocument) { found.insert(.documentationOnly) }
        let files = Set(tests.map(\.file).filter { !$0.isEmpty })
        if paths.contains(where: { path in
            files.contains { $0 == path || $0.hasSuffix("/" + path) } || isClass(path)
        }) {
            found.insert(.failingTestEdited)
        }
        guard let owners = viewpoint.owners else { return }
        let own = Set(files.flatMap(owners.owners))
        if !own.isDisjoint(with: paths.flatMap(owners.owners)) { found.insert(.sameOwner) }
    }

    /// Whether a file is called as the class of a failing test, as `tests/test_pay.py` and `tests.test_pay`.
    private func isClass(_ path: String) -> Bool {
        let name = path.split(separator: ".").dropLast().joined(separator: ".")
        let dotted = name.replacing("/", with: ".")
        guard dotted.count >= Self.leastName else { return false }
        return tests.contains { test in
            let own = test.className.replacing("::", with: ".")
            return own == dotted || dotted.hasSuffix("." + own) || own.hasPrefix(dotted + ".")
        }
    }

    /// Whether the text has a name as a word of its own, and not as a part of another one.
    ///
    /// A dash binds words, unless a version stands behind it.
    private func names(_ name: String) -> Bool {
        let name = Self.plain(name)
        guard name.count >= Self.leastName else { return false }
        return text.ranges(of: name).contains { place in
            let before = text[..<place.lowerBound].last
            let rest = text[place.upperBound...]
            let isEnd = rest.first.map { !Self.isWord($0) } ?? true
            let isVersion = rest.first == "-" && rest.dropFirst().first?.isNumber == true
            return !(before.map(Self.isWord) ?? false) && (isEnd || isVersion)
        }
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "-"
    }

    /// Small letters, with dashes for what some worlds write as underscores.
    private static func plain(_ text: String) -> String { text.lowercased().replacing("_", with: "-") }

    private static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    private static func isDocument(_ path: String) -> Bool {
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return documents.contains(ending) || path.hasPrefix("docs/") || path.hasPrefix("doc/")
    }
}
