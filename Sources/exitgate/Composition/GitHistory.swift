// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Workflow

/// Asks the git checkout that the command runs in, if it is one.
enum GitHistory {
    /// A moment, with the commits of this checkout, and the owners that it and the settings name.
    ///
    /// Files are named from the folder of the project, as what was captured names them; patterns of owners begin at the root
    /// of the checkout.
    ///
    /// - Parameters:
    ///   - loaded: Their lines of owners come last, so they win.
    ///   - moment: UTC ms; nil for now.
    static func viewpoint(_ loaded: LoadedSettings, at moment: Int64? = nil) -> Viewpoint {
        let lines = loaded.settings.owners
        let texts = [checkedInOwners, lines.isEmpty ? nil : lines.joined(separator: "\n")].compactMap(\.self)
        let folder = ProjectRoot.inCheckout(loaded)
        var differences: [String: [String: Int]?] = [:]
        return Viewpoint(
            ancestry: ancestry, now: moment ?? Clock.now,
            owners: texts.isEmpty ? nil : CodeOwners(texts.joined(separator: "\n"), folder: folder),
            costs: loaded.settings.costs, components: loaded.settings.components,
            isSolo: loaded.settings.solo, releases: ReleaseOrder(loaded.settings.releases),
            phases: loaded.settings.phases, severity: loaded.settings.severity,
            changedFiles: { before, after in
                let key = "\(before) \(after)"
                if let known = differences[key] { return known }
                let found = changedFiles(before, after, from: folder)
                differences[key] = found
                return found
            },
            projectFiles: { projectFiles(in: ProjectRoot.folder(loaded)) })
    }

    /// Where GitHub and GitLab look for owners, in their order.
    private static let ownerFiles = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"]

    /// The folder of the nearest checkout around the current one; nil outside any.
    static var root: URL? { root(around: URL(fileURLWithPath: FileManager.default.currentDirectoryPath)) }

    /// The folder of the nearest checkout around one; nil outside any.
    static func root(around folder: URL) -> URL? {
        var folder = folder
        while !FileManager.default.fileExists(atPath: folder.appending(path: ".git").path) {
            if folder.path == "/" { return nil }
            folder.deleteLastPathComponent()
        }
        return folder
    }

    /// The owners that this checkout names.
    private static var checkedInOwners: String? {
        guard let folder = root else { return nil }
        for name in ownerFiles {
            let data = FileManager.default.contents(atPath: folder.appending(path: name).path)
            if let data, data.count <= 3 << 20 { return String(decoding: data, as: UTF8.self) }
        }
        return nil
    }

    /// Which commits hold others; knows nothing outside a checkout.
    static var ancestry: CommitAncestry {
        var answers: [String: Bool?] = [:]
        var graph: CommitGraph?
        var existing: [String: Bool] = [:]
        return CommitAncestry { ancestor, descendant in
            guard isHash(ancestor), isHash(descendant) else { return nil }
            let key = "\(ancestor) \(descendant)"
            if let known = answers[key] { return known }
            // A few questions are asked one by one; for many the whole history is read once.
            if answers.count == fewQuestions { graph = readGraph() }
            // What no branch leads to is not in it, and may be there all the same.
            let isThere = [ancestor, descendant].allSatisfy { commit in
                if graph?.holds(commit, in: commit) == true { return true }
                if let known = existing[commit] { return known }
                existing[commit] = ask(commit, commit) == true
                return existing[commit] == true
            }
            let answer = isThere ? graph?.holds(ancestor, in: descendant) ?? ask(ancestor, descendant) : nil
            answers[key] = answer
            return answer
        }
    }

    private static let fewQuestions = 24

    private static func readGraph() -> CommitGraph? {
        guard root != nil, let ended = ChildCommand.run(["git"] + CommitGraph.arguments), ended.code == 0 else {
            return nil
        }
        return CommitGraph(Array(ended.output))
    }

    /// Nothing else is handed to git as a commit, but what a person names on the command line.
    static func isHash(_ text: String) -> Bool {
        (4...64).contains(text.utf8.count) && text.allSatisfy(\.isHexDigit)
    }

    /// Files that differ between two commits of this checkout, and in how many lines; nil where it does not hold both.
    ///
    /// - Parameter folder: The folder of the checkout from which they are named.
    private static func changedFiles(_ before: String, _ after: String, from folder: String) -> [String: Int]? {
        guard isHash(before), isHash(after), root != nil else { return nil }
        let command = ["git", "diff", "--numstat", "-z", "--no-renames", before, after, "--"]
        guard let ended = ChildCommand.run(command), ended.code == 0 else { return nil }
        var files: [String: Int] = [:]
        for line in ended.output.split(separator: 0) {
            // Lines that came and lines that went, - for a file without lines, and the path from the root.
            let parts = line.split(separator: 0x09, maxSplits: 2).map { String(decoding: $0, as: UTF8.self) }
            guard parts.count == 3 else { continue }
            files[ProjectRoot.path(parts[2], from: folder)] = max(Int(parts[0]) ?? 0, Int(parts[1]) ?? 0)
        }
        return files
    }

    /// What messages of the commits behind one say, without those behind others; none outside a checkout.
    static func notes(of commit: String, besides known: [String]) -> [CommitNote] {
        guard isHash(commit), root != nil else { return [] }
        let others = known.filter(isHash).map { "^\($0)" }
        let command =
            ["git", "log", "--ignore-missing", "-n", String(noteLimit)] + CommitLog.arguments + [commit] + others + [
                "--"
            ]
        guard let ended = ChildCommand.run(command), ended.code == 0 else { return [] }
        return CommitLog.notes(Array(ended.output))
    }

    /// A commit and the nearest of its ancestors; nil outside a checkout that holds it.
    static func window(of commit: String) -> CommitWindow? {
        guard isHash(commit), root != nil else { return nil }
        let command = ["git", "log"] + CommitWindow.arguments + [commit, "--"]
        guard let ended = ChildCommand.run(command), ended.code == 0 else { return nil }
        return CommitWindow(ended.output)
    }

    /// Commits of one run that are looked at.
    private static let noteLimit = 1000

    /// Files of the checkout below the folder of the project, named from there.
    private static func projectFiles(in folder: String?) -> [String]? {
        guard let folder, root != nil, let ended = ChildCommand.run(["git", "ls-files", "-z"], in: folder),
            ended.code == 0
        else { return nil }
        return ended.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func ask(_ ancestor: String, _ descendant: String) -> Bool? {
        let ended = ChildCommand.run(["git", "merge-base", "--is-ancestor", ancestor, descendant])
        return ended.flatMap { $0.code < 2 ? $0.code == 0 : nil }
    }
}
