// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers

/// One line on the standard error of a terminal that tells how far a long work is.
final class ProgressLine {
    private static let length = 20

    private let isOn: Bool
    private let unit: String
    private var shown = -1

    /// - Parameter unit: What is counted, in the singular.
    init(isOn: Bool, unit: String = "file") {
        self.isOn = isOn && Terminal.isTerminal(2)
        self.unit = unit
    }

    /// Redraws at most a hundred times.
    func show(_ done: Int, of total: Int, name: String) {
        guard isOn, total > 1 else { return }
        let percent = min(100, done * 100 / total)
        guard percent != shown else { return }
        shown = percent
        let filled = percent * Self.length / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.length - filled)
        Terminal.note(
            "\r\u{1B}[K\(bar) \(percent) % of \(Plural.count(total, unit))  \(SafeText.line(name, limit: 40))",
            terminator: "")
    }

    func clear() {
        if isOn, shown >= 0 { Terminal.note("\r\u{1B}[K", terminator: "") }
    }
}
