// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What the message of a commit says about changes and issues.
package struct CommitNote: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A trailer `Change: CR-7`; the value is the number.
        case change
        /// A trailer `Fixes: ISS-3`; the value is the number.
        case fixes
        /// `This reverts commit HASH.`, or a trailer `Reverts: HASH`; the value is the hash, of a merge with that of the parent
        /// that stays. `Reverts: CR-7` takes back all that the change brought before; the value is `CR-7`.
        case reverts
        /// A merge; the value is its title.
        case merge
    }

    /// Full hash.
    package let commit: String
    package let kind: Kind
    package let value: String
    package let author: String
    /// UTC ms of the commit.
    package let at: Int64

    package init(commit: String, kind: Kind, value: String, author: String, at: Int64) {
        self.commit = commit
        self.kind = kind
        self.value = value
        self.author = author
        self.at = at
    }

    /// Whether a note takes back a commit, either of them cut; of a merge the first hash counts.
    package static func isRevert(_ note: CommitNote, of commit: String) -> Bool {
        guard note.kind == .reverts, let target = note.value.split(separator: " ").first else { return false }
        return CommitName.beginAlike(String(target), commit)
    }

    /// The number of the change or issue that it names; nil where it names none.
    package var number: Int64? {
        guard kind == .reverts else { return Int64(value) }
        return value.hasPrefix("CR-") ? Int64(value.dropFirst(3)) : nil
    }
}
