// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers

/// One line on the standard error of a terminal that tells how far a long work is.
final class ProgressLine {
    private let isOn: Bool
    private var shown = -1

    init(isOn: Bool) {
        self.isOn = isOn && Terminal.isTerminal(2)
    }

    /// Redraws at most a hundred times.
    func show(_ done: Int, of total: Int, name: String) {
        guard isOn, total > 1 else { return }
        let percent = done * 100 / total
        guard percent != shown else { return }
        shown = percent
        Terminal.note(
            "\r\u{1B}[K\(percent) % of \(Plural.count(total, "file"))  \(SafeText.line(name, limit: 60))",
            terminator: "")
    }

    func clear() {
        if isOn, shown >= 0 { Terminal.note("\r\u{1B}[K", terminator: "") }
    }
}
