// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// Plants secrets wherever a project has some, and looks for them in all that a capture gives away.
struct CaptureSecretsTests {
    /// Each text is found nowhere else.
    private static let secrets = (1...20).map { "s3cr3t-\($0)-zq" }

    private static func files(_ secret: (Int) -> String) -> [String: String] {
        [
            ".npmrc": "//registry.example.org/:_authToken=\(secret(1))\n",
            ".env": "API_KEY=\(secret(2))\n",
            "package-lock.json": """
            {"lockfileVersion": 3, "packages": {"": {}, "node_modules/ink": {"version": "1.0.0",
             "resolved": "https://bot:\(secret(3))@registry.example.org/ink.tgz?token=\(secret(4))"},
             "node_modules/pen": {"version": "git+https://\(secret(5))@example.org/pen.git#main"}}}
            """,
            "Gemfile.lock": """
            GIT
              remote: https://bot:\(secret(6))@example.org/rake.git
              revision: \(String(repeating: "a", count: 40))
              specs:
                rake (13.0.6)

            """,
            "requirements.txt": "--extra-index-url https://bot:\(secret(7))@example.org/simple\nink==1.0\n",
            "poetry.lock":
                "[[package]]\nname = \"ink\"\nversion = \"https://u:\(secret(8))@example.org/\"\n[broken \(secret(9))\n",
            "gradle/wrapper/gradle-wrapper.properties":
                "distributionUrl=https\\://bot:\(secret(10))@example.org/gradle-8.5-bin.zip\n",
            ".tool-versions": "nodejs https://bot:\(secret(11))@example.org/node\n",
            "compose.yml": "services:\n  db:\n    image: db:1\n    environment:\n      PASSWORD: \(secret(12))\n",
            "Dockerfile": "ARG TOKEN=\(secret(13))\nFROM swift:6.1\nENV TOKEN=\(secret(14))\n",
            "config/app.yml": "password: \(secret(15))\n",
            ".github/workflows/tests.yml": "env: {TOKEN: \(secret(16))}\n",
        ]
    }

    @Test func `no secret of files, variables and remotes is given away`() throws {
        let secret = { Self.secrets[$0 - 1] }
        let project = try ProjectSample(Self.files(secret))
        project.commitAll()
        project.git("remote", "add", "origin", "https://bot:\(secret(17))@example.org/shop.git")
        try project.write("config/app.yml", "password: \(secret(15))\n# dirty\n")
        var plan = project.plan
        plan.files = ["config/*", ".env", ".npmrc"]
        plan.variables = ["STORE", "secret:TOKEN"]
        plan.flags = ["store": "https://bot:\(secret(18))@example.org/"]
        plan.secretKey = [1, 2, 3]

        let outcome = project.capture(
            plan,
            environment: [
                "STORE": "postgres://shop:\(secret(19))@db.example.org/shop", "TOKEN": secret(20), "OTHER": secret(2),
                "GITHUB_TOKEN": secret(1),
            ])

        let told = outcome.snapshot.canonicalJSON + "\(outcome.diagnostics)" + "\(outcome.readings)"
        let leaked = Self.secrets.filter(told.contains)
        #expect(leaked.isEmpty)
        // All of it was captured nevertheless.
        #expect(outcome.items(.dependency).count >= 4)
        #expect(outcome.items(.file).count >= 9)
        #expect(outcome.item(.variable, "TOKEN")?.digest != nil)
        #expect(outcome.item(.flag, "store")?.value == "https://example.org/")
        #expect(outcome.codes.contains("lock-malformed"))
    }

    @Test func `a plain digest of a short secret is never given away either`() throws {
        let project = try ProjectSample()
        var plan = project.plan
        plan.variables = ["secret:PIN"]
        plan.secretKey = [9]

        let outcome = project.capture(plan, environment: ["PIN": "1234"])

        let plain = "03ac674216f3e15c761ee1a5e255f067953623c8b388b4459e13f978d7c846f4"
        #expect(!outcome.snapshot.canonicalJSON.contains(plain))
        #expect(outcome.item(.variable, "PIN") != nil)
    }
}
