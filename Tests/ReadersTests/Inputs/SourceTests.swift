// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Readers

struct SourceTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `a file is read`() throws {
        let path = try folder.write("a.xml")

        var source = try open(path)
        let found = record(from: &source)

        #expect(found.names == ["t"])
        #expect(source.size == minimalReport.utf8.count)
    }

    @Test func `a malformed file is read twice`() throws {
        let path = try folder.write("a.xml", "<testsuite><testcase name=\"x & y\"/></testsuite>".utf8)

        var source = try open(path)
        let found = record(from: &source)

        #expect(found.names == ["x & y"])
        #expect(found.restarts == 1)
    }

    @Test func `a missing file cannot be opened`() {
        #expect(code { _ = try open(folder.path("missing.xml")) } == "unreadable")
    }

    @Test func `a folder is no regular file`() {
        #expect(code { _ = try open(folder.url.path) } == "not-regular")
    }

    @Test func `a FIFO is refused without waiting for a writer`() {
        #expect(mkfifo(folder.path("fifo"), 0o600) == 0)

        #expect(code { _ = try open(folder.path("fifo")) } == "not-regular")
    }

    @Test(arguments: ["/dev/null", "/dev/zero"])
    func `a device is refused`(path: String) {
        #expect(code { _ = try open(path) } == "not-regular")
    }

    @Test func `a link is refused unless asked for`() throws {
        try folder.write("a.xml")
        try folder.link("link.xml", to: "a.xml")

        #expect(code { _ = try open(folder.path("link.xml")) } == "not-regular")
        #expect(code { _ = try open(folder.path("link.xml"), followsLinks: true) } == nil)
    }

    @Test(.enabled(if: getuid() != 0))
    func `a file without permission cannot be opened`() throws {
        let path = try folder.write("a.xml")
        chmod(path, 0)

        #expect(code { _ = try open(path) } == "unreadable")
    }

    @Test(arguments: [0, 1])
    func `a file may have as many bytes as the limit says`(excess: Int) throws {
        let path = try folder.write("a.xml")
        var limits = ReaderLimits()
        limits.fileBytes = minimalReport.utf8.count - excess

        let found = code { _ = try FileSource(path: InputPath(path), followsLinks: false, limits: limits) }

        #expect(found == (excess == 0 ? nil : "file-too-large"))
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `the digest is that of all bytes, also of those that nobody read`(text: String, digest: String) throws {
        var unread = DigestingSource(MemorySource(Array(text.utf8)))
        var read = DigestingSource(MemorySource(Array(text.utf8)))
        _ = record(from: &read)

        #expect(try unread.finish() == digest)
        #expect(try read.finish() == digest)
    }

    @Test func `the digest of a report that is read twice counts its bytes once`() throws {
        let broken = Array("<testsuite><testcase name=\"x & y\"/></testsuite>".utf8)
        var source = DigestingSource(MemorySource(broken))
        var once = DigestingSource(MemorySource(broken))

        _ = record(from: &source)

        #expect(try source.finish() == once.finish())
        #expect(source.count == broken.count)
    }

    @Test func `a source that fails rejects the report`() {
        var source = FailingSource()

        let found = record(from: &source)

        #expect(found.condition == .rejected)
        #expect(found.codes == ["unreadable"])
        #expect(found.cases.isEmpty)
    }

    private func open(_ path: String, followsLinks: Bool = false) throws(SourceError) -> FileSource {
        try FileSource(path: InputPath(path), followsLinks: followsLinks, limits: ReaderLimits())
    }

    /// The code of the error that `body` throws.
    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? SourceError)?.code ?? "\(error)"
        }
    }
}

/// Hands out a complete case, and then breaks.
private struct FailingSource: ByteSource {
    private var isFirst = true

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        guard isFirst else { throw SourceError("unreadable", "cannot be read: input/output error") }
        isFirst = false
        let text = Array(("<testsuite><testcase name=\"a\"/>" + String(repeating: " ", count: 5000)).utf8)
        buffer.copyBytes(from: text)
        return text.count
    }

    mutating func rewind() {}
}
