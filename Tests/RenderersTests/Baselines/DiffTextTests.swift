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
