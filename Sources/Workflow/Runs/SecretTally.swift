// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Triage

/// Masks secrets and counts them by rule.
struct SecretTally {
    private static let masker = SecretMasker()
    private(set) var counts: [String: Int] = [:]
    private var scratch: [UInt8] = []

    /// Counts the secrets of a text.
    mutating func look(at text: Bytes) {
        guard !text.isEmpty else { return }
        mask(text) { _ in }
    }

    /// Calls `body` with the text, its secrets masked; without a secret nothing is copied.
    mutating func mask<Value>(_ text: Bytes, _ body: (Bytes) -> Value) -> Value {
        guard !text.isEmpty else { return body(text) }
        scratch.removeAll(keepingCapacity: true)
        let findings = Self.masker.mask(text, into: &scratch)
        guard !findings.isEmpty else { return body(text) }
        for finding in findings { counts["\(finding.rule)", default: 0] += finding.count }
        return scratch.withUnsafeBufferPointer(body)
    }

    /// A finding without the secrets that it quotes.
    static func masked(_ diagnostic: Diagnostic) -> Diagnostic {
        var tally = SecretTally()
        func mask(_ text: String) -> String {
            var text = text
            return text.withUTF8 { tally.mask($0) { $0.text } }
        }
        return Diagnostic(
            diagnostic.severity, diagnostic.code, mask(diagnostic.message), hint: diagnostic.hint,
            file: diagnostic.file,
            line: diagnostic.line, column: diagnostic.column, path: diagnostic.path.map(mask), count: diagnostic.count)
    }

    /// A text without its secrets.
    static func masked(_ text: String) -> String {
        var tally = SecretTally()
        var text = text
        let masked = text.withUTF8 { bytes in
            SecretMasker.isHarmless(bytes) ? nil : tally.mask(bytes) { $0.text }
        }
        return masked ?? text
    }

    mutating func add(_ other: SecretTally) {
        counts.merge(other.counts, uniquingKeysWith: +)
    }

    /// One warning that names the rules.
    func diagnostics(file: String) -> [Diagnostic] {
        guard !counts.isEmpty else { return [] }
        let rules = counts.keys.sorted().joined(separator: ", ")
        return [
            Diagnostic(
                .warning, "secret-masked",
                "holds what looks like secrets (\(rules)); they are masked before they are stored",
                file: file, count: counts.values.reduce(0, +))
        ]
    }
}
