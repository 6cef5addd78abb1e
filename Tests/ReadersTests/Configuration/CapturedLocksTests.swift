// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct CapturedLocksTests {
    @Test func `a locked package is an item under its package URL without a version`() throws {
        let project = try ProjectSample(["web/package-lock.json": LockTexts.npm("1.2.3")])

        let outcome = project.capture()

        #expect(
            outcome.items(.dependency) == [
                ConfigurationItem(
                    .dependency, "pkg:npm/%40art/ink", value: "1.2.3", digest: "sha512:aW5r",
                    evidence: "web/package-lock.json", isDirect: true, isDevelopment: false)
            ])
        #expect(outcome.items(.file).map(\.key) == ["web/package-lock.json"])
        #expect(outcome.diagnostics.isEmpty)
    }

    @Test func `the digest of a lock file is that of its bytes`() throws {
        let project = try ProjectSample(["Cartfile.resolved": ""])

        let file = project.capture().item(.file, "Cartfile.resolved")

        #expect(file?.digest == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func `a package with many artifacts has one digest, which tells when any of theirs changes`() throws {
        let project = try ProjectSample()
        func digest(second: String) throws -> String? {
            try project.write("requirements.txt", "ink==1.0 --hash=sha256:aa --hash=sha256:\(second)\n")
            return project.capture().items(.dependency).first?.digest
        }

        let (before, after) = (try digest(second: "bb"), try digest(second: "cc"))

        #expect(before?.hasPrefix("sha256-of-list:") == true)
        #expect(before != after)
    }

    @Test func `go takes its digests from the file beside, which names nothing else`() throws {
        let project = try ProjectSample([
            "go.mod": "module shop\n\ngo 1.22\n\nrequire example.org/ink v1.4.0\n",
            "go.sum": "example.org/ink v1.4.0 h1:aW5r=\nexample.org/ink v1.3.0 h1:b2xk=\n",
        ])

        let outcome = project.capture()

        #expect(
            outcome.items(.dependency).map { "\($0.key) \($0.value ?? "-") \($0.digest ?? "-") \($0.evidence)" } == [
                "pkg:golang/example.org/ink v1.4.0 h1:aW5r= go.mod"
            ])
        #expect(outcome.items(.file).map(\.key) == ["go.mod", "go.sum"])
    }

    @Test func `a new digest beside an unchanged go file is not taken for known`() throws {
        let project = try ProjectSample([
            "go.mod": "module shop\n\nrequire example.org/ink v1.4.0\n", "go.sum": "example.org/ink v1.4.0 h1:aW5r=\n",
        ])
        let before = project.capture()
        try project.write("go.sum", "example.org/ink v1.4.0 h1:b2xk=\n")

        let after = project.capture(known: before.readings)

        #expect(before.items(.dependency).first?.digest == "h1:aW5r=")
        #expect(after.items(.dependency).first?.digest == "h1:b2xk=")
    }

    @Test func `the configuration beside a manifest of vcpkg pins its ports`() throws {
        let commit = LockSample.commit("b")
        let project = try ProjectSample(["lib/vcpkg.json": #"{"dependencies": ["cart", "tax-core"]}"#])
        let open = project.capture()
        try project.write(
            "lib/vcpkg-configuration.json",
            #"""
            {"default-registry": {"kind": "git", "repository": "https://example.org/ports", "baseline": "\#(commit)"},
             "registries": [{"kind": "filesystem", "path": "own", "packages": ["tax-*"]}]}
            """#)

        let outcome = project.capture(known: open.readings)

        #expect(open.items(.dependency).map(\.isPinned) == [false, false])
        #expect(outcome.items(.dependency).map(\.key) == ["pkg:generic/cart", "pkg:generic/tax-core"])
        #expect(outcome.items(.dependency).map(\.isPinned) == [true, false])
        #expect(outcome.items(.dependency).map(\.digest) == ["gitCommit:\(commit)", nil])
        #expect(outcome.items(.file).map(\.key) == ["lib/vcpkg-configuration.json", "lib/vcpkg.json"])
        #expect(outcome.codes == [])
    }

    @Test func `a file that another includes is told only where it is not captured`() throws {
        let project = try ProjectSample([
            "web/requirements-dev.txt": "-r ../requirements.txt\n-r ./lost.txt\ncart==1.0\n",
            "requirements.txt": "tax==2.0\n",
        ])

        let outcome = project.capture()

        #expect(outcome.codes == ["lock-include"])
        #expect(outcome.diagnostics.map(\.path) == ["./lost.txt"])
        #expect(outcome.lines(.dependency).count == 2)
    }

    @Test func `a malformed lock file is a warning with its line, and its digest stays`() throws {
        let project = try ProjectSample([
            "package-lock.json": "{\"lockfileVersion\": 3,\n\"packages\": {]\n", "Gemfile.lock": LockTexts.gems,
        ])

        let outcome = project.capture()

        let finding = try #require(outcome.diagnostics.first)
        #expect(outcome.diagnostics.count == 1)
        #expect(finding.severity == .warning)
        #expect(finding.code == "lock-malformed")
        #expect(finding.file == "package-lock.json")
        #expect(finding.line == 2)
        #expect(outcome.item(.file, "package-lock.json")?.digest?.hasPrefix("sha256:") == true)
        #expect(outcome.lines(.dependency) == ["pkg:gem/rake 13.0.6"])
    }

    @Test func `a finding is told again by a later capture`() throws {
        let project = try ProjectSample(["package-lock.json": "{"])
        let first = project.capture()

        let second = project.capture(known: first.readings)

        #expect(first.codes == ["lock-malformed"])
        #expect(second == first)
    }

    @Test func `a file that was read before is not read again`() throws {
        let project = try ProjectSample(["Gemfile.lock": LockTexts.gems])
        let reading = try #require(project.capture().readings.first { $0.evidence == "Gemfile.lock" })
        let marked = ConfigurationItem(.dependency, "pkg:gem/marked", value: "1", evidence: "Gemfile.lock")
        let remembered = ConfigurationCapture.Reading(evidence: "Gemfile.lock", key: reading.key, items: [marked])

        let outcome = project.capture(known: [remembered])

        #expect(outcome.items(.dependency) == [marked])
    }

    @Test func `what was captured of the same file for another reason is not its packages`() throws {
        let project = try ProjectSample(["Gemfile.lock": LockTexts.gems])
        let reading = try #require(project.capture().readings.first { $0.evidence == "Gemfile.lock" })
        let document = ConfigurationItem(.document, "Gemfile.lock", value: nil, evidence: "Gemfile.lock")
        let remembered = ConfigurationCapture.Reading(evidence: "Gemfile.lock", key: reading.key, items: [document])

        let outcome = project.capture(known: [remembered])

        #expect(outcome.lines(.dependency) == ["pkg:gem/rake 13.0.6"])
    }

    @Test(arguments: ["bun.lockb", "deep/er/pixi.lock", "shop.opam.locked", "stack.yaml.lock", "MODULE.bazel.lock"])
    func `a lock file without a reader keeps its digest, and that is said`(name: String) throws {
        let project = try ProjectSample([name: "\u{1}\u{2}"])

        let outcome = project.capture()

        #expect(outcome.item(.file, name)?.digest?.hasPrefix("sha256:") == true)
        #expect(outcome.items(.dependency).isEmpty)
        #expect(outcome.codes == ["lock-unknown"])
        #expect(outcome.diagnostics.first?.file == name)
    }

    @Test func `no name is listed as unread that a reader takes`() {
        let read = CapturedLocks.unreadNames.filter { LockFile.format(ofFileNamed: $0) != nil }

        #expect(read.isEmpty)
    }

    @Test func `any lock file that git tracks is told, whatever its name`() throws {
        let project = try ProjectSample(["odd.lock": "a 1.0\n"])
        project.commitAll()

        #expect(project.capture().codes == ["lock-unknown"])
    }

    @Test(arguments: ["node_modules", ".build", "vendor", "a/Pods", ".venv", "lib/site-packages", "tests/fixtures"])
    func `lock files of foreign folders do not count`(folder: String) throws {
        let inGit = try ProjectSample(["\(folder)/Gemfile.lock": LockTexts.gems, "Podfile.lock": LockTexts.pods])
        let outside = try ProjectSample(["\(folder)/Gemfile.lock": LockTexts.gems, "Podfile.lock": LockTexts.pods])
        inGit.commitAll()

        #expect(inGit.capture().items(.file).map(\.key) == ["Podfile.lock"])
        #expect(outside.capture().items(.file).map(\.key) == ["Podfile.lock"])
    }

    @Test func `a lock file at the root counts although git ignores it`() throws {
        let project = try ProjectSample([".gitignore": "Gemfile.lock\n"])
        project.commitAll()
        try project.write("Gemfile.lock", LockTexts.gems)

        #expect(project.capture().lines(.dependency) == ["pkg:gem/rake 13.0.6"])
    }

    @Test func `a lock file that is gone from a checkout is a warning`() throws {
        let project = try ProjectSample(["Gemfile.lock": LockTexts.gems, "sub/Podfile.lock": LockTexts.pods])
        project.commitAll()
        try project.folder.remove("Gemfile.lock")

        let outcome = project.capture()

        #expect(outcome.codes == ["unreadable"])
        #expect(outcome.items(.file).map(\.key) == ["sub/Podfile.lock"])
    }

    @Test func `a lock file of absurd size is digested and not read`() throws {
        let project = try ProjectSample(["Gemfile.lock": LockTexts.gems])
        try project.folder.stretch("Gemfile.lock", to: ProjectFolder.maximumBytes + 1)

        let outcome = project.capture()

        #expect(outcome.codes == ["lock-too-large"])
        #expect(outcome.diagnostics.first?.message.contains("only its digest") == true)
        #expect(outcome.item(.file, "Gemfile.lock")?.digest?.hasPrefix("sha256:") == true)
    }

    @Test func `a link is followed within the project and never out of it`() throws {
        let outside = try ProjectSample(["secret.lock": LockTexts.pods])
        let project = try ProjectSample(["locks/gems": LockTexts.gems])
        try project.folder.link("Gemfile.lock", to: "locks/gems")
        try project.folder.link("Podfile.lock", to: outside.folder.path("secret.lock"))

        let outcome = project.capture()

        #expect(outcome.lines(.dependency) == ["pkg:gem/rake 13.0.6"])
        #expect(outcome.codes == ["link-outside"])
        #expect(outcome.items(.file).map(\.key) == ["Gemfile.lock"])
    }
}
