// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which components the subject of a bill asks for itself.
struct CycloneDXGraph {
    /// References of what the subject asks for; empty where the bill does not tell.
    private let direct: Set<String>
    /// Whether it asks for nothing else.
    private let isComplete: Bool

    /// - Parameters:
    ///   - subjects: references of the main component and of its own parts.
    ///   - groups: references of components that stand for nothing but what they depend on.
    /// - Complexity: O(edges).
    init(_ root: LockTree, subjects: [String], groups: Set<String>) {
        var edges: [String: [String]] = [:]
        for entry in root["dependencies"].items {
            guard let reference = entry["ref"].text else { continue }
            edges[reference, default: []].append(contentsOf: entry["dependsOn"].items.compactMap(\.text))
        }
        var seen = Set(subjects)
        var open = subjects
        var direct: Set<String> = []
        while let subject = open.popLast() {
            for reference in edges[subject] ?? [] {
                if !groups.contains(reference) {
                    direct.insert(reference)
                } else if seen.insert(reference).inserted {
                    open.append(reference)
                }
            }
        }
        self.direct = direct.subtracting(subjects)
        isComplete = !Self.hasGaps(root, subjects: Set(subjects))
    }

    /// Whether a component is direct; nil where the bill does not tell.
    func isDirect(_ reference: String?) -> Bool? {
        guard let reference, !direct.isEmpty else { return nil }
        return direct.contains(reference) ? true : isComplete ? false : nil
    }

    /// A composition can say of the dependencies of something that they are not all there.
    private static func hasGaps(_ root: LockTree, subjects: Set<String>) -> Bool {
        root["compositions"].items.contains { composition in
            composition["aggregate"].text != "complete"
                && composition["dependencies"].items.contains { $0.text.map(subjects.contains) == true }
        }
    }
}
