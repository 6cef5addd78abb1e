// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Turns a message into its template: what stays the same when the same thing fails again.
///
/// One pass over bytes. A chunk is a run of letters, digits and `_$.:/\@%+~-`; dots and colons at its end are no part of
/// a value. Most chunks hold no digit and no slash and are copied. In the others the first mask that fits wins: address,
/// identifier, number; then neighbours are joined (`# - #`, dates, lists of equal masks). Blanks of any kind become one
/// blank. The template is never longer than the text, so it fits memory of the same size.
struct TemplateScanner: Sendable {
    private let classes = ByteClass.table

    static let family = MaskFamily(
        name: "template",
        examples: [
            ("a  b\n\tc", "a b c"),
            ("ids 1 2 3 4 and 5, 6, 7", "ids # and #"),
            ("[12, 34] but was [56]", "[#] but was [#]"),
            ("(took: 12ms) (pid 7)", "(took: #) (pid #)"),
            ("path a/b/c1.txt", "path a/b/c#.txt"),
            ("GET /v2/cart?id=x&y=2: denied", "GET /v#/cart denied"),
            ("is it so? a?b", "is it so? a?b"),
            ("retry=true, force=None if x == true", "retry=#, force=# if x == true"),
            ("  trimmed  ", "trimmed"),
            ("naïve 3 ☃", "naïve # ☃"),
        ]
    )

    /// Where the last chunk of the template lies, for lists and dates.
    struct State {
        fileprivate var start = 0
        fileprivate var end = 0
    }

    /// Appends the template of `text`; a blank separates it from what `writer` holds already.
    func scan(_ text: Bytes, into writer: inout ByteWriter, _ state: inout State) {
        if writer.count > 0, writer.last != .space { writer.put(.space) }
        classes.withUnsafeBufferPointer { table in
            let classes = table.baseAddress.unsafelyUnwrapped
            var index = 0
            while index < text.count {
                let byte = text[index]
                let kind = classes[Int(byte)]
                if kind & ByteClass.chunk.rawValue != 0 {
                    let start = index
                    var flags: UInt8 = 0
                    while index < text.count {
                        let next = classes[Int(text[index])]
                        if next & ByteClass.chunk.rawValue == 0 { break }
                        flags |= next
                        index += 1
                    }
                    chunk(text, start, index, ByteClass(rawValue: flags), into: &writer, &state)
                    if flags & ByteClass.slash.rawValue != 0, text.byte(index) == UInt8(ascii: "?"),
                        writer.view(state.start, state.end).contains(.slash)
                    {
                        index = queryEnd(text, index)
                    }
                } else {
                    index += 1
                    if kind & ByteClass.space.rawValue == 0 {
                        writer.put(byte)
                    } else if writer.count > 0, writer.last != .space {
                        writer.put(.space)
                    }
                }
            }
        }
    }

    /// Ends the template: no blank at its end.
    func finish(_ writer: inout ByteWriter) {
        if writer.last == .space { writer.cut(to: writer.count - 1) }
    }

    private func chunk(
        _ text: Bytes,
        _ start: Int,
        _ end: Int,
        _ flags: ByteClass,
        into writer: inout ByteWriter,
        _ state: inout State
    ) {
        let begin = writer.count
        if flags == .chunk {
            plain(text, start, end, into: &writer)
            if belongsToNumber(text, start, end, writer, begin, state) {
                writer.cut(to: state.end)
                return
            }
        } else {
            var core = end
            while core > start, text[core - 1] == .dot || text[core - 1] == .colon { core -= 1 }
            if core == start { core = end }
            mask(text, start, core, flags, begin, into: &writer)
            writer.put(text, core, end)
            if join(&writer, begin, &state) { return }
        }
        state.start = begin
        state.end = writer.count
    }

    /// Appends the template of a chunk with marks or digits.
    private func mask(
        _ text: Bytes, _ start: Int, _ end: Int, _ flags: ByteClass, _ begin: Int, into writer: inout ByteWriter
    ) {
        if let address = AddressMask.mask(text, start, end, flags) {
            writer.put(text, start, start + address.kept)
            writer.put(address.mask)
        } else if flags.isDisjoint(with: [.digit, .slash]) {
            plain(text, start, end, into: &writer)
        } else {
            ChunkMask(text: text, start: start, end: end, begin: begin).write(into: &writer)
        }
    }

