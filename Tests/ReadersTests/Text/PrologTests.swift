// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

struct PrologTests {
    @Test(arguments: [
        ("<testsuite/>", 0, false), ("<?xml version='1.0'?><a/>", 21, false), (" \n<a/>", 2, false),
        ("<!-- c --><?pi?><a/>", 16, false), ("<?xml version='1.0'?><!-- <a/> --><b/>", 34, false),
        ("\n<?xml version='1.0'?><a/>", 22, true), ("<!-- c --><?xml version='1.0'?><a/>", 31, true),
        ("log\n<testsuite/>", 4, true), ("log <b>bold</b> <x:testsuites/>", 16, true), ("1 < 2 <testcase/>", 6, true),
        ("<!DOCTYPE a><a/>", 12, false), ("<!DOCTYPE a SYSTEM \"x[y]>z\"><a/>", 28, false), ("<é/>", 0, false),
        ("<?xml-stylesheet href='a'?><a/>", 27, false),
    ])
    func `the root element is found`(text: String, offset: Int, isAfterGarbage: Bool) {
        #expect(find(text) == .root(offset: offset, isAfterGarbage: isAfterGarbage))
    }

    @Test(arguments: [
        "{}", "text", "< a>", "<!-- only -->", "<!-- open", "<?xml version='1.0'?>", "<?open", "<!DOCTYPE a", "</a>",
        "<>", "<",
    ])
    func `what has no root element is no XML`(text: String) {
        #expect(find(text) == .notXML)
    }

    @Test(arguments: ["", " ", "\r\n\t "])
    func `nothing but blanks is empty`(text: String) {
        #expect(find(text) == .empty)
    }

    @Test(arguments: [
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", 0), ("<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'b' [ ]><a/>", 22),
        ("<!doctype a [\n]><a/>", 0),
    ])
    func `a subset of declarations is refused`(text: String, offset: Int) {
        #expect(find(text) == .internalSubset(offset: offset))
    }

    @Test(arguments: [
        "", "<", "<!-", "<!-- c", "<?xml version='1.0'", "<!DOCTYPE a", "<testsui", "<testsuite", "log <testsuite",
        "<html",
    ])
    func `a cut prolog wants more`(text: String) {
        #expect(find(text, isLast: false) == .needsMore)
    }

    @Test(arguments: [
        ("\n<!-- c -->\n<?pi?>\n", Prolog.Result.empty), ("\n<testsuite/>", .root(offset: 1, isAfterGarbage: false)),
        ("<!-- <testsuite/> -->", .empty), ("Done.", .notXML), ("<br/>", .notXML), ("</testsuite>", .notXML),
        ("Done. <testsuite/>", .root(offset: 6, isAfterGarbage: true)),
        ("<br/><testsuite/>", .root(offset: 5, isAfterGarbage: true)),
        ("<!DOCTYPE a [ ]><testsuite/>", .internalSubset(offset: 0)),
    ])
    func `behind a document only a report counts`(text: String, expected: Prolog.Result) {
        #expect(find(text, allowsUnknownRoot: false) == expected)
    }

    @Test func `garbage is searched for 64 KiB`() {
        let filler = String(repeating: "x", count: 64 << 10)

        #expect(find(filler + "<testsuite/>") == .root(offset: 64 << 10, isAfterGarbage: true))
        #expect(find(filler + "x<testsuite/>") == .notXML)
    }

    @Test func `the declaration is remembered`() {
        var prolog = Prolog()

        _ = Array("\n<?xml version=\"1.1\"?>\n<!DOCTYPE a>\n<a/>".utf8).withUnsafeBufferPointer {
            prolog.find($0, isLast: true, allowsUnknownRoot: true)
        }

        #expect(prolog.version == "1.1")
        #expect(prolog.documentOffset == 1)
        #expect(prolog.doctypeOffset == 23)
    }

    private func find(_ text: String, isLast: Bool = true, allowsUnknownRoot: Bool = true) -> Prolog.Result {
        var prolog = Prolog()
        return Array(text.utf8).withUnsafeBufferPointer {
            prolog.find($0, isLast: isLast, allowsUnknownRoot: allowsUnknownRoot)
        }
    }
}
