// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The manual page, and completions for shells.
struct ManualTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `the manual tells every command with its options`() throws {
        let page = try place.run("manual")

        #expect(page.code == 0, "\(page)")
        for part in [
            ".TH EXITGATE 1", ".SH NAME", ".SS exitgate ingest", ".SS exitgate gate decide", ".SS exitgate report",
            "\\fB\\-\\-single\\-file\\fR", ".SH EXIT STATUS", "UNDECIDED",
        ] { #expect(page.output.contains(part), "\(part)") }
    }

    @Test(.enabled(if: Product.program("groff") != nil, "needs groff"))
    func `a formatter finds nothing wrong in it`() throws {
        let ended = try place.shell("\"$exitgate\" manual | groff -man -Tutf8 -ww -z 2>&1")

        #expect(ended.output.isEmpty, "\(ended.output)")
    }

    @Test(arguments: [("bash", "bash -n"), ("zsh", "zsh -n"), ("fish", "fish --no-execute")])
    func `completions know every command, and their shell can read them`(shell: String, check: String) throws {
        let script = try place.run("--generate-completion-script", shell)

        #expect(script.code == 0, "\(script.errors)")
        for word in ["ingest", "gate", "report", "manual"] { #expect(script.output.contains(word)) }
        guard Product.program(shell) != nil else { return }
        try place.write("script", script.output)
        let read = try place.shell("\(check) script")
        #expect(read.code == 0, "\(read)")
    }
}
