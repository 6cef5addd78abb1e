// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase
import Testing

@testable import Readers

struct ArchiveTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let members = [
        ArchiveMember("a.xml", "<testsuite><testcase name=\"a\"/></testsuite>"), ArchiveMember("notes.txt", "text"),
        ArchiveMember("sub/b.XML", "<testsuite><testcase name=\"b\"/></testsuite>"),
    ]

    @Test(arguments: ["r.zip", "r.tar"])
    func `the reports of an archive are read`(name: String) throws {
        try folder.write(name, name.hasSuffix("zip") ? zip(Self.members) : tar(Self.members))

        let found = find(name)

        #expect(folder.names(found.inputs) == ["\(name)!a.xml", "\(name)!sub/b.XML"])
        #expect(found.diagnostics.isEmpty)
        #expect(try read(found.inputs) == [["a"], ["b"]])
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/tar")), arguments: ["r.tar.gz", "r.tgz"])
    func `a packed tar is read`(name: String) throws {
        try folder.write("in/a.xml", Self.members[0].content)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/tar")
        process.arguments = ["-C", folder.path("in"), "-czf", folder.path(name), "a.xml"]
        try process.run()
        process.waitUntilExit()

        let found = find(name)

        #expect(folder.names(found.inputs) == ["\(name)!a.xml"])
        #expect(try read(found.inputs) == [["a"]])
    }

    @Test(arguments: ["r.zip", "r.tar"])
    func `a path outside the archive is told, and only its content is read`(name: String) throws {
        let members = [ArchiveMember("../../slip.xml"), ArchiveMember("/abs.xml"), ArchiveMember("ok..xml")]
        try folder.write(name, name.hasSuffix("zip") ? zip(members) : tar(members))

        let found = find(name)

        #expect(found.inputs.count == 3)
        #expect(found.diagnostics.map(\.code) == ["unsafe-entry", "unsafe-entry"])
        #expect(found.diagnostics.allSatisfy { $0.severity == .warning })
    }

    @Test(arguments: ["r.zip", "r.tar"])
    func `a link in an archive is skipped and told`(name: String) throws {
        let members = [ArchiveMember("l.xml", "/etc/passwd", isLink: true), ArchiveMember("a.xml")]
        try folder.write(name, name.hasSuffix("zip") ? zip(members) : tar(members))

        let found = find(name)

        #expect(folder.names(found.inputs) == ["\(name)!a.xml"])
        #expect(found.diagnostics.map(\.code) == ["unsafe-entry"])
    }

    @Test(arguments: ["", "PK", "no archive at all", String(repeating: "x", count: 2000)])
    func `a damaged archive is an error`(content: String) throws {
        try folder.write("r.zip", content.utf8)

        let found = find("r.zip")

        #expect(found.inputs.isEmpty)
        #expect(found.diagnostics.map(\.code) == ["damaged-archive"])
        #expect(found.diagnostics.map(\.severity) == [.error])
    }

    @Test(arguments: [3, 2])
    func `an archive may have as many members as the limit says`(limit: Int) throws {
        try folder.write("r.zip", zip(Self.members))
        var limits = ArchiveLimits()
        limits.entries = limit

        let found = find("r.zip", limits: limits)

        #expect(found.diagnostics.map(\.code) == (limit == 3 ? [] : ["archive-limit"]))
    }

    @Test(arguments: [0, 1])
    func `an archive may unpack to as many bytes as the limit says`(excess: Int) throws {
        let text = minimalReport + String(repeating: " ", count: 100_000)
        try folder.write("r.zip", zip([ArchiveMember("a.xml", text)]))
        var limits = ArchiveLimits()
        limits.bytes = text.utf8.count + 1000 - excess * 1001

        let source = try read(.entry(archive: InputPath(folder.path("r.zip")), index: 0, name: "a.xml"), limits: limits)

        #expect(source.codes == (excess == 0 ? [] : ["archive-limit"]))
        #expect(source.condition == (excess == 0 ? .complete : .rejected))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/tar")))
    func `a bomb is refused by its ratio`() throws {
        try folder.write("in/a.xml", repeatElement(0x20, count: 20 << 20))
        let process = Process()
        process.executableURL = URL(filePath: "/bin/tar")
        process.arguments = ["-C", folder.path("in"), "-czf", folder.path("bomb.tgz"), "a.xml"]
        try process.run()
        process.waitUntilExit()

        let found = find("bomb.tgz")
        let codes =
            found.diagnostics.map(\.code)
            + (try found.inputs.flatMap { try read($0, limits: ArchiveLimits()).codes })

        #expect(codes.contains("archive-limit"))
    }

    @Test func `members are read in any order, and a malformed one twice`() throws {
        let broken = ArchiveMember("c.xml", "<testsuite><testcase name=\"x & y\"/></testsuite>")
        try folder.write("r.zip", zip(Self.members + [broken]))
        var source = try ArchiveSource(path: InputPath(folder.path("r.zip")), limits: ArchiveLimits())

        var texts: [String] = []
        for index in [3, 0, 2, 2] {
            try source.select(index)
            texts.append(try text(&source))
            try source.rewind()
            texts.append(try text(&source))
        }

        let expected = [broken, Self.members[0], Self.members[2], Self.members[2]]
        #expect(texts == expected.flatMap { [$0, $0] }.map { String(decoding: $0.content, as: UTF8.self) })
    }

    @Test func `an archive that is named as a report is refused by its bytes`() throws {
        let found = record(zip(Self.members))

        #expect(found.codes == ["compressed"])
    }

    private func find(_ name: String, limits: ArchiveLimits = ArchiveLimits()) -> InputFinder.Found {
        var finder = InputFinder(followsLinks: false, limits: limits)
        return finder.find([folder.path(name)])
    }

    private func read(_ inputs: [Input]) throws -> [[String]] {
        try inputs.map { try read($0, limits: ArchiveLimits()).names }
    }

    private func read(_ input: Input, limits: ArchiveLimits) throws -> Recording {
        guard case .entry(let path, let index, _) = input else { return record("") }
        var source = try ArchiveSource(path: path, limits: limits)
        try source.select(index)
        return record(from: &source)
    }

    private func text(_ source: inout ArchiveSource) throws -> String {
        var result: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 1)
        defer { buffer.deallocate() }
        while case let count = try source.read(into: buffer), count > 0 { result += buffer[..<count] }
        return String(decoding: result, as: UTF8.self)
    }
}
