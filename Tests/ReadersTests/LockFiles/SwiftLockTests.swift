// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct SwiftLockTests {
    @Test func `version 1 of Package.resolved keeps its pins in an object`() {
        let text = """
            {"object": {"pins": [
              {"package": "Paint", "repositoryURL": "https://github.com/art/Paint.git",
               "state": {"branch": null, "revision": "\(LockSample.commit("a"))", "version": "1.2.0"}},
              {"package": "Brush", "repositoryURL": "git@github.com:art/brush.git",
               "state": {"branch": "main", "revision": "\(LockSample.commit("b"))", "version": null}}
            ]}, "version": 1}
            """

        let content = LockSample.read("Package.resolved", text)

        #expect(content.format == "Package.resolved v1")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:swift/github.com/art/Paint@1.2.0 gitCommit:\(LockSample.commit("a"))",
                "pkg:swift/github.com/art/brush@\(LockSample.commit("b")) gitCommit:\(LockSample.commit("b"))"
                    + " <ssh://github.com/art/brush.git>",
            ])
        #expect(content.diagnostics.isEmpty)
    }

    @Test(arguments: ["2", "3"])
    func `later versions of Package.resolved know registries`(version: String) {
        let text = """
            {"originHash": "0f", "pins": [
              {"identity": "paint", "kind": "remoteSourceControl", "location": "https://example.org/art/paint",
               "state": {"revision": "\(LockSample.commit("c"))", "version": "2.0.0"}},
              {"identity": "art.brush", "kind": "registry", "location": "", "state": {"version": "1.0.0"}}
            ], "version": \(version)}
            """

        let content = LockSample.read("App/Package.resolved", text)

        #expect(content.format == "Package.resolved v\(version)")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:swift/art.brush@1.0.0",
                "pkg:swift/example.org/art/paint@2.0.0 gitCommit:\(LockSample.commit("c"))",
            ])
    }

    @Test func `a pod is pinned by its checksum, and one of a local path by nothing`() {
        let text = """
            PODS:
              - Brush (1.0.0)
              - Paint (2.1.0):
                - Paint/Core (= 2.1.0)
              - Paint/Core (2.1.0)
              - Canvas (0.1.0)
              - Frame (3.0.0)

            DEPENDENCIES:
              - Brush (~> 1.0)
              - Canvas (from `../Canvas`)
              - Frame (from `https://example.org/frame.git`, branch `main`)
              - Paint

            SPEC REPOS:
              trunk:
                - Paint
              https://cdn.example.org/specs/:
                - Brush

            EXTERNAL SOURCES:
              Canvas:
                :path: "../Canvas"
              Frame:
                :branch: main
                :git: https://robot:secret@example.org/frame.git

            CHECKOUT OPTIONS:
              Frame:
                :commit: \(LockSample.commit("d"))
                :git: https://example.org/frame.git

            SPEC CHECKSUMS:
              Brush: 01ab
              Paint: 02cd

            COCOAPODS: 1.15.2
            """

        let lines = LockSample.lines("Podfile.lock", text)

        #expect(
            lines == [
                "pkg:cocoapods/Brush@1.0.0 direct sha1:01ab <https://cdn.example.org/specs/>",
                "pkg:cocoapods/Canvas@0.1.0 direct unpinned <../Canvas>",
                "pkg:cocoapods/Frame@3.0.0 direct gitCommit:\(LockSample.commit("d")) <https://example.org/frame.git>",
                "pkg:cocoapods/Paint@2.1.0 direct sha1:02cd",
                "pkg:cocoapods/Paint@2.1.0#Core indirect sha1:02cd",
            ])
    }

    @Test func `Carthage names GitHub projects, repositories and binaries`() {
        let text = """
            binary "https://example.org/Frame.json" "2.3.1"
            git "ssh://git@example.org/Brush.git" "\(LockSample.commit("e"))"
            github "art/Paint" "v5.8.0"
            github "https://git.example.org/art/Canvas" "1.0"
            rsync "nowhere" "1.0"
            """

        let content = LockSample.read("Cartfile.resolved", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:generic/example.org/Brush@\(LockSample.commit("e")) gitCommit:\(LockSample.commit("e"))"
                    + " <ssh://example.org/Brush.git>",
                "pkg:generic/example.org/Frame.json@2.3.1 <https://example.org/Frame.json>",
                "pkg:generic/git.example.org/art/Canvas@1.0 <https://git.example.org/art/Canvas>",
                "pkg:github/art/paint@v5.8.0",
            ])
        #expect(content.diagnostics.map(\.line) == [5])
    }
}
