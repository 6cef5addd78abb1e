// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// `registry/name:tag@digest` of a container image.
struct ImageReference: Equatable {
    /// With its registry where one is written.
    let name: String
    /// `latest` where neither tag nor digest is written, as container engines do; nil where it is not known.
    let tag: String?
    /// The one thing that pins an image: tags move.
    let digest: String?

    /// nil for texts that name no image, `scratch`, and names that only the run knows.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let reference = parts.first, reference != "scratch" else { return nil }
        let slash = reference.lastIndex(of: "/") ?? reference.startIndex
        let colon = reference[slash...].firstIndex(of: ":")
        let name = reference[..<(colon ?? reference.endIndex)]
        let tag = colon.map { String(reference[reference.index(after: $0)...]) }
        guard !name.isEmpty, name.allSatisfy(Self.isName) else { return nil }
        self.name = String(name)
        digest = parts.count == 2 ? String(parts[1]) : nil
        self.tag =
            tag.map { $0.contains("$") || $0.isEmpty ? nil : $0 } ?? (tag == nil && digest == nil ? "latest" : nil)
    }

    func item(evidence: String) -> ConfigurationItem {
        ConfigurationItem(
            .image, CapturedText(name).text, value: tag.map { CapturedText($0).text },
            digest: digest.map { CapturedText($0).text }, isPinned: digest != nil, evidence: evidence)
    }

    private static func isName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-/:".contains(character))
    }
}
