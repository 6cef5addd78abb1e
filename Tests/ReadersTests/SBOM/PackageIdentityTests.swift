// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct PackageIdentityTests {
    @Test(arguments: [
        ("pkg:npm/left-pad@1.3.0", "pkg:npm/left-pad", "1.3.0"),
        ("pkg:npm/%40acme/cart@1.0.0", "pkg:npm/%40acme/cart", "1.0.0"),
        ("pkg:npm/@acme/cart@1.0.0", "pkg:npm/%40acme/cart", "1.0.0"),
        ("pkg:npm/@acme/cart", "pkg:npm/%40acme/cart", nil),
        ("pkg:maven/org.acme/cart@1.0?type=jar&classifier=sources", "pkg:maven/org.acme/cart", "1.0"),
        ("pkg:golang/github.com/Acme/Cart/v2@v2.0.0#sub/path", "pkg:golang/github.com/acme/cart/v2", "v2.0.0"),
        ("pkg:deb/debian/curl@7.50.3-1%2Bdeb1?arch=i386&distro=jessie", "pkg:deb/debian/curl", "7.50.3-1+deb1"),
        ("pkg:pypi/Zope_Interface@5", "pkg:pypi/zope-interface", "5"),
        ("pkg:github/Acme/Cart@refs/heads/main", "pkg:github/acme/cart", "refs/heads/main"),
        ("pkg:conan/zlib@1.3?user=team&channel=stable", "pkg:conan/zlib?channel=stable&user=team", "1.3"),
        ("pkg:cocoapods/Cart@1#Core", "pkg:cocoapods/Cart#Core", "1"),
        ("pkg:generic/openssl@3?download_url=https://example.org/openssl-3.tar.gz", "pkg:generic/openssl", "3"),
        ("pkg://NPM/cart@1", "pkg:npm/cart", "1"), ("pkg:nix/hello@2", "pkg:nix/hello", "2"),
        ("pkg:generic/a%2", "pkg:generic/a%252", nil),
    ])
    func `the identity of a package is its URL without version and origin`(purl: String, key: String, version: String?)
    {
        let identity = PackageIdentity(purl: purl)

        #expect(identity?.key == key)
        #expect(identity?.version == version)
    }

    @Test(arguments: [
        "", "pkg:", "pkg:npm", "pkg:npm/", "pkg:npm/?x=y#z", "pkg:npm@1", "npm/left-pad", "PKG:npm/a", "pkg:/",
    ])
    func `other texts are no package URLs`(text: String) {
        #expect(PackageIdentity(purl: text)?.key == nil)
    }

    @Test(arguments: [
        LockedDependency(.npm, "@acme/cart", version: "1.0.0-beta+7"),
        LockedDependency(.maven, "org.acme:cart", version: "1.0"), LockedDependency(.pypi, "My_Cart", version: "2"),
        LockedDependency(.swift, "github.com/Acme/Cart", version: "3"),
        LockedDependency(.cocoapods, "Cart/Core", version: "4"),
        LockedDependency(.conan, "zlib@team/stable", version: "1.3"),
        LockedDependency(.golang, "example.org/x", version: "v1"),
    ])
    func `a bill and a lock file mean one package by one key`(dependency: LockedDependency) {
        let unversioned = LockedDependency(dependency.ecosystem, dependency.name, version: nil as String?)

        let identity = PackageIdentity(purl: dependency.purl)

        #expect(identity?.key == unversioned.purl)
        #expect(identity?.version == dependency.version)
    }

    @Test func `an address in an encoded address loses its credentials too`() {
        let inner = "https%253A%252F%252Frobot%253Ahunter2%2540example.org"

        let identity = PackageIdentity(purl: "pkg:generic/https%3A%2F%2Frobot:first@example.com%2F\(inner)")

        #expect(identity?.key == "pkg:generic/https:/example.com/https:/example.org")
    }

    @Test func `a name without a package URL is generic`() {
        #expect(PackageIdentity(name: "org.acme/My Cart").key == "pkg:generic/org.acme/My%20Cart")
    }
}
