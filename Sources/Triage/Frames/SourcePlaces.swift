// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A line of source code that a trace names, as it was written there.
package struct SourcePlace: Sendable, Hashable {
    /// With slashes one way; not yet known to be a file of the project.
    package let path: String
    /// From 1.
    package let line: Int
    /// Whether the path says only how that of the file ends: `shop/Cart.java` by package, `cart_test.go` by name.
    package let isPartial: Bool
}

/// Finds the lines of source code in a trace, where signatures need only the functions.
package enum SourcePlaces {
    /// Places outside of libraries and runners, root cause first, innermost first; each once.
    ///
    /// - Complexity: O(n) in the bytes of the text.
    package static func own(in text: String) -> [SourcePlace] {
        var text = text
        return text.withUTF8 { bytes in
            var reader = PlaceReader(bytes)
            reader.readAll()
            return reader.places
        }
    }
}

/// Reads the same forms as ``FrameParser``, line by line.
private struct PlaceReader {
    private static let placeLimit = 256
    private static let elixirRuntime = PrefixList(["(stdlib", "(elixir", "(ex_unit", "(kernel", "(mix"])
    /// Languages whose traces name a file by its package, and not by its folder.
    private static let packaged: [StaticString] = [".java:", ".kt:", ".scala:", ".groovy:"]

    private let text: Bytes
    private var blocks: [[SourcePlace]] = [[]]
    private var count = 0
    private var isInnermostLast = false
    private var isRootFirst = false
    /// Lines of a suppressed exception, or of other threads, until one that is less indented.
    private var mutedIndent: Int?
    private var goroutines = 0

    init(_ text: Bytes) { self.text = text }

    var places: [SourcePlace] {
        var seen: Set<SourcePlace> = []
        return (isRootFirst ? blocks : blocks.reversed())
            .flatMap { isInnermostLast ? $0.reversed() : $0 }
            .filter { seen.insert($0).inserted }
    }

    mutating func readAll() {
        var start = 0
        while start < text.count, count < Self.placeLimit {
            let next = text.newline(from: start)
            let end = next > start && text[next - 1] == .carriageReturn ? next - 1 : next
            var first = start
            while first < end, text[first].isBlank { first += 1 }
            if first < end, !parts(start, first, end), mutedIndent == nil, let place = place(start, first, end) {
                blocks[blocks.count - 1].append(place)
                count += 1
            }
            start = next + 1
        }
    }

    /// Whether the line parts exceptions or threads.
    private mutating func parts(_ start: Int, _ first: Int, _ end: Int) -> Bool {
        switch text[first] {
        case UInt8(ascii: "C"), UInt8(ascii: "W"), UInt8(ascii: "N"):
            let words: [StaticString] = ["Caused by: ", "Wrapped by: ", "Nested exception: "]
            guard words.contains(where: { text.has($0, at: first) }) else { return false }
            if let indent = mutedIndent, first - start >= indent { return true }
            mutedIndent = nil
            blocks.append([])
            return true
        case UInt8(ascii: "S"):
            guard text.has("Suppressed: ", at: first) else { return false }
            mutedIndent = min(mutedIndent ?? .max, first - start)
            return true
        case UInt8(ascii: "D"), UInt8(ascii: "T"):
            guard PythonFrames.isChain(text, first) else { return false }
            isRootFirst = true
            blocks.append([])
            return true
        case UInt8(ascii: "g"):
            guard text.has("goroutine ", at: first), text[end - 1] == .colon else { return false }
            goroutines += 1
            if goroutines > 1, count > 0 { mutedIndent = 0 }
            return true
        default: return false
        }
    }

    private mutating func place(_ start: Int, _ first: Int, _ end: Int) -> SourcePlace? {
        switch text[first] {
        case UInt8(ascii: "a") where text.has("at ", at: first): return call(first + 3, end)
        case UInt8(ascii: "F") where text.has("File \"", at: first): return python(first + 6, end)
        case UInt8(ascii: "#"): return numbered(start, first + 1, end)
        case UInt8(ascii: "("):
            guard !Self.elixirRuntime.matches(text, at: first), let close = index(of: ") ", first, end) else {
                return nil
            }
            return located(start, close + 2, end)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            guard index(of: " at ", first, end) != nil else { return nil }
            return trailing(first, end)
        case UInt8(ascii: "f") where text.has("from ", at: first): return located(start, first + 5, end)
        case UInt8(ascii: "t") where text.has("thread '", at: first):
            guard let place = index(of: " panicked at ", first, end) else { return nil }
            return located(start, place + 13, end)
        case 0xE2, 0xF4:
            return SwiftFrames.issueLocation(text, first, end).flatMap { located(start, $0, end) }
        default:
            return located(start, first, end) ?? atSign(first, end)
        }
    }

    /// What follows `at `.
    private func call(_ start: Int, _ end: Int) -> SourcePlace? {
        if JavaFrames.runtime.matches(text, at: start) || DotNetFrames.runtime.matches(text, at: start) { return nil }
        let call = JavaFrames.Call(text, start, end)
        if call.open < end, let dot = index(ofAny: Self.packaged, call.open, end) {
            guard !JavaFrames.runtime.matches(text, at: call.begin), let colon = index(of: ":", dot, end) else {
                return nil
            }
            return place(packaged(call) + string(call.open + 1, colon), lineAt: colon + 1, isPartial: true)
        }
        if let line = index(of: ":line ", start, end) {
            guard let path = index(of: " in ", start, line) else { return nil }
            return place(string(path + 4, line), lineAt: line + 6)
        }
        return trailing(start, end)
    }

