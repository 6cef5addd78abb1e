// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What the relationships of an SPDX document say of its packages.
struct SPDXRelations {
    /// The package that the document is about; empty where it is about several or none.
    let subjects: Set<String>
    /// What the subject asks for; empty where the document does not tell.
    private let direct: Set<String>
    /// What is needed at run time, and what development alone needs; both empty where the document makes no difference.
    private let runtime: Set<String>
    private let development: Set<String>

    private struct Edge {
        let user: String
        let used: String
        let isDevelopment: Bool
    }

    /// - Complexity: O(relationships).
    init(_ root: LockTree) {
        let relations = root["relationships"].items.compactMap(Self.relation)
        let described = Self.described(root, relations)
        let edges = relations.compactMap { Self.edge($0, subjects: described) }
        // A document about several packages is a list of them, and not of what one project is made of.
        subjects = described.count == 1 ? described : []
        direct = Set(edges.filter { [subjects] in subjects.contains($0.user) }.map(\.used)).subtracting(subjects)
        guard edges.contains(where: \.isDevelopment) else {
            (runtime, development) = ([], [])
            return
        }
        var graph = DependencyGraph<String>()
        for edge in edges where !edge.isDevelopment { graph.connect(edge.user, to: CollectionOfOne(edge.used)) }
        let special = edges.filter(\.isDevelopment)
        let reached = graph.reached(from: described.isEmpty ? Set(special.map(\.user)) : described)
        runtime = reached
        development = graph.reached(from: special.map(\.used)).subtracting(reached)
    }

    /// Whether the subject asks for the package; nil where the document does not tell.
    func isDirect(_ package: String) -> Bool? { direct.isEmpty ? nil : direct.contains(package) }

    /// Whether development alone needs the package; nil where the document does not tell.
    func isDevelopment(_ package: String) -> Bool? {
        development.contains(package) ? true : runtime.contains(package) ? false : nil
    }

    private typealias Relation = (from: String, type: String, to: String)

    private static func relation(_ tree: LockTree) -> Relation? {
        guard let from = tree["spdxElementId"].text, let type = tree["relationshipType"].text,
            let to = tree["relatedSpdxElement"].text
        else { return nil }
        return (from, type, to)
    }

    private static func described(_ root: LockTree, _ relations: [Relation]) -> Set<String> {
        let document = root["SPDXID"].text ?? "SPDXRef-DOCUMENT"
        let related = relations.compactMap { relation -> String? in
            switch relation.type {
            case "DESCRIBES" where relation.from == document: relation.to
            case "DESCRIBED_BY" where relation.to == document: relation.from
            default: nil
            }
        }
        return Set(related + root["documentDescribes"].items.compactMap(\.text))
    }

    private static func edge(_ relation: Relation, subjects: Set<String>) -> Edge? {
        switch relation.type {
        case "DEPENDS_ON", "HAS_PREREQUISITE":
            return Edge(user: relation.from, used: relation.to, isDevelopment: false)
        case "DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF", "OPTIONAL_DEPENDENCY_OF", "PROVIDED_DEPENDENCY_OF",
            "PREREQUISITE_FOR":
            return reverseEdge(relation, subjects, isDevelopment: false)
        case "DEV_DEPENDENCY_OF", "TEST_DEPENDENCY_OF", "BUILD_DEPENDENCY_OF", "DEV_TOOL_OF", "TEST_TOOL_OF",
            "BUILD_TOOL_OF":
            return reverseEdge(relation, subjects, isDevelopment: true)
        default: return nil
        }
    }

    /// A relationship that names what is used first.
    ///
    /// npm of 2023 writes the project as a dependency of what it depends on (npm/cli#6867).
    private static func reverseEdge(_ relation: Relation, _ subjects: Set<String>, isDevelopment: Bool) -> Edge {
        if subjects.contains(relation.from), !subjects.contains(relation.to) {
            return Edge(user: relation.from, used: relation.to, isDevelopment: isDevelopment)
        }
        return Edge(user: relation.to, used: relation.from, isDevelopment: isDevelopment)
    }
}
