// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct ContainerFileTests {
    private func images(_ name: String, _ text: String) throws -> [String] {
        try ProjectSample([name: text]).capture().items(.image).map {
            "\($0.isPinned ? "" : "~")\($0.key) \($0.value ?? "-") \($0.digest ?? "-")"
        }
    }

    @Test func `only a digest pins an image`() throws {
        let text =
            "FROM swift:6.1@sha256:0a1b\nFROM --platform=linux/amd64 node:20\nFROM redis\nFROM alpine@sha256:2c3d\n"

        #expect(
            try images("Dockerfile", text) == [
                "alpine - sha256:2c3d", "~node 20 -", "~redis latest -", "swift 6.1 sha256:0a1b",
            ])
    }

    @Test func `stages of the file and the empty image are no images`() throws {
        let text = """
            # FROM nothing:1
            from golang:1.22 as Build
            FROM scratch
            COPY --from=BUILD /app /app
            COPY --from=0 /app /b
            COPY --from=example.org:5000/tools/uv:0.4-RC1 /uv /bin/
            FROM build
            """

        #expect(try images("Containerfile", text) == ["~example.org:5000/tools/uv 0.4-RC1 -", "~golang 1.22 -"])
    }

    @Test func `defaults of arguments are filled in, and what only the build knows is left open`() throws {
        let text =
            "ARG VERSION=\"6.1\"\nARG BASE\nFROM swift:${VERSION}-slim\nFROM node:$NODE\nFROM $BASE\nFROM go:${V:-1.2}\n"

        #expect(try images("app/Dockerfile.dev", text) == ["~go 1.2 -", "~node - -", "~swift 6.1-slim -"])
    }

    @Test func `an instruction may go on behind a backslash`() throws {
        #expect(try images("Dockerfile", "FROM \\\n  --platform=x \\\n  swift:6.1 AS a\n") == ["~swift 6.1 -"])
    }

    @Test func `a composition names the images of its services`() throws {
        let text = """
            x-base: &base
              restart: always
            services:
              db: {image: skipped:1}
              cache:
                <<: *base
                image: "redis:7.2@sha256:0a1b" # pinned
              queue:
                image: ${REGISTRY:-example.org/}rabbit:${TAG}
            """

        #expect(try images("compose.yaml", text) == ["~example.org/rabbit - -", "redis 7.2 sha256:0a1b"])
    }

    @Test func `the file counts as a whole as well`() throws {
        let outcome = try ProjectSample(["Dockerfile": "FROM scratch\nRUN make\n"]).capture()

        #expect(outcome.items(.image).isEmpty)
        #expect(outcome.item(.file, "Dockerfile")?.digest?.hasPrefix("sha256:") == true)
    }

    @Test(arguments: ["", "scratch", "$BASE", "@sha256:0a", "a b"])
    func `a text that names no image is none`(text: String) {
        #expect(ImageReference(text) == nil)
    }
}
