// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What runs where and what depends on what, as a picture in words that other programs draw.
package enum EnvironmentMap {
    private struct Node {
        let id: String
        let label: String
        let isRegistered: Bool
    }

    /// A flow chart of Mermaid.
    package static func mermaid(_ entries: [EnvironmentText.Entry], assets: [Asset], edges: [AssetEdge]) -> String {
        let (nodes, links) = graph(entries, assets, edges)
        let names = nodes.map { node in
            node.isRegistered
                ? "    \(node.id)[\"\(quoted(node.label))\"]"
                : "    \(node.id)([\"\(quoted(node.label)) (unregistered)\"])"
        }
        return (["flowchart LR"] + names + links.map { "    \($0.from) -->|\($0.label)| \($0.to)" }).joined(
            separator: "\n")
    }

    /// A graph of Graphviz.
    package static func dot(_ entries: [EnvironmentText.Entry], assets: [Asset], edges: [AssetEdge]) -> String {
        let (nodes, links) = graph(entries, assets, edges)
        let names = nodes.map { node in
            "    \(node.id) [label=\"\(escaped(node.label))\"\(node.isRegistered ? "" : ", style=dashed")];"
        }
        let lines = links.map { "    \($0.from) -> \($0.to) [label=\"\($0.label)\"];" }
        return (["digraph environments {", "    rankdir=LR;", "    node [shape=box];"] + names + lines + ["}"])
            .joined(separator: "\n")
    }

    private static func graph(
        _ entries: [EnvironmentText.Entry], _ assets: [Asset], _ edges: [AssetEdge]
    ) -> (nodes: [Node], links: [(from: String, label: String, to: String)]) {
        let names = Set(assets.map(\.name)).union(entries.map(\.name)).sorted()
        // An environment that only shares its name with a registered asset is not registered.
        let known = Set(assets.map(\.name)).subtracting(entries.filter { $0.asset == nil }.map(\.name))
        var ids = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, "a\($0 + 1)") })
        var nodes = names.map { Node(id: ids[$0] ?? "", label: $0, isRegistered: known.contains($0)) }
        var links: [(from: String, label: String, to: String)] = []
        let phases = Set(entries.flatMap { $0.use?.phases ?? [] }).sorted()
        for (index, phase) in phases.enumerated() {
            ids["phase \(phase)"] = "p\(index + 1)"
            nodes.append(Node(id: "p\(index + 1)", label: "phase \(phase)", isRegistered: true))
        }
        for entry in entries {
            for phase in entry.use?.phases ?? [] {
                links.append((ids["phase \(phase)"] ?? "", "runs on", ids[entry.name] ?? ""))
            }
        }
        links += edges.map { (ids[$0.from] ?? "", $0.kind.rawValue, ids[$0.to] ?? "") }
        return (nodes, links)
    }

    private static func quoted(_ text: String) -> String {
        SafeText.line(text, limit: 80).replacing("\"", with: "#quot;").replacing("<", with: "#lt;")
    }

    private static func escaped(_ text: String) -> String {
        SafeText.line(text, limit: 80).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }
}
