// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What a bill of materials, or a configuration that we wrote ourselves, says; the entrance to this folder.
///
/// Bytes become a ``LockText`` and then a ``LockTree``; its content, not its name, tells the format, whose reader puts
/// what it finds into a ``BillDraft``. As with lock files nothing here throws, follows an address, or trusts the file.
package struct BillOfMaterials: Sendable, Hashable {
    /// Format with its version: `CycloneDX 1.6`, `SPDX 2.3`, `snapshot 1`, or `unknown`.
    package let format: String
    /// Sorted and unique; equal packages are one item.
    package let items: [ConfigurationItem]
    package let diagnostics: [Diagnostic]

    /// Longest file that is read, in bytes.
    static let maximumBytes = 64 << 20

    /// Reads a file as its content tells; what cannot be read is left out, with a diagnostic.
    ///
    /// A bill is what its producer found, hence evidence; its addresses lose their credentials. A snapshot is read back
    /// exactly, or its digest would be another one.
    ///
    /// - Parameters:
    ///   - bytes: all of the file.
    ///   - path: as the user wrote it; the evidence of items that name none.
    /// - Complexity: O(n log n) in the items.
    package static func read(_ bytes: [UInt8], path: String) -> BillOfMaterials {
        var draft = BillDraft(file: path)
        guard bytes.count <= maximumBytes else {
            draft.markTooLarge(limit: maximumBytes)
            return draft.content
        }
        let text = LockText(bytes)
        if text.isBlank {
            draft.markEmpty()
        } else if let root = draft.json(text.text) {
            read(root, into: &draft)
        }
        return draft.content
    }

    /// GitHub wraps the document into `sbom`, an attestation of in-toto into `predicate`.
    private static func read(_ root: LockTree, into draft: inout BillDraft) {
        for document in [root, root["sbom"], root["predicate"]] {
            if document["bomFormat"].text == "CycloneDX" {
                return CycloneDXBill.read(document, into: &draft)
            } else if document["spdxVersion"].text != nil {
                return SPDXBill.read(document, into: &draft)
            } else if document["format"].text != nil, document["items"].isList {
                return SnapshotFile.read(document, into: &draft)
            }
        }
        draft.markUnknown()
    }
}
