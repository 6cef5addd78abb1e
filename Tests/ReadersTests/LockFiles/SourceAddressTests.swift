// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct SourceAddressTests {
    @Test(arguments: [
        ("https://example.org/a.git", "https://example.org/a.git"), ("HTTPS://example.org/a", "https://example.org/a"),
        ("https://user:secret@example.org:8443/a?token=secret#0f", "https://example.org:8443/a"),
        ("https://secret@example.org/a@1/b", "https://example.org/a@1/b"),
        ("https://user:se@cret@example.org/a", "https://example.org/a"),
        ("https://user:se/cret@example.org/a", "https://example.org/a"),
        ("https://user:secret", "https://"), ("https://user:se#cret@example.org/a", "https://"),
        ("https://user:se?cret@example.org/a", "https://example.org/a"),
        ("https://example.org/https://u:secret@example.net/a", "https://example.org/https://example.net/a"),
        ("//u:secret@example.org/a", "//example.org/a"), ("https://user:secret/a", "https:///a"),
        ("https://[::1]:80/a", "https://[::1]:80/a"), ("git+ssh://git@example.org/a.git#0f", "ssh://example.org/a.git"),
        ("git@example.org:shop/a.git", "ssh://example.org/shop/a.git"),
        ("robot:secret@example.org:shop/a.git", "ssh://example.org/shop/a.git"),
        ("github:shop/a#main", "https://github.com/shop/a"), ("gitlab:shop/a", "https://gitlab.com/shop/a"),
        ("registry+https://example.org/index", "https://example.org/index"), ("file:../a", "../a"),
        ("file:///a/b", "file:///a/b"), ("../a@1/b", "../a@1/b"), ("", ""), ("://", "://"), ("@:", "ssh:///"),
    ])
    func `an address is kept without what may be secret`(raw: String, expected: String) {
        let address = SourceAddress(raw)

        #expect(address.text == expected)
        #expect(!address.text.contains("secret"))
    }

    @Test(arguments: [
        ("https://example.org/a#0f", "0f"), ("https://example.org/a.git#commit=0f&cwd=b", "0f"),
        ("https://example.org/a#", nil),
        ("../a", nil),
    ])
    func `what follows the number sign is the commit`(raw: String, expected: String?) {
        #expect(SourceAddress(raw).fragment == expected)
    }

    @Test(arguments: [
        ("1.0.0", "1.0.0"), ("@scope/name", "@scope/name"), ("me@example.org", "me@example.org"),
        ("x https://u:p@example.org/a#0f", "x https://example.org/a#0f"),
        ("git+https://u:p@example.org/a", "git+https://example.org/a"),
        ("patch:a@https://u:p@example.org/a", "patch:a@https://example.org/a"),
    ])
    func `any text loses the credentials of an address in it`(text: String, expected: String) {
        #expect(SourceAddress.redacted(text) == expected)
    }

    @Test(arguments: [
        ("https://github.com/art/Paint.git", "github.com/art/Paint"), ("https://example.org/a/", "example.org/a"),
        ("git@example.org:art/paint.git", "example.org/art/paint"), ("../paint", "../paint"),
    ])
    func `a repository is named by host and path`(raw: String, expected: String) {
        #expect(SourceAddress(raw).repositoryName == expected)
    }
}
