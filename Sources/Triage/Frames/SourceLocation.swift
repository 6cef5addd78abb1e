// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `path.ext:12` at the beginning of a line, in a language that is known by its suffix.
struct SourceLocation {
    enum Language {
        case go, python, ruby, elixir, php, rust, script, other
    }

    let path: Range<Int>
    /// Index behind the line number.
    let end: Int
    let language: Language

    private static let suffixes: [(suffix: StaticString, language: Language)] = [
        ("go", .go), ("py", .python), ("rb", .ruby), ("ex", .elixir), ("exs", .elixir), ("php", .php), ("rs", .rust),
        ("ts", .script), ("tsx", .script), ("js", .script), ("jsx", .script), ("mjs", .script), ("cjs", .script),
        ("swift", .other), ("cc", .other), ("cpp", .other), ("cxx", .other), ("c", .other), ("h", .other),
        ("hpp", .other),
        ("kt", .other), ("m", .other), ("mm", .other), ("cs", .other), ("java", .other), ("scala", .other),
    ]
    private static let pathBytes = ByteSet.base64URL.union(ByteSet("./\\@+~$"))

    init?(_ text: Bytes, _ start: Int, _ lineEnd: Int) {
        let pathBytes = Self.pathBytes
        var place = start
        var dot = start
        while place < lineEnd {
            let byte = text[place]
            if byte == .dot { dot = place }
            if byte == .colon {
                let next = text.byte(place + 1)
                if next.isDigit { break }
                guard place == start + 1, next == .slash || next == .backslash else { return nil }
            } else if !pathBytes.contains(byte) {
                return nil
            }
            place += 1
        }
        guard place < lineEnd, dot > start || text[start] == .dot, dot + 1 < place else { return nil }
        let suffix = text.part(dot + 1, place)
        guard let known = Self.suffixes.first(where: { suffix.isEqual($0.suffix) }) else { return nil }
        path = start..<place
        end = text.end(of: .digit, from: place + 1, limit: lineEnd)
        language = known.language
    }
}
