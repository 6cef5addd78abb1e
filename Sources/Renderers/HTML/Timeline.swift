// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What happened to something, one line each.
enum Timeline {
    struct Entry {
        /// UTC ms.
        let at: Int64
        let what: HTML
        let actor: String
        let rule: String
        let evidence: HTML?
        let reason: String?
    }

    static func html(_ entries: [Entry]) -> HTML {
        let lines = entries.map { entry -> HTML in
            let evidence = entry.evidence.map { " \($0)" as HTML }
            let reason = entry.reason.map { ": \($0, limit: 300)" as HTML }
            return
                "\(Piece.time(entry.at)) <strong>\(entry.what)</strong>\(evidence) <span class=\"soft\">\(entry.actor, limit: 80), \(entry.rule)</span>\(reason)"
        }
        return Piece.list(lines, class: "lines")
    }
}
