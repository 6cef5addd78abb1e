// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Gathers items and findings of a capture, and what need not be read again.
struct CaptureDraft {
    private let known: (_ evidence: String, _ key: String) -> [ConfigurationItem]?
    private var items: [ConfigurationItem] = []
    private var diagnostics: [Diagnostic] = []
    private var readings: [ConfigurationCapture.Reading] = []

    init(known: @escaping (_ evidence: String, _ key: String) -> [ConfigurationItem]?) {
        self.known = known
    }

    mutating func add(_ items: some Sequence<ConfigurationItem>) {
        self.items.append(contentsOf: items)
    }

    mutating func warn(_ code: String, _ message: String, hint: String? = nil, file: String) {
        diagnostics.append(Diagnostic(.warning, code, message, hint: hint, file: file))
    }

    /// Adds the items of a piece of evidence: those of an earlier capture under the same key, or what `read` finds.
    ///
    /// - Parameter kinds: What the evidence is read for; it may hold other things that were captured along with it.
    mutating func add(
        evidence: String, key: String, kinds: Set<ConfigurationItem.Kind>,
        read: () -> (items: [ConfigurationItem], diagnostics: [Diagnostic])
    ) {
        var found: (items: [ConfigurationItem], diagnostics: [Diagnostic]) = ([], [])
        found.items = known(evidence, key)?.filter { kinds.contains($0.kind) } ?? []
        if found.items.isEmpty { found = read() }
        items += found.items
        diagnostics += found.diagnostics
        if found.diagnostics.isEmpty {
            readings.append(ConfigurationCapture.Reading(evidence: evidence, key: key, items: found.items))
        }
    }

    /// The content of a file; nil after a warning when it cannot be read.
    mutating func content(of path: String, in folder: ProjectFolder) -> FileContent? {
        do {
            return try folder.content(of: path)
        } catch {
            warn(error.code, error.message, hint: error.hint, file: path)
            return nil
        }
    }

    /// - Complexity: O(n log n) in the items.
    var outcome: ConfigurationCapture.Outcome {
        let files = Set(items.lazy.filter { $0.kind == .file }.map(\.key))
        let open = diagnostics.filter { found in
            found.code != LockFileContent.includeCode || !files.contains(found.file.related(found.path ?? ""))
        }
        let sorted = Set(open).sorted { left, right in
            (left.file, left.line ?? 0, left.code, left.message) < (
                right.file, right.line ?? 0, right.code, right.message
            )
        }
        return ConfigurationCapture.Outcome(
            snapshot: ConfigurationSnapshot(items), diagnostics: sorted,
            readings: readings.sorted { ($0.evidence, $0.key) < ($1.evidence, $1.key) })
    }
}
