// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The rules of the house, held as data: who may import whom, how long a file may be, what may not be called.
struct ArchitectureTests {
    private static let system = ["Glibc", "Musl", "Darwin"]

    /// What each target may import, besides the C library of the system where bytes are read.
    private static let imports: [String: Set<String>] = [
        "TestPhase": [],
        "Triage": ["TestPhase"],
        "Gating": ["TestPhase"],
        "Readers": [
            "TestPhase", "CLibXML2", "CLibArchive", "Crypto", "Yams", "Foundation", "Glibc", "Musl", "Darwin",
        ],
        "Renderers": ["TestPhase", "Crypto", "Foundation"],
        "Storage": ["TestPhase", "Crypto"],
        "StoragePostgres": ["Storage", "CLibPQ", "Crypto", "Foundation"],
        "StorageSQLite": ["Storage", "GRDB", "GRDBSQLite", "Foundation", "Glibc", "Musl", "Darwin"],
        "Workflow": [
            "TestPhase", "Triage", "Gating", "Readers", "Storage", "Yams", "Crypto", "Foundation", "Dispatch", "Glibc",
            "Musl", "Darwin",
        ],
        "exitgate": [
            "Workflow", "Gating", "Renderers", "Readers", "Storage", "StorageSQLite", "StoragePostgres", "TestPhase",
            "ArgumentParser", "Foundation",
            "Glibc", "Musl", "Darwin",
        ],
    ]

    static let sources = Repository.files(in: "Sources")

    @Test(arguments: sources)
    func `a file imports only what its target may`(_ file: Repository.File) throws {
        let allowed = try #require(Self.imports[file.target], "an unknown target: add it to the table")

        let forbidden = file.imports.filter { !allowed.contains($0) }

        #expect(forbidden.isEmpty, "\(file) imports \(forbidden.joined(separator: ", "))")
    }

    @Test(arguments: sources + Repository.files(in: "Tests"))
    func `a file has at most 400 lines and the two-line header`(_ file: Repository.File) {
        #expect(file.lines.count <= 401)
        #expect(file.text.hasPrefix("// Exitgate\n// SPDX-License-Identifier: Apache-2.0\n"))
    }

    /// Calls that end a process, leak a file, or run forever on hostile input.
    private static let forbiddenCalls = [
        "XMLParser(", "try!", "as!", "fatalError(", "String(format:", "XML_PARSE_HUGE", "XML_PARSE_NOENT",
        "XML_PARSE_RECOVER",
        "XML_PARSE_DTDLOAD", "XML_PARSE_DTDATTR", "xmlReadFile", "Regex(", "TODO", "FIXME", "print(",
    ]

    @Test(arguments: sources)
    func `no file makes a call that is ruled out`(_ file: Repository.File) {
        let code = file.lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")

        let found = Self.forbiddenCalls.filter { call in
            // The terminal is the one place that prints.
            code.contains(call)
                && !(call == "print(" && (code.contains("Terminal.print(") || file.path.hasSuffix("Terminal.swift")))
        }

        #expect(found.isEmpty, "\(file) calls \(found.joined(separator: ", "))")
    }

    @Test func `SQL is written in the storage targets only`() {
        let keywords = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE "]

        let offenders = Self.sources.filter { file in
            !file.target.hasPrefix("Storage")
                && keywords.contains { file.text.contains("\"\($0)") || file.text.contains("\n    \($0)") }
        }

        #expect(offenders.isEmpty, "\(offenders.map(\.path))")
    }

    @Test func `the top level holds what the architecture names and nothing else`() throws {
        let allowed: Set = [
            "Package.swift", "Sources", "Tests", "Plugins", "Samples", "README.md", "LICENSE", "SECURITY.md",
        ]

        let found = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
            .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }

        #expect(Set(found).subtracting(allowed).isEmpty)
    }

    @Test func `every diagnostic code of the sources is in the handbook`() throws {
        let handbook = try String(
            contentsOf: Repository.root.appendingPathComponent("Sources/exitgate/Handbook.docc/Diagnostics.md"),
            encoding: .utf8)
        let pattern = /(?:SourceError\(|\.warning, |\.error, |reject\(|code: |refuse\()\s*"([a-z0-9]+(?:-[a-z0-9]+)+)"/

        let codes = Set(Self.sources.flatMap { file in file.text.matches(of: pattern).map { String($0.output.1) } })

        #expect(codes.count > 30)
        let missing = codes.filter { !handbook.contains("`\($0)`") }
        #expect(missing.isEmpty, "not explained: \(missing.sorted())")
    }
}
