// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

struct BaselineDiffTests {
    private static func package(
        _ name: String, _ version: String?, digest: String? = nil, in file: String = "package-lock.json",
        direct: Bool? = nil
    ) -> ConfigurationItem {
        ConfigurationItem(
            .dependency, "pkg:npm/\(name)", value: version, digest: digest, evidence: file, isDirect: direct)
    }

    private static func snapshot(_ items: ConfigurationItem...) -> ConfigurationSnapshot {
        ConfigurationSnapshot(items)
    }

    @Test func `equal configurations do not differ, whatever the order`() {
        let one = Self.snapshot(Self.package("a", "1.0.0"), Self.package("b", "2.0.0"))
        let other = Self.snapshot(Self.package("b", "2.0.0"), Self.package("a", "1.0.0"))

        #expect(BaselineDiff(from: one, to: other).isEmpty)
        #expect(one.canonicalJSON == other.canonicalJSON)
    }

    @Test func `only versions have steps: values that look like some have none`() {
        func step(_ kind: ConfigurationItem.Kind, _ key: String) -> Version.Step? {
            let items = ["1", "2"].map { ConfigurationItem(kind, key, value: $0, evidence: "x") }
            return BaselineDiff(from: Self.snapshot(items[0]), to: Self.snapshot(items[1])).deltas.first?.step
        }

        for (kind, key) in [
            (ConfigurationItem.Kind.variable, "WORKERS"), (.source, "commit"), (.flag, "limit"), (.platform, "cores"),
            (.file, "a.txt"), (.document, "a.md"), (.data, "a.bin"),
        ] { #expect(step(kind, key) == .unknown, "\(kind) \(key)") }
        for (kind, key) in [
            (ConfigurationItem.Kind.dependency, "pkg:npm/a"), (.toolchain, "swift"), (.platform, "kernel"),
            (.service, "db"), (.data, "version"),
        ] { #expect(step(kind, key) == .major, "\(kind) \(key)") }
    }

    @Test func `each thing that differs is one line in words of its kind`() {
        let before = Self.snapshot(
            Self.package("alamofire", "5.8.0", direct: true), Self.package("gone", "1.0.0"),
            ConfigurationItem(.toolchain, "swift", value: "6.0", evidence: ".swift-version"),
            ConfigurationItem(.variable, "FEATURE_X", value: "off", evidence: "environment"))
        let after = Self.snapshot(
            Self.package("alamofire", "5.9.1", direct: true), Self.package("new", "0.1.0"),
            ConfigurationItem(.toolchain, "swift", value: "6.1", evidence: ".swift-version"),
            ConfigurationItem(.variable, "FEATURE_X", value: "on", evidence: "environment"))

        let deltas = BaselineDiff(from: before, to: after).deltas

        #expect(deltas.map(\.key) == ["pkg:npm/alamofire", "pkg:npm/gone", "pkg:npm/new", "swift", "FEATURE_X"])
        #expect(deltas.map(\.change) == [.changed, .removed, .added, .changed, .changed])
        #expect(deltas.map(\.step) == [.minor, .unknown, .unknown, .minor, .unknown])
        #expect(deltas[0].isDirect == true)
        #expect((deltas[4].before, deltas[4].after) == (["off"], ["on"]))
    }

    @Test func `the same version with other content differs`() {
        let before = Self.snapshot(Self.package("a", "1.0.0", digest: "sha512:aa"))
        let after = Self.snapshot(Self.package("a", "1.0.0", digest: "sha512:bb"))

        let deltas = BaselineDiff(from: before, to: after).deltas

        #expect(deltas.map(\.change) == [.changed])
        #expect(deltas.map(\.hasOtherDigest) == [true])
        #expect(deltas.map(\.step) == [.unknown])
    }

    @Test func `a digest in hexadecimal digits and in base64 is one`() {
        let bytes = String(repeating: "ab", count: 64)
        let base64 = String(repeating: "q6ur", count: 21) + "qw=="
        let before = Self.snapshot(Self.package("a", "1.0.0", digest: "sha512:\(base64)"))
        let after = Self.snapshot(Self.package("a", "1.0.0", digest: "sha512:\(bytes)"))
        let other = Self.snapshot(Self.package("a", "1.0.0", digest: "sha512:\(bytes.dropLast(2))cd"))

        #expect(BaselineDiff(from: before, to: after).isEmpty)
        #expect(!BaselineDiff(from: before, to: other).isEmpty)
    }

    @Test func `what files ask of a tool and what is installed are two things`() {
        func node(asked: String, installed: String) -> ConfigurationSnapshot {
            Self.snapshot(
                ConfigurationItem(.toolchain, "node", value: asked, isPinned: false, evidence: ".nvmrc"),
                ConfigurationItem(.toolchain, "node", value: installed, evidence: "node --version"))
        }
        let before = node(asked: "18", installed: "20.1.0")

        let asked = BaselineDiff(from: before, to: node(asked: "20", installed: "20.1.0")).deltas
        let both = BaselineDiff(from: before, to: node(asked: "20", installed: "20.1.1")).deltas

        #expect(asked.map(\.name) == ["toolchain node asked"])
        #expect((asked[0].before, asked[0].after, asked[0].step) == (["18"], ["20"], .major))
        #expect(both.map(\.name) == ["toolchain node asked", "toolchain node"])
        #expect(both.map(\.step) == [.major, .patch])
    }

    @Test func `a bill of materials tells no difference between asked and installed`() {
        let here = Self.snapshot(
            ConfigurationItem(.toolchain, "node", value: "18", evidence: ".nvmrc"),
            ConfigurationItem(.toolchain, "node", value: "20.1.0", evidence: "node --version"))
        let bill = Self.snapshot(
            ConfigurationItem(.toolchain, "node", value: "18", evidence: "bom.json"),
            ConfigurationItem(.toolchain, "node", value: "20.1.0", evidence: "bom.json"))

        #expect(BaselineDiff(from: here, to: bill).isEmpty)
    }

    @Test func `the same version from another file does not differ`() {
        let before = Self.snapshot(Self.package("a", "1.0.0"))
        let after = Self.snapshot(Self.package("a", "1.0.0"), Self.package("a", "1.0.0", in: "web/package-lock.json"))

        #expect(BaselineDiff(from: before, to: after).isEmpty)
    }

    @Test func `several versions of one package are shown together`() {
        let before = Self.snapshot(Self.package("a", "1.0.0"), Self.package("a", "2.0.0"))
        let after = Self.snapshot(Self.package("a", "2.0.0"))

        let delta = BaselineDiff(from: before, to: after).deltas.first

        #expect(delta?.before == ["1.0.0", "2.0.0"])
        #expect(delta?.after == ["2.0.0"])
        #expect(delta?.step == .unknown)
    }

    @Test func `the canonical form is sorted, without blanks, and escapes what it must`() {
        let item = ConfigurationItem(.variable, "A\"B", value: "x\n\u{1}ü", isPinned: false, evidence: "environment")

        #expect(
            ConfigurationSnapshot([item]).canonicalJSON
                == #"{"format":1,"items":[{"evidence":"environment","key":"A\"B","kind":"variable","pinned":false,"value":"x\n\u0001ü"}]}"#
        )
    }

    @Test func `groups hold what one file says`() {
        let snapshot = Self.snapshot(
            Self.package("b", "1"), Self.package("a", "1"), Self.package("a", "1", in: "web/package-lock.json"))

        #expect(snapshot.groups.map(\.evidence) == ["package-lock.json", "web/package-lock.json"])
        #expect(snapshot.groups[0].items.map(\.key) == ["pkg:npm/a", "pkg:npm/b"])
    }
}
