// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// CycloneDX as JSON, versions 1.4 to 1.7; the older ones, which have JSON too, with a warning.
enum CycloneDXBill {
    static func read(_ root: LockTree, into draft: inout BillDraft) {
        draft.setFormat("CycloneDX", version: root["specVersion"].text, known: ["1.4", "1.5", "1.6", "1.7"])
        let main = root["metadata"]["component"]
        let place = "metadata.component"
        let subjects = main.isTable ? parsed([(place, main)] + nested(main, place + ".", &draft), &draft) : []
        let components = parsed(nested(root, "", &draft), &draft)
        let groups = components.filter(\.component.isGroup).compactMap(\.reference)
        let graph = CycloneDXGraph(root, subjects: subjects.compactMap(\.reference), groups: Set(groups))
        for (_, component) in subjects where component.isMeasured {
            draft.add(component.asSubject.item(evidence: draft.file))
        }
        for (reference, component) in components where !component.isGroup {
            var component = component
            if component.kind == .dependency { component.isDirect = graph.isDirect(reference) }
            draft.add(component.item(evidence: draft.file))
        }
        readServices(root, into: &draft)
        readOwnItems(root["metadata"], into: &draft)
    }

    /// Items that our own bills write as properties of the whole, `exitgate:KIND:KEY`, since CycloneDX has no place for them.
    private static func readOwnItems(_ metadata: LockTree, into draft: inout BillDraft) {
        let properties = ownProperties(metadata)
        for (name, value) in properties.sorted(by: { $0.key < $1.key }) where !name.hasSuffix(":digest") {
            let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let kind = ConfigurationItem.Kind(rawValue: parts[0]) else { continue }
            draft.add(item(kind, parts[1], value: value, digest: properties[name + ":digest"], file: draft.file))
        }
        for (name, digest) in properties.sorted(by: { $0.key < $1.key }) where name.hasSuffix(":digest") {
            let whole = String(name.dropLast(":digest".count))
            let parts = whole.split(separator: ":", maxSplits: 1).map(String.init)
            guard properties[whole] == nil, parts.count == 2, let kind = ConfigurationItem.Kind(rawValue: parts[0])
            else { continue }
            draft.add(item(kind, parts[1], value: nil, digest: digest, file: draft.file))
        }
    }

    private static func item(
        _ kind: ConfigurationItem.Kind, _ key: String, value: String?, digest: String?, file: String
    ) -> ConfigurationItem {
        ConfigurationItem(
            kind, CleanText.of(key), value: value.map(CleanText.of), digest: digest.map(CleanText.of),
            isPinned: kind != .source || !["branch", "tag"].contains(key), evidence: file)
    }

    private typealias Place = (path: String, tree: LockTree)

    /// The components of a table and theirs, however deep.
    private static func nested(_ parent: LockTree, _ prefix: String, _ draft: inout BillDraft) -> [Place] {
        var found: [Place] = []
        var open = draft.tables(parent["components"], prefix + "components")
        while let (path, tree) = open.popLast() {
            found.append((path, tree))
            open += draft.tables(tree["components"], path + ".components")
        }
        return found
    }

    private static func parsed(
        _ places: [Place], _ draft: inout BillDraft
    ) -> [(reference: String?, component: BillComponent)] {
        places.compactMap { path, tree in
            guard let component = component(tree) else {
                draft.skipEntry(path)
                return nil
            }
            return (tree["bom-ref"].text, component)
        }
    }

    /// nil without a name.
    private static func component(_ tree: LockTree) -> BillComponent? {
        let package = tree["purl"].text.flatMap(PackageIdentity.init(purl:))
        guard let name = tree["name"].text ?? package?.key else { return nil }
        let own = ownProperties(tree)
        let hashes = tree["hashes"].items.map { (algorithm: $0["alg"].text, value: $0["content"].text) }
        return BillComponent(
            kind: own["kind"].flatMap(ConfigurationItem.Kind.init) ?? kind(tree["type"].text, package),
            name: fullName(tree, name), package: package, version: tree["version"].text,
            digest: BillDigest.strongest(hashes) ?? own["digest"].map(CleanText.of),
            isDevelopment: isDevelopment(tree["scope"].text), isPinned: own["pinned"].flatMap(Bool.init))
    }

    private static func fullName(_ tree: LockTree, _ name: String) -> String {
        tree["group"].text.map { $0 + "/" + name } ?? name
    }

    /// What our own bills add where CycloneDX has no word.
    private static func ownProperties(_ tree: LockTree) -> [String: String] {
        let pairs = tree["properties"].items.compactMap { property -> (String, String)? in
            guard let name = property["name"].text, name.hasPrefix("exitgate:") else { return nil }
            return property["value"].text.map { (String(name.dropFirst(9)), $0) }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func kind(_ type: String?, _ package: PackageIdentity?) -> ConfigurationItem.Kind {
        switch type {
        case "application": BillComponent.application(package)
        case "platform": .toolchain
        case "operating-system", "device", "device-driver", "firmware": .platform
        case "container": .image
        case "file": .file
        case "data": .data
        default: .dependency
        }
    }

    /// The specification lets readers assume `required`, but producers that know no scopes leave them all out: nobody
    /// said it.
    private static func isDevelopment(_ scope: String?) -> Bool? {
        switch scope {
        case "required": false
        case "optional", "excluded": true
        default: nil
        }
    }

    private static func readServices(_ root: LockTree, into draft: inout BillDraft) {
        var open = draft.tables(root["services"], "services")
        while let (path, tree) = open.popLast() {
            open += draft.tables(tree["services"], path + ".services")
            guard let name = tree["name"].text else {
                draft.skipEntry(path)
                continue
            }
            let own = ownProperties(tree)
            let service = BillComponent(
                kind: .service, name: fullName(tree, name), package: nil, version: tree["version"].text,
                digest: own["digest"].map(CleanText.of), isPinned: own["pinned"].flatMap(Bool.init))
            draft.add(service.item(evidence: draft.file))
        }
    }
}
