// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct CycloneDXBillTests {
    @Test(arguments: [
        (#""type": "library", "purl": "pkg:npm/cart@1""#, "dependency pkg:npm/cart 1"),
        (#""type": "framework""#, "dependency pkg:generic/x unpinned"),
        (#""type": "application", "purl": "pkg:npm/cart@1""#, "dependency pkg:npm/cart 1"),
        (#""type": "application", "version": "22.1""#, "toolchain x 22.1"),
        (#""type": "platform", "version": "21""#, "toolchain x 21"),
        (#""type": "operating-system", "version": "12""#, "platform x 12"),
        (#""type": "device", "version": "B2""#, "platform x B2"),
        (#""type": "device-driver", "version": "4""#, "platform x 4"),
        (#""type": "firmware", "version": "0.9""#, "platform x 0.9"),
        (#""type": "container", "version": "3.20""#, "image x 3.20 unpinned"),
        (#""type": "file", "version": "2""#, "file x 2"), (#""type": "data", "version": "5""#, "data x 5"),
        (
            #""type": "machine-learning-model", "purl": "pkg:huggingface/acme/rank@1f""#,
            "dependency pkg:huggingface/acme/rank 1f"
        ),
        (#""version": "1""#, "dependency pkg:generic/x 1"),
    ])
    func `a component is of the kind that its type says`(members: String, line: String) {
        #expect(BillSample.component("\"name\": \"x\", \(members)") == [line])
    }

    @Test func `a group is part of a name`() {
        #expect(
            BillSample.component(#""group": "org.acme", "name": "x""#) == ["dependency pkg:generic/org.acme/x unpinned"]
        )
    }

    @Test func `the version of the component counts before that of its package URL`() {
        let lines = BillSample.component(#""name": "a", "version": "1.0", "purl": "pkg:npm/a@2.0""#)

        #expect(lines == ["dependency pkg:npm/a 1.0"])
    }

    @Test(arguments: ["^1.2", "~> 3", ">= 1, < 2", "4.*", "1.x", "*", "[1.0,2.0)", "1 || 2"])
    func `a range is no version`(range: String) {
        let lines = BillSample.component("\"name\": \"a\", \"version\": \"\(range)\"")

        #expect(lines == ["dependency pkg:generic/a unpinned"])
    }

    @Test func `what is newest at the moment is not pinned`() {
        #expect(
            BillSample.component(#""name": "a", "version": "latest""#) == ["dependency pkg:generic/a latest unpinned"])
    }

    @Test(arguments: [
        (#"{"alg": "MD5", "content": "AB"}, {"alg": "SHA-256", "content": "CD"}"#, "sha256:cd"),
        (#"{"alg": "SHA-512", "content": "12"}, {"alg": "SHA-256", "content": "cd"}"#, "sha512:12"),
        (#"{"alg": "SHA3-256", "content": "12"}, {"alg": "SHA-1", "content": "cd"}"#, "sha3-256:12"),
        (#"{"alg": "BLAKE2b-256", "content": "12"}"#, "blake2b-256:12"),
        (#"{"alg": "Odd-1", "content": "12"}"#, "odd-1:12"),
    ])
    func `the strongest hash is the digest`(hashes: String, digest: String) {
        #expect(
            BillSample.component("\"name\": \"a\", \"hashes\": [\(hashes)]") == ["dependency pkg:generic/a \(digest)"])
    }

    @Test func `a hash that is no hexadecimal number does not count`() {
        let hashes = #"[{"alg": "SHA-512", "content": "secret"}, {"alg": "SHA-256"}, 7, {"alg": "MD5", "content": ""}]"#

        #expect(BillSample.component("\"name\": \"a\", \"hashes\": \(hashes)") == ["dependency pkg:generic/a unpinned"])
    }

    @Test(arguments: [
        ("required", " runtime"), ("optional", " development"), ("excluded", " development"), ("odd", ""),
    ])
    func `a scope tells development from run time`(scope: String, word: String) {
        let lines = BillSample.component("\"name\": \"a\", \"version\": \"1\", \"scope\": \"\(scope)\"")

        #expect(lines == ["dependency pkg:generic/a 1\(word)"])
    }

    @Test func `components inside components are found`() {
        let lines = BillSample.component(
            #"""
            "name": "a", "version": "1", "components": [
              {"name": "b", "version": "2", "components": [{"name": "c"}]}
            ]
            """#)

        #expect(
            lines == ["dependency pkg:generic/a 1", "dependency pkg:generic/b 2", "dependency pkg:generic/c unpinned"])
    }

    @Test func `one package in two places is one item`() {
        let lines = BillSample.lines(
            BillSample.cycloneDX(
                #"""
                "components": [
                  {"bom-ref": "a", "name": "x", "version": "1", "scope": "optional"},
                  {"bom-ref": "b", "name": "x", "version": "1", "scope": "required"},
                  {"bom-ref": "c", "name": "x", "version": "2"}
                ]
                """#))

        #expect(lines == ["dependency pkg:generic/x 1 runtime", "dependency pkg:generic/x 2"])
    }

    @Test func `one item is pinned only where all its places say so`() {
        let loose = #""properties": [{"name": "exitgate:pinned", "value": "false"}]"#
        let names = [#"{"name": "x", "version": "1"}"#, "{\"name\": \"x\", \"version\": \"1\", \(loose)}"]

        let lines = [names, names.reversed()].map { order in
            BillSample.lines(BillSample.cycloneDX("\"components\": [\(order.joined(separator: ", "))]"))
        }

        #expect(lines == [["dependency pkg:generic/x 1 unpinned"], ["dependency pkg:generic/x 1 unpinned"]])
    }

    @Test(arguments: [
        (#""type": "application", "version": "2.4.0", "purl": "pkg:npm/shop@2.4.0""#, ["source pkg:npm/shop 2.4.0"]),
        (#""type": "library", "version": "2.4.0""#, ["source pkg:generic/shop 2.4.0"]),
        (#""type": "application""#, []), (#""type": "operating-system", "version": "12""#, ["platform shop 12"]),
    ])
    func `the main component is the project's own code or what it runs in`(members: String, lines: [String]) {
        let text = BillSample.cycloneDX("\"metadata\": {\"component\": {\"name\": \"shop\", \(members)}}")

        #expect(BillSample.lines(text) == lines)
    }

    @Test(arguments: [
        (#""name": "debian:12", "version": "sha256:DIGEST""#, "image debian 12 sha256:DIGEST"),
        (#""name": "registry:5000/debian", "version": "12""#, "image registry:5000/debian 12 unpinned"),
        (#""name": "registry:5000/debian:12@sha256:DIGEST""#, "image registry:5000/debian 12 sha256:DIGEST"),
        (#""name": "debian", "purl": "pkg:oci/debian@sha256%3ADIGEST?tag=12""#, "image debian sha256:DIGEST"),
        (#""name": "debian", "purl": "pkg:oci/debian@sha256:DIGEST""#, "image debian sha256:DIGEST"),
        (#""name": "debian""#, "image debian unpinned"),
        (#""name": "debian", "version": "sha256:abc""#, "image debian sha256:abc unpinned"),
    ])
    func `an image is known by its name, its tag and its digest`(members: String, line: String) {
        let digest = String(repeating: "ab", count: 32)
        let text = "\"type\": \"container\", \(members)".replacing("DIGEST", with: digest)

        #expect(BillSample.component(text) == [line.replacing("DIGEST", with: digest)])
    }

    @Test func `services are items, nested ones too`() {
        let text = BillSample.cycloneDX(
            #"""
            "services": [{"group": "acme", "name": "pay", "version": "2.1", "endpoints": ["https://pay.example.org"],
              "services": [{"name": "rates", "version": "7"}]}]
            """#)

        #expect(BillSample.lines(text) == ["service acme/pay 2.1", "service rates 7"])
    }

    @Test func `entries of a wrong form are left out and counted`() {
        let bill = BillSample.read(
            BillSample.cycloneDX(
                #""components": [7, {"version": "1"}, {"name": "a", "components": "b"}], "services": [{}]"#))

        #expect(bill.items.map(\.key) == ["pkg:generic/a"])
        #expect(bill.diagnostics.map(\.code) == ["sbom-entry"])
        #expect(bill.diagnostics.map(\.count) == [4])
        #expect(bill.diagnostics.map(\.path) == ["components[0]"])
    }
}
