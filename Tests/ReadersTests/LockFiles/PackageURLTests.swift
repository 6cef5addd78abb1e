// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct PackageURLTests {
    @Test(arguments: [
        (PackageEcosystem.npm, "@scope/name", "1.0.0-rc.1+x", "pkg:npm/%40scope/name@1.0.0-rc.1%2Bx"),
        (.pypi, "Django_Rest", "1.0", "pkg:pypi/django-rest@1.0"),
        (.maven, "org.example:art", "1 0", "pkg:maven/org.example/art@1%200"),
        (.golang, "Example.org/A/b/v2", "v2.0.0", "pkg:golang/example.org/a/b/v2@v2.0.0"),
        (.composer, "Vendor/Name", "1", "pkg:composer/vendor/name@1"),
        (.github, "Owner/Name", "1", "pkg:github/owner/name@1"),
        (.nuget, "Cart.Core", "1", "pkg:nuget/Cart.Core@1"), (.gem, "Cart", "1", "pkg:gem/Cart@1"),
        (.hex, "Cart", "1", "pkg:hex/cart@1"), (.pub, "Cart_it", "1", "pkg:pub/cart_it@1"),
        (.cocoapods, "Cart/NS+A/B c", "1", "pkg:cocoapods/Cart@1#NS%2BA/B%20c"),
        (.conan, "cart@own/a&b", "1", "pkg:conan/cart@1?channel=a%26b&user=own"),
        (.conan, "cart@own", "1", "pkg:conan/cart@1?user=own"),
        (.swift, "github.com/Art/Paint", "1", "pkg:swift/github.com/Art/Paint@1"),
        (.carthage, "github.com/Art/Paint", "1", "pkg:github/art/paint@1"),
        (
            .deno, "https://example.org/a b.ts", "",
            "pkg:generic/a%20b.ts?download_url=https:%2F%2Fexample.org%2Fa%20b.ts"
        ),
        (.cargo, "ü%/?#@", "1", "pkg:cargo/%C3%BC%25/%3F%23%40@1"), (.npm, "a", "1:2~3_4", "pkg:npm/a@1:2~3_4"),
        (.npm, "/a//b/", "", "pkg:npm/a/b"), (.vcpkg, "zip", "1#2", "pkg:generic/zip@1%232"),
    ])
    func `a package URL follows the rules of its type`(
        ecosystem: PackageEcosystem, name: String, version: String, expected: String
    ) {
        #expect(LockedDependency(ecosystem, name, version: version).purl == expected)
    }
}
