// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct RequirementsTests {
    @Test(arguments: [
        ("cart==1.0.0", "pkg:pypi/cart@1.0.0"), ("Shop.Cart_Two == 1.0.0", "pkg:pypi/shop-cart-two@1.0.0"),
        ("cart===1.0+own", "pkg:pypi/cart@1.0%2Bown"), ("cart>=1.0,==1.2.0", "pkg:pypi/cart@1.2.0"),
        ("cart[fast, safe]==1.0.0 ; python_version < '3.12'", "pkg:pypi/cart@1.0.0"),
        ("cart (==1.0.0)", "pkg:pypi/cart@1.0.0"), ("cart==1.0.0 # why", "pkg:pypi/cart@1.0.0"),
        ("cart==1.0.0 --hash=sha256:0b --hash=sha256:0a", "pkg:pypi/cart@1.0.0 sha256:0a sha256:0b"),
        ("cart==1.0.0 \\\n    --hash=sha256:0a \\\n    --hash=sha256:0b\n", "pkg:pypi/cart@1.0.0 sha256:0a sha256:0b"),
        ("cart==1.*", "pkg:pypi/cart unpinned"), ("cart", "pkg:pypi/cart unpinned"),
        ("cart>=1.0", "pkg:pypi/cart unpinned"), ("cart~=1.0", "pkg:pypi/cart unpinned"),
        ("cart!=1.0", "pkg:pypi/cart unpinned"), ("cart; extra == 'fast'", "pkg:pypi/cart unpinned"),
        ("cart @ https://example.org/cart-1.0.whl", "pkg:pypi/cart unpinned <https://example.org/cart-1.0.whl>"),
        (
            "https://u:p@example.org/a/shop_cart-1.0-py3-none-any.whl#sha256=0a",
            "pkg:pypi/shop-cart sha256:0a <https://example.org/a/shop_cart-1.0-py3-none-any.whl>"
        ),
        (
            "git+https://t0ken@example.org/cart.git@main#egg=cart",
            "pkg:pypi/cart unpinned <https://example.org/cart.git>"
        ),
        ("-e ./parts/tools", "pkg:pypi/tools unpinned <./parts/tools>"),
        (
            "--editable=git+ssh://git@example.org/shop/cart.git",
            "pkg:pypi/cart unpinned <ssh://example.org/shop/cart.git>"
        ),
    ])
    func `a line pins what it names exactly`(text: String, expected: String) {
        #expect(LockSample.lines("requirements.txt", text) == [expected])
    }

    @Test func `a commit pins`() {
        let commit = LockSample.commit("a")

        #expect(
            LockSample.lines("requirements-dev.txt", "git+https://example.org/cart.git@\(commit)#egg=cart[fast]&x=1")
                == ["pkg:pypi/cart@\(commit) gitCommit:\(commit) <https://example.org/cart.git>"])
    }

    @Test func `the index of the file is a source without its password`() {
        let text = "--index-url https://user:p@ss@pypi.example.org/simple?x=1\ncart==1.0\n"

        #expect(
            LockSample.lines("requirements.txt", text) == ["pkg:pypi/cart@1.0 <https://pypi.example.org/simple>"])
    }

    @Test func `includes are noted and options are no packages`() {
        let text = "# head\n-r base.txt\n-c limits.txt\n--no-binary :all:\n-i https://pypi.org/simple\ncart==1.0\n"

        let content = LockSample.read("requirements.txt", text)

        #expect(content.dependencies.map(LockSample.line) == ["pkg:pypi/cart@1.0"])
        #expect(content.diagnostics.map(\.code) == ["lock-include", "lock-include"])
        #expect(content.diagnostics.map(\.path) == ["base.txt", "limits.txt"])
        #expect(content.diagnostics.map(\.line) == [2, 3])
    }

    @Test(arguments: ["cart@git", "cart @ git", "cart[fast]@git"])
    func `a name may stand before an address with and without a blank`(start: String) {
        let text = "\(start)+https://example.org/cart.git@\(LockSample.commit("a"))\n"

        let commit = LockSample.commit("a")
        #expect(
            LockSample.lines("requirements.txt", text) == [
                "pkg:pypi/cart@\(commit) gitCommit:\(commit) <https://example.org/cart.git>"
            ])
    }

    @Test func `a line that is no requirement is told with its number`() {
        let content = LockSample.read("requirements.txt", "cart==1.0\n<html>\ncart one\ncart[fast\n")

        #expect(content.dependencies.count == 1)
        #expect(content.diagnostics.map(\.line) == [2])
        #expect(content.diagnostics.map(\.count) == [3])
    }

    @Test func `UTF-16 and a byte order mark are read`() {
        let wide = "\u{FEFF}cart==1.0\r\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let marked = [UInt8](arrayLiteral: 0xEF, 0xBB, 0xBF) + Array("cart==1.0\r\n".utf8)

        for bytes in [wide, marked] {
            #expect(
                LockFile.read(bytes, path: "requirements.txt").dependencies.map(LockSample.line) == [
                    "pkg:pypi/cart@1.0"
                ])
        }
    }
}
