// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reads traces of eleven languages line by line: the first byte of a line tells which readers may try it.
///
/// A text may hold several exceptions (`Caused by`, Python's chains, Go's panics) and lines that are no frames; those are
/// kept apart, since the message of a failure may stand among them. Frames of libraries and runners are recognised first
/// and, unless wanted, not even copied: they are most of a trace and the same in all.
struct FrameParser {
    private static let dottedName = ByteSet.word.union(ByteSet("."))
    private static let typeName = ByteSet.word.union(ByteSet(".$"))

    private let text: Bytes
    private let javaRuntime = JavaFrames.runtime
    /// The last line that was no frame: in Go it names the function.
    private var previous = 0..<0
    /// Name of the function whose source pytest printed last.
    private var definition = 0..<0
    private var isInLog = false
    private var mutedIndent = Int.max
    private var goroutines = 0

    private init(_ text: Bytes) { self.text = text }

    /// Reads `text` into `trace`, which forgets what it held.
    static func parse(_ text: Bytes, into trace: inout Trace) {
        trace.reset()
        var parser = FrameParser(text)
        var start = 0
        while start < text.count {
            let next = text.newline(from: start)
            let end = next > start && text[next - 1] == .carriageReturn ? next - 1 : next
            var first = start
            while first < end, text[first].isBlank { first += 1 }
            if first < end { parser.line(start, first, end, into: &trace) }
            start = next + 1
        }
    }

    private mutating func line(_ start: Int, _ first: Int, _ end: Int, into trace: inout Trace) {
        if text[first] == UInt8(ascii: "a"), text.has("at ", at: first), call(first + 3, end, into: &trace) { return }
        if isInLog, first - start >= 8 || first - start >= 2 && text[start] == .tab {
            return trace.addLog(first..<end)
        }
        isInLog = false
        if marker(start, first, end, into: &trace) || frame(start, first, end, into: &trace) { return }
        previous = start..<end
        if trace.isInnermostLast, first == start { pythonType(first, end, into: &trace) }
        trace.addPlain(start..<end)
    }

    /// A line that begins with `at `; the call begins at `start`.
    private func call(_ start: Int, _ end: Int, into trace: inout Trace) -> Bool {
        if !trace.keepsRuntime, javaRuntime.matches(text, at: start) {
            trace.skipFrame()
            return true
        }
        let call = JavaFrames.Call(text, start, end)
        if call.open < end, call.open > start, text[call.open - 1] != .space {
            // Java prints the file and the line last.
            let isJava = text[end - 1] == UInt8(ascii: ")") && text[end - 2].isDigit
            if !isJava, DotNetFrames.isParameters(text, open: call.open, end: end) {
                return DotNetFrames.parse(text, start, open: call.open, into: &trace)
            }
            if JavaFrames.parse(text, call, start: start, into: &trace) { return true }
        }
        if let location = SourceLocation(text, start, end), location.language == .rust { return trace.hasFrames }
        return start < end && ScriptFrames.parse(text, start, end, into: &trace)
    }

    /// Lines that part exceptions and threads, and the lines in which pytest speaks.
    private mutating func marker(_ start: Int, _ first: Int, _ end: Int, into trace: inout Trace) -> Bool {
        switch text[first] {
        case UInt8(ascii: "C"), UInt8(ascii: "W"), UInt8(ascii: "N"):
            return cause(start, first, end, into: &trace)
        case UInt8(ascii: "S"):
            guard text.has("Suppressed: ", at: first), trace.hasFrames else { return false }
            trace.isMuted = true
            mutedIndent = min(mutedIndent, first - start)
            return true
        case UInt8(ascii: "D"), UInt8(ascii: "T"):
            guard trace.hasFrames, PythonFrames.isChain(text, first) else { return false }
            trace.isRootFirst = true
            trace.addBlock(type: 0..<0, message: 0..<0)
            return true
        case UInt8(ascii: "E"):
            guard first == start, text.has("E  ", at: first) else { return false }
            var place = first + 1
            while place < end, text[place].isBlank { place += 1 }
            trace.addVerdict(place..<end)
            return true
        case UInt8(ascii: "d"), UInt8(ascii: "a"):
            guard first - start <= 8, let name = PythonFrames.definition(text, first, end) else { return false }
            if definition.isEmpty { definition = name }
            return true
        case UInt8(ascii: "g"):
            guard text.has("goroutine ", at: first), text[end - 1] == .colon else { return false }
            goroutines += 1
            if goroutines > 1, trace.hasFrames { trace.isMuted = true }
            return true
        default: return false
        }
    }

    /// `Caused by: type: message`, once the exception before it has frames.
    private mutating func cause(_ start: Int, _ first: Int, _ end: Int, into trace: inout Trace) -> Bool {
        let words: [StaticString] = ["Caused by: ", "Wrapped by: ", "Nested exception: "]
        guard trace.hasFrames, let word = words.first(where: { text.has($0, at: first) }) else { return false }
        if trace.isMuted {
            // A cause of the suppressed exception is deeper than it.
            if first - start >= mutedIndent { return true }
            trace.isMuted = false
            mutedIndent = .max
        }
        let type = first + word.utf8CodeUnitCount
        var typeEnd = type
        while typeEnd < end, Self.typeName.contains(text[typeEnd]) { typeEnd += 1 }
        guard typeEnd > type else { return false }
        trace.addBlock(type: type..<typeEnd, message: min(typeEnd + 2, end)..<end)
        return true
    }

