// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct PythonLockTests {
    @Test func `old versions of poetry.lock keep digests apart and name a category`() {
        let text = """
            [[package]]
            name = "cart"
            version = "1.0.0"
            category = "main"
            optional = false

            [[package]]
            name = "price"
            version = "2.0.0"
            category = "dev"

            [metadata]
            lock-version = "1.1"
            content-hash = "0f"

            [metadata.files]
            cart = [
                {file = "cart-1.0.0-py3-none-any.whl", hash = "sha256:0b"},
                {file = "cart-1.0.0.tar.gz", hash = "sha256:0a"},
            ]
            price = []

            [metadata.hashes]
            price = ["0c"]
            """

        let content = LockSample.read("poetry.lock", text)

        #expect(content.format == "poetry.lock v1.1")
        #expect(
            content.dependencies.map(LockSample.line)
                == ["pkg:pypi/cart@1.0.0 runtime sha256:0a sha256:0b", "pkg:pypi/price@2.0.0 development sha256:0c"])
    }

    @Test func `new versions of poetry.lock name groups and sources`() {
        let text = """
            [[package]]
            name = "cart"
            version = "1.0.0"
            groups = ["main", "dev"]
            files = [{file = "cart-1.0.0.tar.gz", hash = "sha256:0a"}]

            [package.source]
            type = "legacy"
            url = "https://robot:secret@pypi.example.org/simple"
            reference = "own"

            [[package]]
            name = "price"
            version = "2.0.0"
            groups = ["dev"]
            files = []

            [package.source]
            type = "git"
            url = "https://github.com/shop/price.git"
            reference = "main"
            resolved_reference = "\(LockSample.commit("a"))"

            [[package]]
            name = "tools"
            version = "0.1.0"
            groups = ["main"]
            files = []

            [package.source]
            type = "directory"
            url = "../tools"

            [metadata]
            lock-version = "2.1"
            """

        #expect(
            LockSample.lines("poetry.lock", text) == [
                "pkg:pypi/cart@1.0.0 runtime sha256:0a <https://pypi.example.org/simple>",
                "pkg:pypi/price@2.0.0 development gitCommit:\(LockSample.commit("a"))"
                    + " <https://github.com/shop/price.git>",
                "pkg:pypi/tools@0.1.0 runtime unpinned <../tools>",
            ])
    }

    @Test func `uv.lock holds the project, where the edges begin`() {
        let text = """
            version = 1
            requires-python = ">=3.11"

            [manifest]
            members = ["shop", "tools"]

            [[package]]
            name = "shop"
            version = "0.1.0"
            source = { virtual = "." }
            dependencies = [{ name = "cart" }, { name = "tools" }]

            [package.dev-dependencies]
            dev = [{ name = "lint" }]

            [[package]]
            name = "tools"
            version = "0.1.0"
            source = { editable = "parts/tools" }
            dependencies = [{ name = "tax" }]

            [[package]]
            name = "cart"
            version = "1.0.0"
            source = { registry = "https://pypi.org/simple" }
            dependencies = [{ name = "price" }]
            sdist = { url = "https://files.pythonhosted.org/cart-1.0.0.tar.gz", hash = "sha256:0a", size = 1 }
            wheels = [{ url = "https://files.pythonhosted.org/cart-1.0.0-py3-none-any.whl", hash = "sha256:0b" }]

            [[package]]
            name = "price"
            version = "2.0.0"
            source = { registry = "https://pypi.example.org/simple" }

            [[package]]
            name = "lint"
            version = "3.0.0"
            source = { registry = "https://pypi.org/simple" }
            dependencies = [{ name = "rule" }, { name = "price" }]

            [[package]]
            name = "rule"
            version = "4.0.0"
            source = { registry = "https://pypi.org/simple" }

            [[package]]
            name = "tax"
            version = "5.0.0"
            source = { git = "https://robot:secret@github.com/shop/tax?rev=main#\(LockSample.commit("b"))" }

            [[package]]
            name = "beside"
            version = "0.2.0"
            source = { editable = "../beside" }
            """

        let content = LockSample.read("uv.lock", text)

        #expect(content.format == "uv.lock v1")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:pypi/beside@0.2.0 indirect unpinned <../beside>",
                "pkg:pypi/cart@1.0.0 direct runtime sha256:0a sha256:0b",
                "pkg:pypi/lint@3.0.0 direct development",
                "pkg:pypi/price@2.0.0 indirect runtime <https://pypi.example.org/simple>",
                "pkg:pypi/rule@4.0.0 indirect development",
                "pkg:pypi/tax@5.0.0 direct runtime gitCommit:\(LockSample.commit("b")) <https://github.com/shop/tax>",
            ])
    }

    @Test func `pdm.lock writes a package with extras twice`() {
        let text = """
            [metadata]
            groups = ["default", "dev", "net"]
            lock_version = "4.5.0"

            [[package]]
            name = "cart"
            version = "1.0.0"
            groups = ["default"]
            files = [{file = "cart-1.0.0.tar.gz", hash = "sha256:0a"}]

            [[package]]
            name = "cart"
            version = "1.0.0"
            extras = ["fast"]
            groups = ["dev"]
            files = [{file = "cart-1.0.0.tar.gz", hash = "sha256:0a"}]

            [[package]]
            name = "lint"
            version = "2.0.0"
            groups = ["dev"]

            [[package]]
            name = "socket"
            version = "3.0.0"
            groups = ["net"]
            git = "https://github.com/shop/socket.git"
            ref = "main"
            revision = "\(LockSample.commit("c"))"

            [[package]]
            name = "tools"
            version = "0.1.0"
            groups = ["default"]
            path = "./parts/tools"
            """

        let content = LockSample.read("pdm.lock", text)

        #expect(content.format == "pdm.lock v4.5.0")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:pypi/cart@1.0.0 runtime sha256:0a",
                "pkg:pypi/lint@2.0.0 development",
                "pkg:pypi/socket@3.0.0 gitCommit:\(LockSample.commit("c")) <https://github.com/shop/socket.git>",
                "pkg:pypi/tools@0.1.0 runtime unpinned <./parts/tools>",
            ])
    }

    @Test func `pylock.toml names artifacts, repositories and folders`() {
        let text = """
            lock-version = "1.0"
            created-by = "hand"

            [[packages]]
            name = "cart"
            version = "1.0.0"
            index = "https://pypi.org/simple"
            sdist = { url = "https://files.pythonhosted.org/cart-1.0.0.tar.gz", hashes = { sha256 = "0a" } }
            wheels = [{ url = "https://files.pythonhosted.org/cart.whl", hashes = { sha256 = "0b", sha512 = "0c" } }]

            [[packages]]
            name = "price"
            vcs = { type = "git", url = "https://github.com/shop/price.git", commit-id = "\(LockSample.commit("d"))" }

            [[packages]]
            name = "tax"
            archive = { url = "https://example.org/tax-3.0.zip", hashes = { sha256 = "0d" } }

            [[packages]]
            name = "tools"
            directory = { path = "parts/tools", editable = true }

            [[packages]]
            name = "shop"
            directory = { path = "." }
            """

        let lines = LockSample.lines("pylock.production.toml", text)

        #expect(
            lines == [
                "pkg:pypi/cart@1.0.0 sha256:0a sha256:0b sha512:0c",
                "pkg:pypi/price@\(LockSample.commit("d")) gitCommit:\(LockSample.commit("d"))"
                    + " <https://github.com/shop/price.git>",
                "pkg:pypi/tax sha256:0d <https://example.org/tax-3.0.zip>",
                "pkg:pypi/tools unpinned <parts/tools>",
            ])
    }

    @Test func `Pipfile.lock has a section for each category`() {
        let text = """
            {"_meta": {"pipfile-spec": 6, "sources": [
                {"name": "pypi", "url": "https://pypi.org/simple", "verify_ssl": true},
                {"name": "own", "url": "https://${USER}:${TOKEN}@pypi.example.org/simple"}]},
             "default": {
                "cart": {"hashes": ["sha256:0b", "sha256:0a"], "index": "pypi", "version": "==1.0.0"},
                "price": {"index": "own", "version": "==2.0.0"},
                "tax": {"git": "https://github.com/shop/tax.git", "ref": "\(LockSample.commit("e"))"},
                "tools": {"editable": true, "path": "./parts/tools"}},
             "develop": {"cart": {"hashes": ["sha256:0a", "sha256:0b"], "version": "==1.0.0"},
                "lint": {"version": "==3.0.0"}},
             "docs": {"ink": {"version": "==4.0.0"}}}
            """

        let content = LockSample.read("Pipfile.lock", text)

        #expect(content.format == "Pipfile.lock v6")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:pypi/cart@1.0.0 runtime sha256:0a sha256:0b",
                "pkg:pypi/ink@4.0.0",
                "pkg:pypi/lint@3.0.0 development",
                "pkg:pypi/price@2.0.0 runtime <https://pypi.example.org/simple>",
                "pkg:pypi/tax@\(LockSample.commit("e")) runtime gitCommit:\(LockSample.commit("e"))"
                    + " <https://github.com/shop/tax.git>",
                "pkg:pypi/tools runtime unpinned <./parts/tools>",
            ])
    }
}
