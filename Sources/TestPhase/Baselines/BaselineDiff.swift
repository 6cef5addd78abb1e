// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What differs between two configurations, item by item and in words of their kind.
package struct BaselineDiff: Sendable, Equatable {
    /// One thing that differs; the value lists hold several where several files name it.
    package struct Delta: Sendable, Equatable, Codable {
        package enum Change: String, Sendable, CaseIterable, Codable {
            case added, removed, changed
        }

        package let kind: ConfigurationItem.Kind
        package let key: String
        package let change: Change
        /// Values, sorted; of a thing without a value its digest.
        package let before: [String]
        package let after: [String]
        /// Of versions.
        package let step: Version.Step
        package let isDirect: Bool?
        package let isDevelopment: Bool?
        /// Files and commands that tell, sorted.
        package let evidence: [String]
        /// Lines that differ, of a file whose text is known on both sides.
        package var changedLines: Int?
        /// Whether files ask for it, of a tool that says itself which version it is besides.
        package var isAsked = false

        /// Whether the same version has another content.
        package var hasOtherDigest: Bool { change == .changed && before == after }

        /// What the values of its item are compared under in many runs.
        package var dimension: String {
            ConfigurationItem.dimension(kind, key, isInstalled: evidence.contains(where: ConfigurationItem.isAnswer))
        }

        /// Kind and key, and of a tool whether it is asked for: what a difference is of.
        package var name: String { "\(kind.rawValue) \(key)\(isAsked ? " asked" : "")" }
    }

    /// By kind in its order, then by key.
    package private(set) var deltas: [Delta]

    package var isEmpty: Bool { deltas.isEmpty }

    /// Compares two configurations by kind and key.
    ///
    /// - Complexity: O(n log n) in the items of both.
    package init(from before: ConfigurationSnapshot, to after: ConfigurationSnapshot) {
        let (old, new) = (Self.grouped(before.items), Self.grouped(after.items))
        let keys = Set(old.keys).union(new.keys)
        let all = keys.flatMap { Self.deltas($0, old[$0] ?? [], new[$0] ?? []) }
        // What a lock file says differs, so that of course the file does.
        let told = Set(all.lazy.filter { $0.kind != .file }.flatMap(\.evidence))
        deltas = all.filter { $0.kind != .file || !told.contains($0.key) }.sorted(by: Self.comesFirst)
    }

    /// What differs in any of several comparisons, each once.
    package init(joining diffs: [BaselineDiff]) {
        guard diffs.count != 1 else {
            self = diffs[0]
            return
        }
        var all: [Delta] = []
        for delta in diffs.flatMap(\.deltas) where !all.contains(delta) { all.append(delta) }
        deltas = all.sorted(by: Self.comesFirst)
    }

    /// The same without some of it.
    package func without(_ isLeftOut: (Delta) -> Bool) -> BaselineDiff {
        var rest = self
        rest.deltas = deltas.filter { !isLeftOut($0) }
        return rest
    }

    /// The same with how many lines differ in files of which only a digest is known.
    ///
    /// - Parameter lines: By path; 0 for a file without lines.
    package mutating func note(lines: [String: Int]) {
        let kinds: [ConfigurationItem.Kind] = [.file, .pipeline, .document, .data]
        deltas = deltas.map { delta in
            var delta = delta
            let isText = delta.change == .changed && kinds.contains(delta.kind)
            if isText, let count = lines[delta.key], count > 0 { delta.changedLines = count }
            return delta
        }
    }

    private struct Name: Hashable {
        let kind: ConfigurationItem.Kind
        let key: String
    }

    private static func grouped(_ items: [ConfigurationItem]) -> [Name: [ConfigurationItem]] {
        Dictionary(grouping: items) { Name(kind: $0.kind, key: $0.key) }
    }

    /// One difference at most; of a tool one in what is asked for, and one in what is installed.
    private static func deltas(_ name: Name, _ old: [ConfigurationItem], _ new: [ConfigurationItem]) -> [Delta] {
        let all = old + new
        guard name.kind == .toolchain, all.contains(where: \.isInstalled), !all.allSatisfy(\.isInstalled) else {
            return [delta(name, old, new)].compactMap(\.self)
        }
        // A bill of materials tells neither from the other.
        guard differ(old, new) else { return [] }
        var asked = delta(name, old.filter { !$0.isInstalled }, new.filter { !$0.isInstalled })
        asked?.isAsked = true
        return [asked, delta(name, old.filter(\.isInstalled), new.filter(\.isInstalled))].compactMap(\.self)
    }

    private static func delta(_ name: Name, _ old: [ConfigurationItem], _ new: [ConfigurationItem]) -> Delta? {
        guard differ(old, new) else { return nil }
        let texts = (Set(old.map(text)).sorted(), Set(new.map(text)).sorted())
        let change: Delta.Change = old.isEmpty ? .added : new.isEmpty ? .removed : .changed
        let isStep =
            change == .changed && texts.0.count == 1 && texts.1.count == 1
            && ConfigurationItem.hasVersions(name.kind, name.key)
        let all = old + new
        return Delta(
            kind: name.kind, key: name.key, change: change, before: texts.0, after: texts.1,
            step: isStep ? Version.step(from: texts.0[0], to: texts.1[0]) : .unknown,
            isDirect: all.contains { $0.isDirect == true } ? true : all.first?.isDirect,
            isDevelopment: all.contains { $0.isDevelopment == false } ? false : all.first?.isDevelopment,
            evidence: Set(all.map(\.evidence)).sorted(), changedLines: nil)
    }

    private static func differ(_ old: [ConfigurationItem], _ new: [ConfigurationItem]) -> Bool {
        contents(old, \.self) != contents(new, \.self)
            && contents(old, DigestText.plain) != contents(new, DigestText.plain)
    }

    /// What counts: the same version from another registry's digest is another thing, the same from another file is not.
    private static func contents(_ items: [ConfigurationItem], _ digest: (String) -> String) -> Set<[String]> {
        Set(items.map { [$0.value ?? "", $0.digest.map(digest) ?? ""] })
    }

    private static func text(_ item: ConfigurationItem) -> String {
        item.value ?? item.digest ?? "any"
    }

    private static func comesFirst(_ left: Delta, _ right: Delta) -> Bool {
        let order = ConfigurationItem.Kind.allCases
        let (first, second) = (order.firstIndex(of: left.kind) ?? 0, order.firstIndex(of: right.kind) ?? 0)
        if first != second { return first < second }
        if left.key == right.key {
            if left.isAsked != right.isAsked { return left.isAsked }
            return left.after.lexicographicallyPrecedes(right.after)
        }
        return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }
}