    /// Appends a chunk without digits, which only its place can make a value: `retry=true`.
    @inline(__always)
    private func plain(_ text: Bytes, _ start: Int, _ end: Int, into writer: inout ByteWriter) {
        if IdentifierMask.isLetters(text, start, end) || isConstant(text, start, end, writer) {
            writer.put(UInt8(ascii: "#"))
        } else {
            writer.put(text, start, end)
        }
    }

    private static let constants: [StaticString] = [
        "true", "false", "null", "True", "False", "None", "NULL", "TRUE", "FALSE", "nil",
    ]

    /// Whether the word is a constant that a name is set to.
    @inline(__always)
    private func isConstant(_ text: Bytes, _ start: Int, _ end: Int, _ writer: ByteWriter) -> Bool {
        guard writer.last == .equals, end - start <= 5, writer.count > 1 else { return false }
        guard writer.base[writer.count - 2].isAlphanumeric else { return false }
        return Self.constants.contains(where: text.part(start, end).isEqual)
    }

    /// End of the query that begins at `start`: the next blank or quote.
    private func queryEnd(_ text: Bytes, _ start: Int) -> Int {
        var end = start
        while end < text.count, text[end] > .space, !text[end].isQuote { end += 1 }
        return end
    }

    /// `# Nov`, `# KB`: the name of a month or a unit goes into the mask before it.
    @inline(__always)
    private func belongsToNumber(
        _ text: Bytes, _ start: Int, _ end: Int, _ writer: ByteWriter, _ begin: Int, _ state: State
    ) -> Bool {
        guard end - start <= 4, begin == state.end + 1, writer.base[state.end] == .space else { return false }
        guard state.end - state.start == 1, writer.base[state.start] == UInt8(ascii: "#") else { return false }
        // A single letter is a word of its own: `t 4`.
        let isDate = end - start > 1 && DateMask.isName(text, start, end)
        return isDate || NumberMask.isSeparateUnit(text, start, end)
    }

    /// Joins the chunk at `begin` with an equal mask, or with names of a date, before it.
    private func join(_ writer: inout ByteWriter, _ begin: Int, _ state: inout State) -> Bool {
        let gap = begin - state.end
        guard gap == 1 || gap == 2, state.end > state.start else { return false }
        let isComma = writer.base[state.end] == UInt8(ascii: ",")
        guard gap == 1 ? isComma || writer.base[state.end] == .space : isComma && writer.base[state.end + 1] == .space
        else { return false }
        var chunk = writer.view(begin, writer.count)
        let before = writer.view(state.start, state.end)
        let tail = chunk[chunk.count - 1]
        let hasTail = chunk.count > 1 && (tail == .colon || tail == .dot)
        if hasTail { chunk = writer.view(begin, writer.count - 1) }
        if chunk.isEqual(before), chunk.contains(UInt8(ascii: "#")) {
            writer.cut(to: state.end)
        } else {
            guard chunk.count == 1, DateMask.isLeadingName(before, 0, before.count) else { return false }
            state.start = dateStart(writer, state.start)
            writer.cut(to: state.start)
            writer.put(UInt8(ascii: "#"))
            state.end = writer.count
        }
        if hasTail { writer.put(tail) }
        return true
    }

    /// Goes back over `Mon, ` and the like before the name that begins at `start`.
    private func dateStart(_ writer: ByteWriter, _ start: Int) -> Int {
        var begin = start
        while begin >= 4 {
            let gap = writer.base[begin - 2] == UInt8(ascii: ",") ? 2 : 1
            let name = begin - gap - 3
            guard name >= 0, writer.base[begin - 1] == .space else { break }
            guard DateMask.isLeadingName(writer.view(name, name + 3), 0, 3) else { break }
            guard name == 0 || !writer.base[name - 1].isAlphanumeric else { break }
            begin = name
        }
        return begin
    }
}
