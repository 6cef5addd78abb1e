// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct NativeLockTests {
    private static let registry = "registry+https://github.com/rust-lang/crates.io-index"

    @Test func `the first Cargo.lock keeps its checksums apart`() {
        let text = """
            [root]
            name = "shop"
            version = "0.1.0"
            dependencies = ["cart 1.0.0 (\(Self.registry))"]

            [[package]]
            name = "cart"
            version = "1.0.0"
            source = "\(Self.registry)"

            [metadata]
            "checksum cart 1.0.0 (\(Self.registry))" = "0a1b"
            """

        let content = LockSample.read("Cargo.lock", text)

        #expect(content.format == "Cargo.lock v1")
        #expect(content.dependencies.map(LockSample.line) == ["pkg:cargo/cart@1.0.0 direct sha256:0a1b"])
    }

    @Test(arguments: ["3", "4"])
    func `packages without a source are the workspace`(version: String) {
        let text = """
            version = \(version)

            [[package]]
            name = "shop"
            version = "0.1.0"
            dependencies = ["cart 1.0.0", "tax", "tools"]

            [[package]]
            name = "tools"
            version = "0.1.0"

            [[package]]
            name = "cart"
            version = "1.0.0"
            source = "\(Self.registry)"
            checksum = "0a"

            [[package]]
            name = "cart"
            version = "2.0.0"
            source = "sparse+https://cargo.example.org/index/"
            checksum = "0b"

            [[package]]
            name = "tax"
            version = "3.0.0"
            source = "git+https://robot:secret@example.org/shop/tax.git?branch=main#\(LockSample.commit("a"))"
            """

        let content = LockSample.read("Cargo.lock", text)

        #expect(content.format == "Cargo.lock v\(version)")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:cargo/cart@1.0.0 direct sha256:0a",
                "pkg:cargo/cart@2.0.0 indirect sha256:0b <https://cargo.example.org/index/>",
                "pkg:cargo/tax@3.0.0 direct gitCommit:\(LockSample.commit("a")) <https://example.org/shop/tax.git>",
            ])
    }

    private static let goModule = """
        module example.org/shop // a comment

        go 1.22

        require example.org/cart v1.0.0
        require (
        	Example.org/Price/v2 v2.0.0+incompatible
        	"example.org/tax" v0.0.0-20240101000000-0a1b2c3d4e5f // indirect
        	example.org/tools v0.1.0
        	example.org/fork v1.0.0
        )

        exclude example.org/bad v1.0.0

        replace (
        	example.org/tools => ../tools
        	example.org/fork v1.0.0 => example.org/own/fork v1.0.1
        	example.org/cart v0.9.0 => example.org/old v0.9.1
        )
        tool example.org/lint
        """

    @Test func `go.mod requires, replaces and tells what is indirect`() {
        let content = LockSample.read("go.mod", Self.goModule)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:golang/example.org/price/v2@v2.0.0%2Bincompatible direct",
                "pkg:golang/example.org/cart@v1.0.0 direct",
                "pkg:golang/example.org/own/fork@v1.0.1 direct",
                "pkg:golang/example.org/tax@v0.0.0-20240101000000-0a1b2c3d4e5f indirect",
                "pkg:golang/example.org/tools direct unpinned <../tools>",
            ])
        #expect(content.diagnostics.isEmpty)
    }

    @Test func `go.sum gives go.mod its digests`() {
        let sums = """
            example.org/cart v0.9.0/go.mod h1:old=
            example.org/cart v1.0.0 h1:one=
            example.org/cart v1.0.0/go.mod h1:mod=
            broken line
            """

        let checksums = LockSample.read("go.sum", sums)
        let content = LockSample.read("go.mod", Self.goModule).addingDigests(of: checksums)

        #expect(checksums.dependencies.map(LockSample.line) == ["pkg:golang/example.org/cart@v1.0.0 h1:one="])
        #expect(checksums.diagnostics.map(\.line) == [4])
        #expect(content.dependencies.map(\.digest) == [nil, "h1:one=", nil, nil, nil])
        #expect(content.format == "go.mod")
        #expect(content.diagnostics == checksums.diagnostics)
    }

    @Test func `Conan 1 writes a graph`() {
        let text = """
            {"graph_lock": {"nodes": {
              "0": {"ref": "shop/0.1", "requires": ["1"], "build_requires": ["3"], "path": "conanfile.py"},
              "1": {"ref": "cart/1.0@shop/stable#0a1b", "requires": ["2"], "package_id": "x", "context": "host"},
              "2": {"ref": "price/2.0#0", "context": "host"},
              "3": {"ref": "cmake/3.0#0c0d", "context": "build"}
            }, "revisions_enabled": true}, "version": "0.4"}
            """

        let content = LockSample.read("conan.lock", text)

        #expect(content.format == "conan.lock v0.4")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:conan/cart@1.0?channel=stable&user=shop direct runtime revision:0a1b",
                "pkg:conan/cmake@3.0 direct development revision:0c0d",
                "pkg:conan/price@2.0 indirect runtime",
            ])
    }

    @Test func `the first locks of Conan name binaries and edges by reference`() {
        let text = """
            {"graph_lock": {"nodes": {
              "0": {"pref": null, "requires": {"cart/1.0#0a1b": "1"}, "path": "conanfile.txt"},
              "1": {"pref": "cart/1.0#0a1b:0c0d#0e0f"}
            }}, "version": "0.2"}
            """

        #expect(LockSample.lines("conan.lock", text) == ["pkg:conan/cart@1.0 direct revision:0a1b"])
    }

    @Test func `Conan 2 writes lists of references`() {
        let text = """
            {"version": "0.5", "requires": ["cart/1.0#0a1b%1700000000.1", "price/2.0@shop/stable"],
             "build_requires": ["cmake/3.0#0c0d"], "python_requires": [], "config_requires": [[]]}
            """

        let content = LockSample.read("conan.lock", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:conan/cart@1.0 runtime revision:0a1b", "pkg:conan/cmake@3.0 development revision:0c0d",
                "pkg:conan/price@2.0?channel=stable&user=shop runtime",
            ])
        #expect(content.diagnostics.map(\.path) == ["config_requires[0]"])
    }

    @Test func `vcpkg pins by a baseline or an override`() {
        let ports = #""dependencies": ["cart", {"name": "price", "version>=": "2.0"}, {"name": "cmake", "host": true}]"#
        let overrides = #""overrides": [{"name": "price", "version": "2.1", "port-version": 3}]"#

        #expect(
            LockSample.lines("vcpkg.json", "{\(ports), \(overrides)}") == [
                "pkg:generic/cart direct unpinned", "pkg:generic/cmake direct development unpinned",
                "pkg:generic/price@2.1%233 direct",
            ])
        #expect(
            LockSample.lines("vcpkg.json", #"{"builtin-baseline": "\#(LockSample.commit("b"))", \#(ports)}"#)
                == ["cart direct", "cmake direct development", "price direct"].map {
                    "pkg:generic/\($0) gitCommit:\(LockSample.commit("b"))"
                })
    }

    @Test func `a flake locks inputs to commits`() {
        let text = """
            {"nodes": {
              "root": {"inputs": {"packages": "packages", "tools": "tools", "same": ["tools", "packages"]}},
              "packages": {"locked": {"lastModified": 1, "narHash": "sha256-one=", "owner": "Nix", "repo": "packages",
                "rev": "\(LockSample.commit("c"))", "type": "github"}, "original": {"type": "indirect"}},
              "tools": {"inputs": {"deep": "deep"}, "locked": {"narHash": "sha256-two=",
                "rev": "\(LockSample.commit("d"))",
                "type": "git", "url": "https://robot:secret@example.org/tools.git"}},
              "deep": {"locked": {"path": "./deep", "type": "path"}},
              "hub": {"locked": {"owner": "o", "repo": "r", "rev": "\(LockSample.commit("e"))", "type": "gitlab"}}
            }, "root": "root", "version": 7}
            """

        let content = LockSample.read("flake.lock", text)

        #expect(content.format == "flake.lock v7")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:github/nix/packages@\(LockSample.commit("c")) direct gitCommit:\(LockSample.commit("c"))"
                    + " sha256:one=",
                "pkg:generic/deep indirect unpinned <./deep>",
                "pkg:generic/hub@\(LockSample.commit("e")) indirect gitCommit:\(LockSample.commit("e"))"
                    + " <https://gitlab.com/o/r>",
                "pkg:generic/tools@\(LockSample.commit("d")) direct gitCommit:\(LockSample.commit("d")) sha256:two="
                    + " <https://example.org/tools.git>",
            ])
    }
}
