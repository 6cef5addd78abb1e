// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Workflow

struct ChangeModelTests {
    private static func deltas(_ before: (String, String), _ after: (String, String)) -> [BaselineDiff.Delta] {
        func snapshot(_ item: (version: String, digest: String)) -> ConfigurationSnapshot {
            ConfigurationSnapshot([
                ConfigurationItem(
                    .dependency, "pkg:npm/alpha", value: item.version, digest: item.digest, evidence: "bun.lock")
            ])
        }
        return BaselineDiff(from: snapshot(before), to: snapshot(after)).deltas
    }

    @Test(arguments: [
        (("1.0.0", "sha512:aa"), ("1.0.1", "sha512:bb"), true), (("1.0.0", "sha512:aa"), ("1.0.0", "sha512:bb"), false),
        (("1.2.3", "sha512:aa"), ("v1.2.3", "sha512:aa"), false),
    ])
    func `another content of the same version is no patch`(
        before: (String, String), after: (String, String), isFitting: Bool
    ) throws {
        let model = try #require(ChangeModel("patches pkg:npm/* patch"))

        let scope = ChangeRequest.Scope(paths: [], items: ["pkg:npm/alpha"], components: [])
        #expect(model.fits(scope, Self.deltas(before, after)) == isFitting)
    }
}