    /// The folders that the package of a class stands for.
    private func packaged(_ call: JavaFrames.Call) -> String {
        let names = string(call.begin, call.dot).split(separator: ".").dropLast()
        return names.map { $0 + "/" }.joined()
    }

    private mutating func python(_ start: Int, _ end: Int) -> SourcePlace? {
        guard let path = index(of: "\", line ", start, end) else { return nil }
        isInnermostLast = true
        return place(string(start, path), lineAt: path + 8)
    }

    /// `#1 …` of PHP, gdb and sanitizers, and `# ./spec/…` of RSpec.
    private mutating func numbered(_ start: Int, _ index: Int, _ end: Int) -> SourcePlace? {
        let number = text.end(of: .digit, from: index, limit: end)
        guard text.byte(number) == .space else { return nil }
        if number == index { return located(start, index + 1, end) }
        if let open = self.index(of: ".php(", number, end) {
            return place(string(number + 1, open + 4), lineAt: open + 5)
        }
        return trailing(number, end)
    }

    /// `path.ext:12…` from `place` on.
    private mutating func located(_ start: Int, _ place: Int, _ end: Int) -> SourcePlace? {
        guard let location = SourceLocation(text, place, end) else { return nil }
        let path = string(location.path.lowerBound, location.path.upperBound)
        var isBare = false
        switch location.language {
        case .python:
            guard place == start, isPytest(location.end, end) else { return nil }
            isInnermostLast = true
        case .ruby, .elixir, .php: break
        case .go: isBare = !path.contains("/")
        case .script where count > 0: return nil
        case .script: break
        case .rust, .other:
            // Only the place of the failure itself; later ones are output of tools.
            if count > 0 { return nil }
            isBare = !path.contains("/") && !path.contains("\\")
        }
        return self.place(path, lineAt: location.path.upperBound + 1, isPartial: isBare)
    }

    /// What pytest writes behind a line number: nothing, `in` with a function, or the type of the exception.
    private func isPytest(_ start: Int, _ end: Int) -> Bool {
        let place = min(text.blanksEnd(text.byte(start) == .colon ? start + 1 : start), end)
        return text.has("in ", at: place) || !(place..<end).contains { text[$0].isBlank }
    }

    /// `total@http://localhost/cart.js:31:7`.
    private func atSign(_ first: Int, _ end: Int) -> SourcePlace? {
        guard text[end - 1].isDigit, let at = index(of: "@", first, end),
            !(first..<at).contains(where: { text[$0].isBlank })
        else { return nil }
        return trailing(at + 1, end)
    }

    /// The path in front of `:31:7` or `:31` at the end of the line, in parentheses or behind a blank.
    private func trailing(_ start: Int, _ lineEnd: Int) -> SourcePlace? {
        let isEnclosed = text[lineEnd - 1] == UInt8(ascii: ")")
        var pathEnd = isEnclosed ? lineEnd - 1 : lineEnd
        var line: Int?
        for _ in 0..<2 {
            var digits = pathEnd
            while digits > start, text[digits - 1].isDigit { digits -= 1 }
            guard digits < pathEnd, digits > start, text[digits - 1] == .colon else { break }
            (pathEnd, line) = (digits - 1, digits)
        }
        guard let line else { return nil }
        var begin = pathEnd
        while begin > start, text[begin - 1] != UInt8(ascii: "("), isEnclosed || text[begin - 1] != .space {
            begin -= 1
        }
        let path = string(begin, pathEnd)
        let isNative = [".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".m", ".mm", ".swift"].contains(
            where: path.hasSuffix)
        return place(path, lineAt: line, isPartial: isNative && !path.contains("/"))
    }

    private func place(_ path: String, lineAt index: Int, isPartial: Bool = false) -> SourcePlace? {
        let end = text.end(of: .digit, from: index, limit: text.count)
        guard let line = Int(string(index, end)), (1...Int(Int32.max)).contains(line) else { return nil }
        var path = path.replacing("\\", with: "/")
        // What a project carries along of others is not its own.
        guard !path.isEmpty, !path.hasPrefix("vendor/"), !path.withUTF8({ RuntimePath.matches($0, 0, $0.count) }) else {
            return nil
        }
        return SourcePlace(path: path, line: line, isPartial: isPartial)
    }

    private func string(_ start: Int, _ end: Int) -> String { String(decoding: text.part(start, end), as: UTF8.self) }

    private func index(of literal: StaticString, _ start: Int, _ end: Int) -> Int? {
        (start..<max(start, end)).first { text.has(literal, at: $0) && $0 + literal.utf8CodeUnitCount <= end }
    }

    private func index(ofAny literals: [StaticString], _ start: Int, _ end: Int) -> Int? {
        literals.lazy.compactMap { index(of: $0, start, end) }.first
    }
}
