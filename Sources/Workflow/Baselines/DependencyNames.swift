// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What a trace may call a dependency.
struct DependencyNames {
    let all: [String]

    /// - Parameter key: A package URL without a version.
    init(_ key: String) {
        let parts = key.split(separator: "#", maxSplits: 1).map { PercentText.decoded($0) }
        let path = (parts.first ?? "").prefix { $0 != "?" }.split(separator: "/").map(String.init)
        guard var last = path.last else {
            all = []
            return
        }
        if path.first == "pkg:golang" {
            all = Self.module(path.dropFirst().map(\.self))
            return
        }
        if last.hasSuffix(".git") { last = String(last.dropLast(4)) }
        // A part of a pod is a module of its own, or a folder of the whole.
        let subspecs = parts.dropFirst().flatMap { part in
            [last + part.replacing("/", with: ""), last + "/" + part]
        }
        all = [last] + subspecs
    }

    /// The whole path and its last part, without the major version that Go puts behind either.
    private static func module(_ path: [String]) -> [String] {
        var path = path
        if path.count > 1, let last = path.last, isMajor(last[...]) { path.removeLast() }
        guard let last = path.last else { return [] }
        let dot = last.lastIndex(of: ".")
        let isMarked = dot.map { isMajor(last[last.index(after: $0)...]) } ?? false
        let name = isMarked ? String(last[..<(dot ?? last.endIndex)]) : last
        return [name, path.joined(separator: "/")]
    }

    /// `v2` and up.
    private static func isMajor(_ text: Substring) -> Bool {
        text.first == "v" && text.dropFirst().allSatisfy(\.isNumber) && text.count > 1
    }
}
