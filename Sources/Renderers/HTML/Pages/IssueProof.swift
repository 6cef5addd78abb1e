// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// How far the proof of a fix is: clean runs so far of those that show it.
struct IssueProof {
    private let life: IssueLife

    init(_ life: IssueLife) { self.life = life }

    var html: HTML {
        guard let verification = life.verification, life.fix != nil else {
            return Piece.empty(
                "Nobody claims a fix.",
                "A claim turns nothing green: only clean runs do. <code>exitgate issue fix</code> begins the proof.")
        }
        let commit: HTML =
            verification.claim.commit.map { "commit <span class=\"id\">\(String($0.prefix(12)))</span>" }
            ?? "no commit named"
        let tested: HTML =
            verification.firstTested.map { "first tested by RUN-\($0)" } ?? "no run has tested it"
        return """
            <p class="small soft">\(commit); \(tested) (by \(verification.ancestry))</p>
            <div class="stack">\(verification.places.map(place))</div>
            """
    }

    private func place(_ place: IssueLife.Verification.Place) -> HTML {
        let name = place.configuration.isEmpty ? "any configuration" : place.configuration
        let before: HTML = "failed \(place.failures) of \(Plural.count(place.trials, "run")) before"
        guard let needed = place.needed else {
            return """
                <div class="stack"><h3>\(place.phase, limit: 60), \(name, limit: 160)</h3>
                <p>\(Plural.count(place.clean, "clean run")) so far; \(before). Waiting cannot show it: a person must judge.</p></div>
                """
        }
        let done = min(place.clean, needed)
        return """
            <div class="stack"><h3>\(place.phase, limit: 60), \(name, limit: 160)</h3>
            <progress max="\(String(max(1, needed)))" value="\(String(done))" aria-label="clean runs">\(done) of \(needed)</progress>
            <p class="small"><strong>\(place.clean) of \(Plural.count(needed, "clean run"))</strong>\(rest(place, needed)); \(before)</p></div>
            """
    }

    private func rest(_ place: IssueLife.Verification.Place, _ needed: Int) -> HTML {
        if place.isDone { return ", which is enough" }
        if place.clean < needed { return ", \(needed - place.clean) more show it with 95 %" }
        if place.days < place.daysNeeded { return ", from \(place.days) of \(place.daysNeeded) days" }
        return ", but \(Plural.count(place.unproven.count, "test")) did not pass with it: a person must judge"
    }
}
