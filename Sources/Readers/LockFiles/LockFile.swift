// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reads the lock files of package managers; the entrance to this folder.
///
/// Bytes become a ``LockText``, then, for JSON, YAML and TOML, a ``LockTree``; the reader of the format walks over
/// either and puts what it finds into a ``LockDraft``. All formats are listed in ``LockFormat/all``.
/// No file is trusted: nothing here throws, follows an address, reads another file, or recurses deeper than
/// ``LockTree/deepest``.
package enum LockFile {
    /// Longest file that is read, in bytes.
    static let maximumBytes = 64 << 20

    /// Name of the format that files of this name have, without a version; nil for files that are none of ours.
    ///
    /// - Parameter path: a name or a path with slashes.
    package static func format(ofFileNamed path: String) -> String? {
        LockFormat.all.first { $0.matches(path) }?.name
    }

    /// Reads a file as its name tells; what cannot be read is left out, with a diagnostic.
    ///
    /// - Parameters:
    ///   - bytes: all of the file.
    ///   - path: as the user wrote it; its last part decides the format.
    /// - Returns: no dependencies for files that are none of ours, under the format `unknown`.
    /// - Complexity: O(n log n) in the dependencies.
    package static func read(_ bytes: [UInt8], path: String) -> LockFileContent {
        guard let format = LockFormat.all.first(where: { $0.matches(path) }) else {
            return LockDraft(format: "unknown", file: path).content
        }
        var draft = LockDraft(format: format.name, file: path)
        guard bytes.count <= maximumBytes else {
            draft.markTooLarge(limit: maximumBytes)
            return draft.content
        }
        let text = LockText(bytes)
        if !text.isBlank {
            format.read(text, &draft)
        } else if !format.mayBeEmpty {
            draft.markEmpty()
        }
        return draft.content
    }
}
