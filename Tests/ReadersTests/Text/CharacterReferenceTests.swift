// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Readers

struct CharacterReferenceTests {
    @Test(arguments: [
        "&#9;", "&#10;", "&#13;", "&#32;", "&#xD7FF;", "&#xE000;", "&#xFFFD;", "&#x10000;", "&#x10FFFF;", "&#x1f600;",
        "&#0000000065;", "&#127;", "&#x85;",
    ])
    func `a reference to an allowed character is valid`(text: String) {
        #expect(judge(text) == .valid(length: text.utf8.count))
    }

    @Test(arguments: [
        "&#0;", "&#1;", "&#8;", "&#11;", "&#12;", "&#14;", "&#27;", "&#31;", "&#x1B;", "&#x1b;", "&#xD800;", "&#xDFFF;",
        "&#xFFFE;", "&#xFFFF;", "&#x110000;", "&#9999999999;", "&#xFFFFFFFFF;", "&#00000027;",
    ])
    func `a reference to a forbidden character is forbidden`(text: String) {
        #expect(judge(text) == .forbidden(length: text.utf8.count))
    }

    @Test(arguments: [
        "&amp;", "&#;", "&#x;", "&# 1;", "&#1a;", "&#X1B;", "&#-1;", "&#000000000000027;", "& ", "&&#27;",
    ])
    func `what is no numeric reference is none`(text: String) {
        #expect(judge(text) == .none)
    }

    @Test(arguments: ["&", "&#", "&#x", "&#2", "&#27", "&#x1B"])
    func `a reference at the end of the text is cut`(text: String) {
        #expect(judge(text) == .cut)
    }

    private func judge(_ text: String) -> CharacterReference {
        Array(text.utf8).withUnsafeBufferPointer { CharacterReference($0, at: 0) }
    }
}
