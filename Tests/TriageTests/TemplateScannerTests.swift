// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct TemplateScannerTests {
    @Test(arguments: MaskFamily.all.flatMap(\.examples).map { ($0.text, $0.template) })
    func `each mask family makes the template of its own examples`(text: String, template: String) {
        #expect(Self.template(of: text) == template)
    }

    @Test func `every family has a name of its own and examples`() {
        #expect(Set(MaskFamily.all.map(\.name)).count == MaskFamily.all.count)
        #expect(MaskFamily.all.allSatisfy { $0.examples.count >= 5 })
    }

    @Test(arguments: MaskFamily.all.flatMap(\.examples).map(\.template))
    func `a template is its own template`(template: String) {
        #expect(Self.template(of: template) == template)
    }

    @Test func `a template is never longer than its text`() {
        var generator = SeededGenerator(state: 7)

        for _ in 0..<2_000 {
            let text = generator.word("ab1 2-_.:/\\@%+~$#,Nov", Int.random(in: 0..<60, using: &generator))

            #expect(Self.template(of: text).utf8.count <= text.utf8.count, "\(text)")
        }
    }

    @Test func `words in quotes and brackets, behind equals signs and in paths are soft`() {
        let template = "cannot open \"the file\" in <pool> state=busy for a/b/path, it doesn't exist u'OK' at all"

        let words = Array(template.utf8).withUnsafeBufferPointer { bytes in
            TemplateWords(bytes).map { ($0.isSoft, String(decoding: bytes[$0.range], as: UTF8.self)) }
        }

        #expect(words.filter(\.0).map(\.1) == ["the", "file", "pool", "busy", "path", "OK"])
        #expect(
            words.filter { !$0.0 }.map(\.1) == [
                "cannot", "open", "in", "state", "for", "it", "doesn", "exist", "at", "all",
            ]
        )
    }

    @Test(arguments: [
        ("expected # but was #", 0), ("volume is gone", 2), ("volume not attached to instance", 3),
        ("gone gone gone", 1),
        ("#host refused #url", 1),
    ])
    func `common words carry no information`(template: String, count: Int) {
        let informative = Array(template.utf8).withUnsafeBufferPointer { TemplateWords.informative($0) }

        #expect(informative == count)
    }

    private static func template(of text: String) -> String {
        var memory = [UInt8](repeating: 0, count: max(16, text.utf8.count))
        return Array(text.utf8).withUnsafeBufferPointer { bytes in
            memory.withUnsafeMutableBufferPointer { buffer in
                var writer = ByteWriter(buffer, count: 0)
                var state = TemplateScanner.State()
                TemplateScanner().scan(bytes, into: &writer, &state)
                TemplateScanner().finish(&writer)
                return String(decoding: writer.view(0, writer.count), as: UTF8.self)
            }
        }
    }
}
