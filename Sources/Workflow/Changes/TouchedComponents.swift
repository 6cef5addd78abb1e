// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase

/// Finds the components that a change touches, and who else owns what it touches.
///
/// The files of the checkout that a glob matches tell; where there are none, all that the glob may match.
struct TouchedComponents {
    private let map: ComponentMap
    /// From the folder of the project; nil outside a checkout.
    private let files: [String]?

    init(_ map: ComponentMap, files: [String]?) {
        self.map = map
        self.files = files
    }

    /// Components by name, then owners of what lies outside of them or in which they have no say, by name.
    ///
    /// - Parameters: Items in scope as they were tested last, and what differs of them.
    /// - Complexity: O(files).
    func find(
        _ scope: ChangeRequest.Scope, _ items: [ConfigurationItem], _ deltas: [BaselineDiff.Delta]
    ) -> [ChangeAssessment.Component] {
        var names = Set(scope.components)
        var others: Set<[String]> = []
        var ownersByName: [String: [String]] = [:]
        func owners(_ component: String) -> [String] {
            let found = ownersByName[component] ?? map.owners(of: component)
            ownersByName[component] = found
            return found
        }
        func add(_ components: [String], _ groups: [[String]]) {
            names.formUnion(components)
            let known = Set(components.flatMap(owners))
            others.formUnion(groups.filter { !$0.isEmpty && known.isDisjoint(with: $0) })
        }
        var paths = Set(items.map(\.evidence) + deltas.flatMap(\.evidence)).filter(isFile)
        for glob in scope.paths + scope.components.flatMap(map.globs(of:)) {
            let pattern = PathPattern(glob)
            let matching = files?.filter(pattern.matches(path:)) ?? []
            if matching.isEmpty { add(map.named(ofGlob: glob), map.owners(ofGlob: glob)) }
            paths.formUnion(matching)
        }
        for path in paths { add(map.named(ofPath: path), [map.owners(ofPath: path)]) }
        typealias Component = ChangeAssessment.Component
        let named = names.sorted().map { Component(name: $0, owners: owners($0)) }
        let unnamed = others.map { owners in Component(name: owners.joined(separator: " "), owners: owners) }
        return named + unnamed.sorted { $0.name < $1.name }
    }

    /// Whether a piece of evidence is a file, and no command or variable.
    private func isFile(_ evidence: String) -> Bool {
        let isNamedAsOne =
            !evidence.hasPrefix("/") && !evidence.contains(" ") && evidence.contains { "./".contains($0) }
        return isNamedAsOne || files?.contains(evidence) == true
    }
}
