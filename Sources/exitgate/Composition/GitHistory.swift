// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Workflow

/// Asks the git checkout that the command runs in, if it is one.
enum GitHistory {
    /// Now, with the commits of this checkout.
    static var viewpoint: Viewpoint { Viewpoint(ancestry: ancestry, now: Clock.now) }

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
