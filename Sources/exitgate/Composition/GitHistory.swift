// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import Workflow

/// Asks the git checkout that the command runs in, if it is one.
enum GitHistory {
    /// A moment, with the commits of this checkout, and the owners that it and the settings name.
    ///
    /// - Parameters:
    ///   - settings: Their lines of owners come last, so they win.
    ///   - moment: UTC ms; nil for now.
    static func viewpoint(_ settings: Settings, at moment: Int64? = nil) -> Viewpoint {
        let lines = settings.owners
        let texts = [checkedInOwners, lines.isEmpty ? nil : lines.joined(separator: "\n")].compactMap(\.self)
        return Viewpoint(
            ancestry: ancestry, now: moment ?? Clock.now,
            owners: texts.isEmpty ? nil : CodeOwners(texts.joined(separator: "\n")), costs: settings.costs,
            changedPaths: changedPaths)
    }

    /// Where GitHub and GitLab look for owners, in their order.
    private static let ownerFiles = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"]

    /// The folder of the nearest checkout around the current one; nil outside any.
    static var root: URL? {
        var folder = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
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
        return CommitAncestry { ancestor, descendant in
            guard isHash(ancestor), isHash(descendant) else { return nil }
            let key = "\(ancestor) \(descendant)"
            if let known = answers[key] { return known }
            let answer = ask(ancestor, descendant)
            answers[key] = answer
            return answer
        }
    }

    /// Nothing else is ever handed to git.
    private static func isHash(_ text: String) -> Bool {
        (4...64).contains(text.utf8.count) && text.allSatisfy(\.isHexDigit)
    }

    /// Files that differ between two commits of this checkout; nil where it does not hold both.
    private static func changedPaths(_ before: String, _ after: String) -> [String]? {
        guard isHash(before), isHash(after), root != nil else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "diff", "--name-only", "-z", "--no-renames", before, after, "--"]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        guard (try? process.run()) != nil else { return nil }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else { return nil }
        return data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func ask(_ ancestor: String, _ descendant: String) -> Bool? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "merge-base", "--is-ancestor", ancestor, descendant]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        guard process.terminationReason == .exit else { return nil }
        return process.terminationStatus < 2 ? process.terminationStatus == 0 : nil
    }
}
