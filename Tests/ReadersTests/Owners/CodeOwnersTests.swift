// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

struct CodeOwnersTests {
    private static let owners = CodeOwners(
        """
        # everything
        *            @all
        *.swift      @swift  # at any depth
        /docs/       @writers @editors
        tests/       @testers
        /lib/*       @lib
        apps/**/api  @api
        my\\ file.txt @blank
        /docs/old/
        [Section] @nobody
        /Build       @build
        """)

    @Test(arguments: [
        ("README.md", ["@all"]), ("a/b/c.swift", ["@swift"]), ("docs/a.md", ["@writers", "@editors"]),
        ("docs/deep/a.md", ["@writers", "@editors"]), ("other/docs/a.md", ["@all"]), ("x/tests/y/z.py", ["@testers"]),
        ("lib/one.c", ["@lib"]), ("lib/deep/one.c", ["@all"]), ("apps/x/y/api/z.go", ["@api"]), ("apps/api", ["@api"]),
        ("my file.txt", ["@blank"]), ("docs/old/a.md", []), ("Build/x", ["@build"]), ("./Build/x", ["@build"]),
        ("", []),
    ])
    func `the last line that matches wins`(path: String, expected: [String]) {
        #expect(Self.owners.owners(of: path) == expected)
    }

    @Test func `an empty file owns nothing`() {
        #expect(CodeOwners("").owners(of: "a") == [])
        #expect(CodeOwners("/\n#x\n").owners(of: "a") == [])
    }

    @Test func `paths may begin in a folder of the root`() {
        let owners = CodeOwners("/web/ @web\n/shared/ @all\n", folder: "web/app")

        #expect(owners.owners(of: "main.js") == ["@web"])
        #expect(owners.owners(of: "../../shared/x.js") == ["@all"])
        #expect(owners.owners(of: "../../../../shared/x.js") == ["@all"])
    }
}
