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

        #expect(BaselineDiff(from: before, to: after).deltas.map(\.change) == [.changed])
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
