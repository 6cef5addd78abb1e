// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase
import Testing

@testable import Readers

/// How files of failures are found.
struct FailureLinesInputTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["a.xml", "b.jsonl", "sub/c.NDJSON", "d.json", "e.jsonl.bak"] { try folder.write(name) }
    }

    @Test func `a folder is searched for lines when asked for`() {
        #expect(find("", includesFailureLines: true) == ["a.xml", "b.jsonl", "sub/c.NDJSON"])
        #expect(find("", includesFailureLines: false) == ["a.xml"])
    }

    @Test(arguments: ["r.zip", "r.tar"])
    func `an archive is searched for lines when asked for`(name: String) throws {
        let members = [
            ArchiveMember("a.xml"), ArchiveMember("b.jsonl"), ArchiveMember("s/c.ndjson"), ArchiveMember("d.json"),
        ]
        try folder.write(name, name.hasSuffix("zip") ? zip(members) : tar(members))

        #expect(find(name, includesFailureLines: true) == ["\(name)!a.xml", "\(name)!b.jsonl", "\(name)!s/c.ndjson"])
        #expect(find(name, includesFailureLines: false) == ["\(name)!a.xml"])
    }

    @Test(arguments: ["d.json", "e.jsonl.bak", "b.jsonl"], [true, false])
    func `a named file is taken whatever its name`(name: String, includesFailureLines: Bool) {
        #expect(find(name, includesFailureLines: includesFailureLines) == [name])
    }

    @Test func `a member of an archive is read`() throws {
        let path = try folder.write(
            "r.zip", zip([ArchiveMember("a.xml"), ArchiveMember("b.jsonl", "{\"id\":\"x\"}\n")]))
        var source = try ArchiveSource(path: InputPath(path), limits: ArchiveLimits())
        try source.select(1)

        #expect(readLines(from: &source).ids == ["x"])
    }

    private func find(_ name: String, includesFailureLines: Bool) -> [String] {
        var finder = InputFinder(followsLinks: false, includesFailureLines: includesFailureLines)
        return folder.names(finder.find([name.isEmpty ? folder.url.path : folder.path(name)]).inputs)
    }
}
