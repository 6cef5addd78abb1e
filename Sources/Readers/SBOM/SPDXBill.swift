// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// SPDX 2.3 as JSON, and 2.2, which differs in nothing that is read here but lacks the purpose of a package.
enum SPDXBill {
    static func read(_ root: LockTree, into draft: inout BillDraft) {
        let version = root["spdxVersion"].text.map { String($0.hasPrefix("SPDX-") ? $0.dropFirst(5) : $0[...]) }
        draft.setFormat("SPDX", version: version, known: ["2.2", "2.3"])
        let relations = SPDXRelations(root)
        for (path, tree) in draft.tables(root["packages"], "packages") {
            guard var component = component(tree) else {
                draft.skipEntry(path)
                continue
            }
            let reference = tree["SPDXID"].text ?? ""
            if relations.subjects.contains(reference) {
                if component.isMeasured { draft.add(component.asSubject.item(evidence: draft.file)) }
                continue
            }
            if component.isGroup { continue }
            if component.kind == .dependency { component.isDirect = relations.isDirect(reference) }
            component.isDevelopment = relations.isDevelopment(reference)
            draft.add(component.item(evidence: draft.file))
        }
    }

    /// nil without a name.
    private static func component(_ tree: LockTree) -> BillComponent? {
        let package = tree["externalRefs"].items.lazy.filter { $0["referenceType"].text == "purl" }
            .compactMap { $0["referenceLocator"].text.flatMap(PackageIdentity.init(purl:)) }.first
        guard let name = asserted(tree["name"]) ?? package?.key else { return nil }
        let hashes = tree["checksums"].items.map { (algorithm: $0["algorithm"].text, value: $0["checksumValue"].text) }
        return BillComponent(
            kind: kind(tree["primaryPackagePurpose"].text, package), name: name, package: package,
            version: asserted(tree["versionInfo"]), digest: BillDigest.strongest(hashes))
    }

    private static func asserted(_ tree: LockTree) -> String? {
        tree.text.flatMap { $0 == "NOASSERTION" || $0 == "NONE" ? nil : $0 }
    }

    private static func kind(_ purpose: String?, _ package: PackageIdentity?) -> ConfigurationItem.Kind {
        switch purpose {
        case "APPLICATION": BillComponent.application(package)
        case "OPERATING-SYSTEM", "OPERATING_SYSTEM", "DEVICE", "FIRMWARE": .platform
        case "CONTAINER": .image
        case "FILE": .file
        default: .dependency
        }
    }
}
