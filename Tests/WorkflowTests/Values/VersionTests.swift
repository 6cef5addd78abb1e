// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

struct VersionTests {
    /// The order of semver.org, 11, and some that are no semantic versions.
    @Test func `versions are in the order that they say`() throws {
        let texts = [
            "0.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
            "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2", "1.10.3", "2.0.0.1", "v10.0",
        ]

        let versions = try texts.map { try #require(Version($0)) }

        for (left, right) in zip(versions, versions.dropFirst()) {
            #expect(left < right)
            #expect(!(right < left))
        }
    }

    @Test(arguments: [("1.0", "1.0.0"), ("v1.2.3", "1.2.3"), ("1.2.3+build.5", "1.2.3")])
    func `these are one version`(left: String, right: String) {
        #expect(Version(left) == Version(right))
    }

    @Test(arguments: [
        ("5.8.0", "5.9.1", Version.Step.minor), ("6.0", "6.1", .minor), ("6.0.3", "6.0.4", .patch),
        ("1.9", "2.0", .major),
        ("v1.2.3", "2.0.0", .major), ("1.0.0-rc.1", "1.0.0", .patch), ("a1b2c3d", "e4f5a6b", .unknown),
        ("18", "20", .major), ("1234567", "2234567", .unknown), ("1.2.3", "1.2.3", .unknown),
        ("1.2.3", "v1.2.3", .unknown), ("1.2.3+a", "1.2.3+b", .unknown), ("18", "18.1", .minor),
        ("0123abc", "1.2.3", .unknown), ("2026.1", "2026.2", .minor),
    ])
    func `a step says how much may break`(before: String, after: String, step: Version.Step) {
        #expect(Version.step(from: before, to: after) == step)
    }

    @Test(arguments: ["", "latest", "-1.0", "x1.0", ".5"])
    func `what does not begin with a number is no version`(text: String) {
        #expect(Version(text) == nil)
    }
}
