// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Turns a message into its template: what stays the same when the same thing fails again.
///
/// One pass over bytes. A chunk is a run of letters, digits and `_$.:/\@%+~-`. Most chunks hold no digit and no slash
/// and are copied. In the others the first mask that fits wins: address, identifier, number; then neighbours are joined
/// (`# - #`, dates, lists of equal masks). Blanks of any kind become one blank. The template is never longer than
/// the text, so it fits memory of the same size.
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
        let isPlain = flags.isDisjoint(with: [.digit, .slash])
        if isPlain, !flags.contains(.dot) || !AddressMask.isHost(text, start, end) {
            writer.put(text, start, end)
            if belongsToNumber(text, start, end, writer, begin, state) {
                writer.cut(to: state.end)
                return
            }
        } else {
            if let address = AddressMask.mask(text, start, end) {
                writer.put(text, start, start + address.kept)
                writer.put(address.mask)
            } else {
                ChunkMask(text: text, start: start, end: end, begin: begin).write(into: &writer)
            }
            if join(&writer, begin, &state) { return }
        }
        state.start = begin
        state.end = writer.count
    }

    /// `# Nov`, `# KB`: the name of a month or a unit goes into the mask before it.
    private func belongsToNumber(
        _ text: Bytes,
        _ start: Int,
        _ end: Int,
        _ writer: ByteWriter,
        _ begin: Int,
        _ state: State
    ) -> Bool {
        guard end - start <= 4, begin == state.end + 1, writer.base[state.end] == .space else { return false }
        guard state.end - state.start == 1, writer.base[state.start] == UInt8(ascii: "#") else { return false }
        // A single letter is a word of its own: `t 4`.
        let isDate = (2...3).contains(end - start) && DateMask.isName(text, start, end)
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
