// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Readers

struct CycloneDXGraphTests {
    /// The packages `a`, `b` and `c` under a main component, with these further members.
    private static func lines(_ members: String, main: String = "") -> [String] {
        let components = ["a", "b", "c"].map { "{\"bom-ref\": \"\($0)\", \"name\": \"\($0)\", \"version\": \"1\"}" }
        let listed = components.joined(separator: ", ")
        let lines = BillSample.lines(
            BillSample.cycloneDX(
                """
                "metadata": {"component": {"bom-ref": "main", "type": "application", "name": "shop"\(main)}},
                "components": [{"bom-ref": "lock", "type": "application", "name": "package-lock.json"}, \(listed)],
                \(members)
                """))
        return lines.map { String($0.dropFirst("dependency pkg:generic/".count)) }
    }

    @Test func `what the main component depends on is direct`() {
        let lines = Self.lines(
            #""dependencies": [{"ref": "main", "dependsOn": ["a"]}, {"ref": "a", "dependsOn": ["b"]}]"#)

        #expect(lines == ["a 1 direct", "b 1 indirect", "c 1 indirect"])
    }

    @Test(arguments: [
        #""dependencies": []"#, #""dependencies": [{"ref": "a", "dependsOn": ["b"]}]"#,
        #""dependencies": [{"ref": "main", "dependsOn": []}]"#, #""dependencies": 7"#,
    ])
    func `without an answer for the main component nothing is known`(members: String) {
        #expect(Self.lines(members) == ["a 1", "b 1", "c 1"])
    }

    @Test func `a lock file that stands for its packages is passed through`() {
        let lines = Self.lines(
            #""dependencies": [{"ref": "main", "dependsOn": ["lock"]}, {"ref": "lock", "dependsOn": ["a", "lock"]}]"#)

        #expect(lines == ["a 1 direct", "b 1 indirect", "c 1 indirect"])
    }

    @Test func `parts of the main component ask for themselves`() {
        let lines = Self.lines(
            #""dependencies": [{"ref": "main", "dependsOn": ["web"]}, {"ref": "web", "dependsOn": ["b"]}]"#,
            main: #", "components": [{"bom-ref": "web", "name": "web"}]"#)

        #expect(lines == ["a 1 indirect", "b 1 direct", "c 1 indirect"])
    }

    @Test func `a main component that names only its parts tells nothing`() {
        let lines = Self.lines(
            #""dependencies": [{"ref": "main", "dependsOn": ["web"]}]"#,
            main: #", "components": [{"bom-ref": "web", "name": "web"}]"#)

        #expect(lines == ["a 1", "b 1", "c 1"])
    }

    @Test(arguments: ["incomplete", "unknown", "not_specified"])
    func `a list that is said to have gaps tells nothing of the others`(aggregate: String) {
        let lines = Self.lines(
            """
            "dependencies": [{"ref": "main", "dependsOn": ["a"]}],
            "compositions": [{"aggregate": "\(aggregate)", "dependencies": ["main"]}]
            """)

        #expect(lines == ["a 1 direct", "b 1", "c 1"])
    }
}
