// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Files, documents and test data that the plan names by patterns, each as the digest of its content.
struct GlobbedFiles {
    /// Most files of all patterns together.
    static let maximumFiles = 20_000

    private let patterns: [(kind: ConfigurationItem.Kind, text: String, pattern: PathPattern)]

    init(_ plan: CapturePlan) {
        let lists: [(ConfigurationItem.Kind, [String])] = [
            (.file, plan.files), (.document, plan.documents), (.data, plan.data),
        ]
        patterns = lists.flatMap { kind, texts in texts.map { (kind, $0, PathPattern($0)) } }
    }

    /// - Complexity: O(entries of the folders that may match × patterns), and the bytes of the files.
    func read(in folder: ProjectFolder, into draft: inout CaptureDraft) {
        guard !patterns.isEmpty else { return }
        var walk = FolderWalk()
        var found: [(names: [[UInt8]], kinds: Set<ConfigurationItem.Kind>)] = []
        var used: Set<Int> = []
        walk.run(folder) { names in
            patterns.contains { $0.pattern.mayMatch(below: names) }
        } visit: { names in
            let fitting = patterns.indices.filter { patterns[$0].pattern.matches(names) }
            guard !fitting.isEmpty else { return true }
            used.formUnion(fitting)
            found.append((names, Set(fitting.map { patterns[$0].kind })))
            return found.count <= Self.maximumFiles
        }
        if walk.isCut || walk.isTooDeep || found.count > Self.maximumFiles {
            draft.warn(
                "capture-limit",
                "the patterns match more than \(Self.maximumFiles) files, or lead too deep; the rest is left out",
                hint: "narrow the patterns", file: folder.path)
        }
        for (names, kinds) in found.prefix(Self.maximumFiles) { add(names, kinds, in: folder, to: &draft) }
        for index in patterns.indices where !used.contains(index) {
            draft.warn(
                "glob-unmatched", "no file matches this pattern",
                hint: "patterns are relative to the folder of the project", file: patterns[index].text)
        }
    }

    private func add(
        _ names: [[UInt8]], _ kinds: Set<ConfigurationItem.Kind>, in folder: ProjectFolder, to draft: inout CaptureDraft
    ) {
        let path = FolderWalk.path(names)
        guard let content = draft.content(of: path, in: folder) else { return }
        draft.add(kinds.map { ConfigurationItem($0, path, value: nil, digest: content.digest, evidence: path) })
    }
}