    private mutating func frame(_ start: Int, _ first: Int, _ end: Int, into trace: inout Trace) -> Bool {
        switch text[first] {
        case UInt8(ascii: "F"):
            if text.has("File \"", at: first) { return PythonFrames.parse(text, first + 6, end, into: &trace) }
        case UInt8(ascii: "#"):
            return numbered(first + 1, end, into: &trace)
        case UInt8(ascii: "("):
            return ElixirFrames.parse(text, first, end, into: &trace)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            let number = text.end(of: .digit, from: first, limit: end)
            if text.has(": ", at: number) {
                return RustFrames.parse(text, text.blanksEnd(number + 2), end, into: &trace)
            }
            if text.byte(number) == .space { return SwiftFrames.parse(text, number, end, into: &trace) }
        case UInt8(ascii: "f"):
            if text.has("from ", at: first) { return located(start, first + 5, end, into: &trace) }
        case 0xE2, 0xF4:
            if let place = SwiftFrames.issueLocation(text, first, end) {
                return located(start, place, end, into: &trace)
            }
        default: break
        }
        return located(start, first, end, into: &trace) || atSign(first, end, into: &trace)
    }

    /// `#1 …` of PHP, gdb and sanitizers, and `# ./spec/…` of RSpec.
    private mutating func numbered(_ index: Int, _ end: Int, into trace: inout Trace) -> Bool {
        let number = text.end(of: .digit, from: index, limit: end)
        guard text.byte(number) == .space else { return false }
        if number == index { return located(index, index + 1, end, into: &trace) }
        return PHPFrames.parse(text, number + 1, end, into: &trace)
            || NativeFrames.parse(text, number + 1, end, into: &trace)
    }

    private func atSign(_ first: Int, _ end: Int, into trace: inout Trace) -> Bool {
        guard text[end - 1].isDigit else { return false }
        var at = first
        while at < end, text[at] != UInt8(ascii: "@"), !text[at].isSpace { at += 1 }
        guard at < end, text[at] == UInt8(ascii: "@") else { return false }
        return ScriptFrames.parseAtSign(text, first, at, end, into: &trace)
    }

    /// `path.ext:12…` from `place` on.
    private mutating func located(_ start: Int, _ place: Int, _ end: Int, into trace: inout Trace) -> Bool {
        guard let location = SourceLocation(text, place, end) else { return false }
        let path = location.path
        let rest = location.end..<end
        switch location.language {
        case .go:
            let isFrame = GoFrames.parse(text, path: path, rest: rest, function: previous, into: &trace)
            isInLog = isFrame && text.byte(rest.lowerBound) == .colon
            return isFrame
        case .python:
            guard place == start,
                PythonFrames.parseShort(text, path: path, rest: rest, definition: definition, into: &trace)
            else { return false }
            definition = 0..<0
            return true
        case .ruby where RubyFrames.parse(text, path: path, rest: rest, into: &trace): return true
        case .elixir: return ElixirFrames.parse(text, path: path, rest: rest, into: &trace)
        case .php where rest.isEmpty:
            file(path, into: &trace)
            return true
        default:
            // Only the place of the failure itself; later ones are output of tools.
            if trace.hasFrames { return false }
            file(path, into: &trace)
            let message = text.messageStart(rest.lowerBound, end)
            if message < end { trace.addPlain(message..<end) }
            return true
        }
    }

    private func file(_ path: Range<Int>, into trace: inout Trace) {
        let isRuntime = RuntimePath.matches(text, path.lowerBound, path.upperBound)
        trace.addFrame(isRuntime: isRuntime) { writer in
            let place = writer.count
            writer.putPathTail(text, path.lowerBound, path.upperBound)
            return place
        }
    }

    /// The line below a Python traceback names the exception.
    private func pythonType(_ first: Int, _ end: Int, into trace: inout Trace) {
        let block = trace.blocks.count - 1
        guard trace.hasFrames, trace.blocks[block].type.isEmpty else { return }
        var typeEnd = first
        while typeEnd < end, Self.dottedName.contains(text[typeEnd]) { typeEnd += 1 }
        if typeEnd > first, typeEnd == end || text[typeEnd] == .colon { trace.blocks[block].type = first..<typeEnd }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Index of the first byte from `index` on that is no blank.
    func blanksEnd(_ index: Int) -> Int {
        var end = index
        while end < count, self[end].isBlank { end += 1 }
        return end
    }

    /// Index behind `:5: ` or `: ` that follow a line number.
    fileprivate func messageStart(_ index: Int, _ limit: Int) -> Int {
        var place = index
        if byte(place) == .colon, byte(place + 1).isDigit { place = end(of: .digit, from: place + 1, limit: limit) }
        if byte(place) == .colon { place += 1 }
        return Swift.min(blanksEnd(place), limit)
    }
}
