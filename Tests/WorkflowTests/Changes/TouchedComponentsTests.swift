// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Whom a change needs: by the files that it touches, or may touch.
struct TouchedComponentsTests {
    private static let owners = CodeOwners(
        """
        /src/pay/ @pay
        /src/web/ @web
        /src/web/keys/ @security
        /docs/ @writers
        package-lock.json @platform
        """)
    private static let files = [
        "src/pay/cart.py", "src/web/page.js", "src/web/keys/key.js", "docs/start.md", "package-lock.json", "README.md",
    ]

    private func missing(
        _ scope: ChangeRequest.Scope, components: [String] = ["pay src/pay/**", "web src/web/**"],
        isCheckout: Bool = true
    ) throws -> [String] {
        let files = isCheckout ? Self.files : nil
        let story = try ChangeStory(
            viewpoint: Viewpoint(now: .max, owners: Self.owners, components: components, projectFiles: { files }))
        try story.ingest("..")
        try story.create(ChangeStory.alpha { $0.scope = scope })
        try story.act(.submit)
        let outcome = try story.act(.assess(AssessChange.Evidence()))
        #expect(outcome.life.assessment?.band == .owners)
        return outcome.missing
    }

    @Test(arguments: [
        ("**", ["@pay for pay", "@web for web", "@platform", "@security", "@writers"]),
        ("*/pay/*", ["@pay for pay"]), ("src/p*/**", ["@pay for pay"]), ("src/web/page.js", ["@web for web"]),
        ("src/web/keys/**", ["@web for web", "@security"]), ("docs/**", ["@writers"]), ("README.md", ["an approval"]),
        ("**/*.js", ["@web for web", "@security"]),
    ])
    func `a glob reaches the components and owners of the files that it matches`(glob: String, expected: [String])
        throws
    {
        #expect(try missing(.init(paths: [glob])) == expected)
    }

    @Test(arguments: [
        ("**", ["@pay for pay", "@web for web", "@platform", "@security", "@writers"]),
        ("*/pay/*", ["@pay for pay", "@platform", "@writers"]),
        ("src/pay/**", ["@pay for pay", "@platform"]), ("src/web/page.js", ["@web for web"]),
        ("src/web/keys/**", ["@web for web", "@platform", "@security"]),
    ])
    func `outside a checkout it reaches all that it may match`(glob: String, expected: [String]) throws {
        #expect(try missing(.init(paths: [glob]), isCheckout: false) == expected)
    }

    @Test func `an item reaches the component and the owner of the file that tells of it`() throws {
        let scope = ChangeRequest.Scope(items: ["pkg:npm/alpha"])

        #expect(try missing(scope) == ["@platform"])
        #expect(try missing(scope, components: ["packages *-lock.json"], isCheckout: false) == ["@platform"])
        #expect(try missing(scope, components: ["packages package-lock.json"]) == ["@platform for packages"])
    }

    @Test func `without components of the settings owners stand for them`() throws {
        #expect(try missing(.init(paths: ["src/web/**"]), components: []) == ["@security", "@web"])
    }
}
