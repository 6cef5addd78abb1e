// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase

/// What the scope of a change takes in: files, configuration items and tests.
struct ChangeScope {
    private let patterns: [(text: String, pattern: PathPattern)]
    private let items: [TextPattern]
    /// Names of the components that it touches, sorted.
    let components: [String]

    /// - Parameter map: Components of the project.
    init(_ scope: ChangeRequest.Scope, _ map: ComponentMap) {
        let globs = scope.paths + scope.components.flatMap(map.globs)
        patterns = globs.map { ($0, PathPattern($0)) }
        items = scope.items.map(TextPattern.init)
        components = Set(scope.components + scope.paths.flatMap(map.components(ofGlob:))).sorted()
    }

    var isEmpty: Bool { patterns.isEmpty && items.isEmpty }
    var namesItems: Bool { !items.isEmpty }
    var namesPaths: Bool { !patterns.isEmpty }

    func takes(path: String) -> Bool { patterns.contains { $0.pattern.matches(path: path) } }

    /// Whether a configuration item, or a file that tells of it, is in scope.
    func takes(_ delta: BaselineDiff.Delta) -> Bool {
        if items.contains(where: { $0.matches(delta.key) }) { return true }
        let isFile = [.file, .pipeline, .document, .data].contains(delta.kind)
        return isFile ? takes(path: delta.key) : delta.evidence.contains(where: takes(path:))
    }

    func takes(_ item: ConfigurationItem) -> Bool {
        items.contains { $0.matches(item.key) } || takes(path: item.evidence)
            || [.file, .pipeline, .document, .data].contains(item.kind) && takes(path: item.key)
    }

    /// Whether it speaks of an asset by its name.
    func names(asset: String) -> Bool { components.contains(asset) || items.contains { $0.matches(asset) } }

    /// Whether a test lies in a file of the scope, or is of a class that is named as one.
    func takes(_ test: TestName) -> Bool {
        if !test.file.isEmpty, takes(path: test.file) { return true }
        let dotted = test.className.replacing("::", with: "/").replacing(".", with: "/")
        guard dotted.contains("/") else { return false }
        return patterns.contains { glob, pattern in
            pattern.matches(path: dotted)
                || Self.head(glob).map { dotted.hasPrefix($0) || dotted.contains("/" + $0) } ?? false
        }
    }

    /// Whether both touch the same: a component, an item, or a folder of one that lies in one of the other.
    func overlaps(_ other: ChangeScope) -> Bool {
        if !Set(components).isDisjoint(with: other.components) { return true }
        if items.contains(where: { item in other.items.contains { $0.matches(item.text) || item.matches($0.text) } }) {
            return true
        }
        return patterns.contains { glob, pattern in
            other.patterns.contains { otherGlob, otherPattern in
                if glob == otherGlob || pattern.matches(path: otherGlob) || otherPattern.matches(path: glob) {
                    return true
                }
                guard let head = Self.head(glob), let otherHead = Self.head(otherGlob) else { return false }
                return head.hasPrefix(otherHead) || otherHead.hasPrefix(head)
            }
        }
    }

    /// The folders of a glob before its first sign, with a slash at the end; nil for none.
    static func head(_ glob: String) -> String? {
        let parts = glob.split(separator: "/").prefix { !$0.contains(where: { "*?[".contains($0) }) }
        let folders =
            parts.count == glob.split(separator: "/").count && parts.last?.contains(".") == true
            ? parts.dropLast() : parts
        return folders.isEmpty ? nil : folders.joined(separator: "/") + "/"
    }
}
