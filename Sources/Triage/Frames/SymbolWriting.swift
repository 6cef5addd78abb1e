// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension ByteWriter {
    /// Writes the last two parts of a path, with slashes one way and numbers and hashes masked.
    mutating func putPathTail(_ text: Bytes, _ start: Int, _ end: Int) {
        var begin = end
        var slashes = 0
        while begin > start {
            if text[begin - 1] == .slash || text[begin - 1] == .backslash {
                slashes += 1
                if slashes == 2 { break }
            }
            begin -= 1
        }
        var place = begin
        while place < end {
            let run = maskedRun(text, place, end)
            if run > place {
                put(UInt8(ascii: "#"))
                place = run
            } else {
                put(text[place] == .backslash ? .slash : text[place])
                place += 1
            }
        }
    }

    /// Writes a name whose number at the end, of `digits` or more digits, is masked.
    mutating func putName(_ text: Bytes, _ start: Int, _ end: Int, masking digits: Int = 3) {
        var tail = end
        while tail > start, text[tail - 1].isDigit { tail -= 1 }
        guard end - tail >= digits else { return put(text, start, end) }
        put(text, start, tail)
        put(UInt8(ascii: "#"))
    }

    /// End of eight or more hexadecimal digits, or of three or more digits, that begin at `index`.
    private func maskedRun(_ text: Bytes, _ index: Int, _ end: Int) -> Int {
        guard text[index].isHex else { return index }
        var hex = index
        while hex < end, text[hex].isDigit || text[hex].isHex && !text[hex].isUpper { hex += 1 }
        if hex - index >= 8 { return hex }
        var digits = index
        while digits < end, text[digits].isDigit { digits += 1 }
        return digits - index >= 3 ? digits : index
    }
}

/// Paths that no project owns: where languages and runners are installed.
enum RuntimePath {
    private static let parts: [StaticString] = [
        "site-packages", "dist-packages", "/lib/python", "_pytest/", "/unittest/", "node_modules/", "node:internal",
        "/rustc/",
        "/go/src/testing", "/go/src/runtime", "/go/src/reflect", "/vendor/phpunit/", "/gems/", "/.cargo/registry/",
        "<frozen ",
        "/usr/include/c++", "/gtest/", "/catch2/", "vendor/bin/phpunit", "/go/pkg/mod/",
    ]
    private static let list = PrefixList(parts)
    private static let firsts: [Bool] = (0...255).map { byte in parts.contains { Int($0.utf8Start[0]) == byte } }

    /// Whether the path in `start..<end` is one of them.
    static func matches(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        if text.has("node:", at: start) { return true }
        for index in start..<end where firsts[Int(text[index])] {
            if list.matches(text, at: index) { return true }
        }
        return false
    }
}

extension Trace {
    /// Adds a frame that a line names by path and function; `?` stands for a missing name.
    mutating func addFrame(_ text: Bytes, path: Range<Int>, name: Range<Int>) {
        addFrame(isRuntime: RuntimePath.matches(text, path.lowerBound, path.upperBound)) { writer in
            writer.putPathTail(text, path.lowerBound, path.upperBound)
            writer.put(.colon)
            let place = writer.count
            if name.isEmpty {
                writer.put(UInt8(ascii: "?"))
            } else {
                writer.putName(text, name.lowerBound, name.upperBound)
            }
            return place
        }
    }
}
