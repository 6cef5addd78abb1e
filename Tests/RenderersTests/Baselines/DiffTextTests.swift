// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import TestPhase
import Testing

struct DiffTextTests {
    private static func diff(_ before: [ConfigurationItem], _ after: [ConfigurationItem]) -> BaselineDiff {
        BaselineDiff(from: ConfigurationSnapshot(before), to: ConfigurationSnapshot(after))
    }

    private static func lines(_ before: ConfigurationItem..., to after: [ConfigurationItem]) -> [String] {
        diff(before, after).deltas.map(DiffText.line)
    }

    private static func login(_ digest: String) -> ConfigurationItem {
        ConfigurationItem(
            .dependency, "pkg:pypi/flask-login", value: "2.0", digest: digest, evidence: "requirements.txt")
    }

    @Test func `the same version with another digest is told as such`() {
        #expect(
            Self.lines(Self.login("sha256:aa"), to: [Self.login("sha256:bb")]) == [
                "dependency flask-login 2.0 digest changed"
            ])
        let markdown = DiffText.markdown(
            Self.diff([Self.login("sha256:aa")], [Self.login("sha256:bb")]), from: "BL-beta-1", to: "now")
        #expect(markdown.hasSuffix("| digest changed |"))
    }

    @Test func `a run of several configurations is told in every form, and no difference is never said without`() throws
    {
        func tool(_ version: String) -> ConfigurationItem {
            ConfigurationItem(.toolchain, "node", value: version, evidence: "node --version")
        }
        let mixed = try #require(MixedRun(run: 7, deltas: Self.diff([tool("20.1.0")], [tool("20.2.0")]).deltas))
        let none = Self.diff([tool("20.1.0")], [tool("20.1.0")])

        let text = DiffText.text(none, from: "BL-beta-1", to: "RUN-7", mixed: [mixed], palette: .plain)
        let markdown = DiffText.markdown(none, from: "BL-beta-1", to: "RUN-7", mixed: [mixed])
        let json = DiffText.json([(none, "RUN-7")], from: "BL-beta-1", mixed: [mixed])

        #expect(
            text == """
                nothing differs between BL-beta-1 and RUN-7, as far as one part of RUN-7 tells

                RUN-7 has parts of different configurations; one of them is compared. They differ in
                  toolchain node
                """)
        #expect(
            markdown.contains("Nothing differs, as far as one part of RUN-7 tells.")
                && markdown.hasSuffix("- `toolchain node`"))
        #expect(json.contains(#""run": "RUN-7""#) && json.contains("20.2.0"), "\(json)")
        // Nor do parts that nobody captured go without a word.
        let partly = try #require(MixedRun(run: 7, deltas: [], isPartlyKnown: true))
        #expect(
            DiffText.text(none, from: "BL-beta-1", to: "RUN-7", mixed: [partly], palette: .plain) == """
                nothing differs between BL-beta-1 and RUN-7, as far as one part of RUN-7 tells

                RUN-7: nobody captured what some parts of the run were made with
                """)
        #expect(
            DiffText.markdown(none, from: "BL-beta-1", to: "RUN-7", mixed: [partly]).hasSuffix(
                "**RUN-7: nobody captured what some parts of the run were made with.**"))
        #expect(DiffText.json([(none, "RUN-7")], from: "BL-beta-1", mixed: [partly]).contains(#""partly_known": true"#))
        #expect(MixedRun(run: 7, deltas: []) == nil)
        // A comparison that does not name it says nothing of it.
        let other = DiffText.text(none, from: "BL-beta-1", to: "now", mixed: [mixed], palette: .plain)
        #expect(other == "nothing differs between BL-beta-1 and now")
    }

    @Test func `other bytes of a file are a change of the file`() {
        func file(_ digest: String) -> ConfigurationItem {
            ConfigurationItem(
                .file, "config/app.yml", value: nil, digest: "sha256:\(digest)", evidence: "config/app.yml")
        }

        #expect(Self.lines(file("aa"), to: [file("bb")]) == ["file config/app.yml changed"])
    }

    @Test func `a tool that is asked for is told apart from the one that is installed`() {
        let installed = ConfigurationItem(.toolchain, "node", value: "20.1.0", evidence: "node --version")
        func asked(_ version: String) -> ConfigurationItem {
            ConfigurationItem(.toolchain, "node", value: version, isPinned: false, evidence: ".nvmrc")
        }

        #expect(
            Self.lines(installed, asked("18"), to: [installed, asked("20")]) == [
                "toolchain node asked 18 -> 20 (major)"
            ])
    }
}
