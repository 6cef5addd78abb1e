// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase
import Testing

struct InputFinderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `a folder is searched for reports, in the order of names`() throws {
        for name in ["b.xml", "a.XML", "sub/c.xml", "notes.txt", "a.xml.bak", ".hidden/d.xml"] {
            try folder.write(name)
        }

        let found = find([""])

        #expect(folder.names(found.inputs) == [".hidden/d.xml", "a.XML", "b.xml", "sub/c.xml"])
        #expect(found.diagnostics.isEmpty)
        #expect(found.unmatched.isEmpty)
    }

    @Test func `a named file is read whatever its name`() throws {
        try folder.write("report.txt")

        #expect(folder.names(find(["report.txt"]).inputs) == ["report.txt"])
    }

    @Test func `a file that is named twice is read once`() throws {
        try folder.write("a.xml")

        let found = find(["a.xml", "a.xml", "*.xml", "", "./a.xml"])

        #expect(found.inputs.count == 1)
        #expect(found.unmatched.isEmpty)
    }

    @Test func `a hard link is the same file`() throws {
        try folder.write("a.xml")
        try FileManager.default.linkItem(atPath: folder.path("a.xml"), toPath: folder.path("b.xml"))

        #expect(folder.names(find([""]).inputs) == ["a.xml"])
    }

    @Test(arguments: ["missing.xml", "*.xml", "none/**/*.xml", "[", "missing/"])
    func `an argument that matches nothing is told`(argument: String) {
        let found = find([argument])

        #expect(found.unmatched == [folder.path(argument)])
        #expect(found.inputs.isEmpty)
    }

    @Test func `an existing path that looks like a pattern is a path`() throws {
        try folder.write("run[1].xml")
        try folder.write("run1.xml")

        #expect(folder.names(find(["run[1].xml"]).inputs) == ["run[1].xml"])
    }

    @Test func `a folder with the name of a report is searched`() throws {
        try folder.write("dir.xml/inner.xml")

        let found = find(["*.xml"])

        #expect(folder.names(found.inputs) == ["dir.xml/inner.xml"])
        #expect(found.diagnostics.isEmpty)
    }

    @Test func `a link is skipped with a warning`() throws {
        let outside = try TemporaryFolder()
        try outside.write("outside.xml")
        try folder.write("a.xml")
        try folder.link("link.xml", to: outside.path("outside.xml"))

        let found = find([""])

        #expect(folder.names(found.inputs) == ["a.xml"])
        #expect(found.diagnostics.map(\.severity) == [.warning])
        #expect(found.diagnostics.map(\.code) == ["not-regular"])
    }

    @Test func `links are followed when asked for, and no loop is walked twice`() throws {
        let outside = try TemporaryFolder()
        try outside.write("reports/b.xml")
        try folder.write("sub/a.xml")
        try folder.link("sub/loop", to: "..")
        try folder.link("other", to: outside.path("reports"))

        let found = find([""], followsLinks: true)

        #expect(folder.names(found.inputs) == ["other/b.xml", "sub/a.xml"])
    }

    @Test func `a folder behind a link is not searched`() throws {
        let outside = try TemporaryFolder()
        try outside.write("b.xml")
        try folder.link("other", to: outside.url.path)

        let found = find([""])

        #expect(found.inputs.isEmpty)
    }

    @Test func `a named link that leads nowhere is an error`() throws {
        try folder.link("broken.xml", to: "nowhere.xml")

        let found = find(["broken.xml"])

        #expect(found.inputs.isEmpty)
        #expect(found.diagnostics.map(\.severity) == [.error])
    }

    @Test(arguments: [true, false])
    func `a FIFO is reported and never opened`(isNamed: Bool) throws {
        #expect(mkfifo(folder.path("fifo.xml"), 0o600) == 0)

        let found = find([isNamed ? "fifo.xml" : ""])

        #expect(found.inputs.isEmpty)
        #expect(found.diagnostics.map(\.code) == ["not-regular"])
        #expect(found.diagnostics.map(\.severity) == [isNamed ? .error : .warning])
    }

    @Test(arguments: ["::error::x.xml", "line\nbreak\u{1B}[31m.xml", " .xml", "-.xml", "*.xml", "é世.xml", "a b.xml"])
    func `an odd name is found as it is`(name: String) throws {
        try folder.write(name)

        #expect(folder.names(find([""]).inputs) == [name])
        #expect(folder.names(find([name]).inputs) == [name])
    }

    @Test func `a name that is not text is found and shown with a mark`() throws {
        let path = InputPath(Array(folder.path("bytes_").utf8) + [0xFF] + Array(".xml".utf8))
        let descriptor = path.withSystemPath { open($0, O_CREAT | O_WRONLY, 0o600) }
        guard descriptor >= 0 else { return }  // The file system takes text only.
        close(descriptor)

        let found = find([""])

        #expect(found.inputs == [.file(path)])
        #expect(folder.names(found.inputs) == ["bytes_\u{FFFD}.xml"])
    }

    @Test func `the standard input is one input`() {
        var finder = InputFinder(followsLinks: false)

        let found = finder.find(["-", "-"])

        #expect(found.inputs == [.standardInput])
        #expect(found.unmatched.isEmpty)
    }

    @Test func `thousands of files are found`() throws {
        try folder.makeFolder("many")
        for index in 0..<2000 { try Data().write(to: folder.url.appending(path: "many/\(index).xml")) }

        #expect(find([""]).inputs.count == 2000)
    }

    private func find(_ names: [String], followsLinks: Bool = false) -> InputFinder.Found {
        var finder = InputFinder(followsLinks: followsLinks)
        return finder.find(names.map { $0.isEmpty ? folder.url.path : folder.path($0) })
    }
}
