// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// Asks the checkout which commit a person names.
enum NamedCommit {
    private static let wholeDigits = 40

    /// The full hash of a commit, branch or tag; a hash as it is where nobody can tell whether there is such a commit.
    ///
    /// - Throws: `Refusal` for what is no commit of a checkout that holds all of its history, and for a name outside any.
    static func hash(of text: String) throws -> String {
        let isHash = GitHistory.isHash(text)
        let name = SafeText.line(text, limit: 80)
        guard GitHistory.root != nil else {
            if isHash { return text.lowercased() }
            throw Refusal(
                message: "\(name) is no commit", hint: "outside a checkout give 4 to 64 hexadecimal digits of its hash")
        }
        let known = text.hasPrefix("-") ? nil : ask(["rev-parse", "--verify", "--quiet", "\(text)^{commit}"])
        if let known { return known }
        let isComplete = ask(["rev-parse", "--is-shallow-repository"]) == "false"
        if isHash, !isComplete { return text.lowercased() }
        throw Refusal(
            message: "\(name) is no commit of this checkout",
            hint: "git fetch brings what is missing; hashes, branches and tags are commits")
    }

    /// What a run is said to have tested: a whole hash as it is, what names a commit of this checkout as the hash that it stands
    /// for now, and what git does not know, such as the revision of another system, as it is.
    ///
    /// - Throws: `ValidationError` for a name that is another commit tomorrow, and that nobody resolves here; for what is no commit.
    static func tested(_ text: String) throws -> String {
        let isHash = GitHistory.isHash(text)
        let name = SafeText.quoted(text)
        // A whole hash is no name of anything else; a tag may be called `2611`.
        if isHash, text.utf8.count >= wholeDigits { return text }
        if GitHistory.root != nil, !text.hasPrefix("-"),
            let known = ask(["rev-parse", "--verify", "--quiet", "\(text)^{commit}"])
        {
            return known
        }
        if isHash { return text }
        guard CommitName.isMoving(text) || !isNoCommit(text) else {
            let place = GitHistory.root == nil ? " outside of its checkout" : ""
            throw ValidationError(
                "--commit takes a commit, and \(name) is none\(place); give a hash, or the name of a branch or tag")
        }
        guard !CommitName.isMoving(text) else {
            throw ValidationError(
                "--commit takes a commit, and \(name) is another one tomorrow; in its checkout git rev-parse \(SafeText.line(text, limit: 40)) says which it is"
            )
        }
        return text
    }

    /// Whether it is surely none, though no revision of another system: a way of git from one name to another, or what git
    /// knows as something else.
    private static func isNoCommit(_ text: String) -> Bool {
        CommitName.isPath(text)
            || GitHistory.root != nil && !text.hasPrefix("-") && ask(["rev-parse", "--verify", "--quiet", text]) != nil
    }

    /// What git answers in a line; nil where it fails.
    private static func ask(_ arguments: [String]) -> String? {
        guard let ended = ChildCommand.run(["git"] + arguments), ended.code == 0 else { return nil }
        return String(decoding: ended.output.prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
