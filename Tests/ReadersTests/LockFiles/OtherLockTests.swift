// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct OtherLockTests {
    @Test func `Gemfile.lock knows sections, platforms and checksums`() {
        let text = """
            GIT
              remote: https://robot:secret@example.org/tax.git
              revision: \(LockSample.commit("a"))
              branch: main
              specs:
                tax (3.0.0)
                  price (~> 2.0)

            PATH
              remote: parts/tools
              specs:
                tools (0.1.0)

            GEM
              remote: https://rubygems.org/
              specs:
                cart (1.0.0)
                  price (>= 1)
                price (2.0.0-java)
                price (2.0.0-x86_64-linux)

            PLATFORMS
              java
              x86_64-linux

            DEPENDENCIES
              cart (~> 1.0)
              tax!
              tools!

            CHECKSUMS
              cart (1.0.0) sha256=0a
              price (2.0.0-java) sha256=0c
              price (2.0.0-x86_64-linux) sha256=0b

            BUNDLED WITH
               2.5.0
            """

        let content = LockSample.read("Gemfile.lock", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:gem/cart@1.0.0 direct sha256:0a",
                "pkg:gem/price@2.0.0 indirect sha256:0b sha256:0c",
                "pkg:gem/tax@3.0.0 direct gitCommit:\(LockSample.commit("a")) <https://example.org/tax.git>",
                "pkg:gem/tools@0.1.0 direct unpinned <parts/tools>",
            ])
        #expect(content.diagnostics.isEmpty)
    }

    @Test func `marks of a merge conflict in Gemfile.lock are told`() {
        let text = "GEM\n  remote: https://rubygems.org/\n  specs:\n<<<<<<< HEAD\n    cart (1.0.0)\n"

        let content = LockSample.read("Gemfile.lock", text)

        #expect(content.diagnostics.map(\.code) == ["lock-malformed"])
        #expect(content.diagnostics.map(\.line) == [4])
    }

    @Test(arguments: ["garbage", "<html>\n  <p>404</p>\n", "  rake (1.0)\n"])
    func `a Gemfile.lock without a section of Bundler is told`(text: String) {
        #expect(LockSample.read("Gemfile.lock", text).diagnostics.map(\.code) == ["lock-malformed"])
    }

    @Test func `composer.lock parts development and tells public packages`() {
        let packagist = #""notification-url": "https://packagist.org/downloads/""#
        let text = """
            {"packages": [
              {"name": "Shop/Cart", "version": "v1.0.0", "source": {"type": "git",
                "url": "https://github.com/shop/cart.git",
                "reference": "\(LockSample.commit("a"))"}, "dist": {"shasum": "0a1b"}, \(packagist)},
              {"name": "shop/price", "version": "dev-main", "source": {"type": "git",
                "url": "https://token@example.org/price.git", "reference": "\(LockSample.commit("b"))"}},
              {"name": "shop/tools", "version": "1.0.0", "dist": {"type": "path", "url": "parts/tools",
                "reference": "0f"}}],
             "packages-dev": [{"name": "shop/lint", "version": "2.0.0", \(packagist)}, 7]}
            """

        let content = LockSample.read("composer.lock", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:composer/shop/cart@v1.0.0 runtime gitCommit:\(LockSample.commit("a")) sha1:0a1b",
                "pkg:composer/shop/lint@2.0.0 development",
                "pkg:composer/shop/price@dev-main runtime gitCommit:\(LockSample.commit("b"))"
                    + " <https://example.org/price.git>",
                "pkg:composer/shop/tools@1.0.0 runtime unpinned <parts/tools>",
            ])
        #expect(content.diagnostics.map(\.path) == ["packages-dev[1]"])
    }

    @Test func `NuGet lists packages for every framework`() {
        let text = """
            {"version": 2, "dependencies": {
              "net8.0": {"Cart": {"type": "Direct", "requested": "[1.0.0, )", "resolved": "1.0.0",
                "contentHash": "b25l"},
                         "Price": {"type": "Transitive", "resolved": "2.0.0", "contentHash": "dHdv"},
                         "tools": {"type": "Project", "dependencies": {"Price": "[2.0.0, )"}}},
              "net9.0": {"Cart": {"type": "Direct", "resolved": "1.0.0", "contentHash": "b25l"},
                         "Price": {"type": "CentralTransitive", "resolved": "2.1.0"}}}}
            """

        let content = LockSample.read("packages.lock.json", text)

        #expect(content.format == "packages.lock v2")
        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:nuget/Cart@1.0.0 direct sha512:b25l", "pkg:nuget/Price@2.0.0 indirect sha512:dHdv",
                "pkg:nuget/Price@2.1.0 indirect",
            ])
    }

    @Test func `mix.lock is a map of tuples`() {
        let inner = String(repeating: "1", count: 64)
        let outer = String(repeating: "2", count: 64)
        let text = """
            %{
              "cart": {:hex, :cart, "1.0.0", "\(inner)", [:mix], [{:price, "~> 2.0", [hex: :price]}], "hexpm",
                "\(outer)"},
              "old": {:hex, :old_cart, "0.1.0", "\(inner)", [:rebar3], [], "hexpm"},
              "own": {:hex, :own, "4.0.0", "\(inner)", [:mix], [], "acme", "\(outer)"},
              "tax": {:git, "https://robot:secret@example.org/tax.git", "\(LockSample.commit("a"))", [branch: "main"]},
              "odd": {:path, "x"},
            }
            """

        let content = LockSample.read("mix.lock", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:hex/cart@1.0.0 sha256:\(outer)",
                "pkg:hex/old_cart@0.1.0 sha256:\(inner)",
                "pkg:hex/own@4.0.0 sha256:\(outer) <acme>",
                "pkg:hex/tax@\(LockSample.commit("a")) gitCommit:\(LockSample.commit("a"))"
                    + " <https://example.org/tax.git>",
            ])
        #expect(content.diagnostics.map(\.line) == [7])
    }

    @Test func `a map of mix.lock that breaks off is told`() {
        let content = LockSample.read("mix.lock", "%{\n  \"a\": {:hex, :a, \"1.0.0\", \"0\"},\n  \"b\": {:hex, \"")

        #expect(content.dependencies.map(\.name) == ["a"])
        #expect(content.diagnostics.map(\.code) == ["lock-malformed"])
    }

    @Test func `pubspec.lock names its sources`() {
        let text = """
            packages:
              cart:
                dependency: "direct main"
                description: {name: cart, sha256: "0a1b", url: "https://pub.dev"}
                source: hosted
                version: "1.0.0"
              flutter:
                dependency: "direct main"
                description: flutter
                source: sdk
                version: "0.0.0"
              lint:
                dependency: "direct dev"
                description: {name: lint, url: "https://pub.example.org"}
                source: hosted
                version: "2.0.0"
              tax:
                dependency: transitive
                description: {path: ".", ref: main, resolved-ref: "\(LockSample.commit("a"))",
                  url: "https://x:y@example.org/tax"}
                source: git
                version: "3.0.0"
              tools:
                dependency: "direct overridden"
                description: {path: "parts/tools", relative: true}
                source: path
                version: "0.1.0"
            """

        #expect(
            LockSample.lines("pubspec.lock", text) == [
                "pkg:pub/cart@1.0.0 direct runtime sha256:0a1b",
                "pkg:pub/flutter@0.0.0 direct runtime unpinned <sdk:flutter>",
                "pkg:pub/lint@2.0.0 direct development <https://pub.example.org>",
                "pkg:pub/tax@3.0.0 indirect gitCommit:\(LockSample.commit("a")) <https://example.org/tax>",
                "pkg:pub/tools@0.1.0 direct unpinned <parts/tools>",
            ])
    }

    @Test func `Terraform writes a block for every provider`() {
        let text = """
            # This file is maintained automatically.
            provider "registry.terraform.io/shop/cart" {
              version     = "1.0.0"
              constraints = "~> 1.0"
              hashes = [
                "zh:0b",
                "h1:0a=",
              ]
            }

            provider "registry.example.org/shop/price" {
              version = "2.0.0"
              hashes = ["h1:0c="]
            }

            provider "registry.terraform.io/shop/open" {
            """

        let content = LockSample.read("infra/.terraform.lock.hcl", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:terraform/registry.example.org/shop/price@2.0.0 h1:0c= <registry.example.org>",
                "pkg:terraform/shop/cart@1.0.0 h1:0a= zh:0b",
            ])
        #expect(content.diagnostics.map(\.line) == [16])
    }

    @Test func `Chart.lock lists charts with their repositories`() {
        let text = """
            dependencies:
            - name: cart
              repository: https://robot:secret@charts.example.org/stable
              version: 1.0.0
            - name: price
              repository: oci://registry.example.org/charts
              version: 2.0.0
            - name: tools
              repository: file://../tools
              version: 0.1.0
            - name: beside
              repository: ""
              version: 0.2.0
            digest: sha256:0a
            generated: "2024-01-01T00:00:00Z"
            """

        #expect(
            LockSample.lines("Chart.lock", text) == [
                "pkg:helm/beside@0.2.0 direct unpinned",
                "pkg:helm/cart@1.0.0 direct <https://charts.example.org/stable>",
                "pkg:helm/price@2.0.0 direct <oci://registry.example.org/charts>",
                "pkg:helm/tools@0.1.0 direct unpinned <file://../tools>",
            ])
    }

    @Test func `renv.lock tells repositories from other sources`() {
        let text = """
            {"R": {"Version": "4.4.0", "Repositories": [{"Name": "CRAN", "URL": "https://cran.r-project.org"}]},
             "Packages": {
               "cart": {"Package": "cart", "Version": "1.0.0", "Source": "Repository", "Repository": "CRAN",
                 "Hash": "0a"},
               "price": {"Package": "price", "Version": "2.0.0", "Source": "GitHub", "RemoteHost": "api.github.com",
                 "RemoteUsername": "shop",
                 "RemoteRepo": "price", "RemoteSha": "\(LockSample.commit("a"))"},
               "tools": {"Package": "tools", "Version": "0.1.0", "Source": "Local"},
               "wrong": []}}
            """

        let content = LockSample.read("renv.lock", text)

        #expect(
            content.dependencies.map(LockSample.line) == [
                "pkg:cran/cart@1.0.0 md5:0a",
                "pkg:cran/price@2.0.0 gitCommit:\(LockSample.commit("a")) <github.com/shop/price>",
                "pkg:cran/tools@0.1.0 unpinned <Local>",
            ])
        #expect(content.diagnostics.map(\.path) == ["Packages.wrong"])
    }
}
