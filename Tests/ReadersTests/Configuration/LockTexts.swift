// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Small lock files, one package each.
enum LockTexts {
    static let gems = """
        GEM
          remote: https://rubygems.org/
          specs:
            rake (13.0.6)

        DEPENDENCIES
          rake

        """

    static let pods = "PODS:\n  - Paint (2.1.0)\n\nSPEC CHECKSUMS:\n  Paint: 0a1b\n"

    static func npm(_ version: String) -> String {
        """
        {"name": "shop", "lockfileVersion": 3, "packages": {"": {"dependencies": {"@art/ink": "^1.0.0"}},
         "node_modules/@art/ink": {"version": "\(version)", "integrity": "sha512-aW5r"}}}
        """
    }
}
