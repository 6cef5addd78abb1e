// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// JavaScript and TypeScript: `    at Cart.total (src/cart.ts:31:7)` and `total@http://host/cart.js:31:7`.
enum ScriptFrames {
    /// Reads what follows `at `; false if no file with a line and a column stands there.
    static func parse(_ text: Bytes, _ start: Int, _ end: Int, into trace: inout Trace) -> Bool {
        var last = end
        if text[last - 1] == UInt8(ascii: ")") { last -= 1 }
        guard let pathEnd = locationStart(text, start, last) else { return false }
        var pathStart = pathEnd
        while pathStart > start, text[pathStart - 1] != UInt8(ascii: "("), text[pathStart - 1] != .space || last == end
        {
            pathStart -= 1
        }
        var nameEnd = pathStart
        while nameEnd > start, text[nameEnd - 1] == UInt8(ascii: "(") || text[nameEnd - 1] == .space { nameEnd -= 1 }
        guard isPath(text, pathStart, pathEnd) else { return false }
        trace.addFrame(text, path: pathStart..<pathEnd, name: nameStart(text, start, nameEnd)..<nameEnd)
        return true
    }

    /// `total@http://host/cart.js:31:7`, as Firefox and Safari print it.
    static func parseAtSign(_ text: Bytes, _ start: Int, _ at: Int, _ end: Int, into trace: inout Trace) -> Bool {
        guard let pathEnd = locationStart(text, at + 1, end), isPath(text, at + 1, pathEnd) else { return false }
        trace.addFrame(text, path: at + 1..<pathEnd, name: start..<at)
        return true
    }

    /// Index of `:31:7` or `:31` at the end of the line.
    private static func locationStart(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        var place = end
        var found: Int?
        for _ in 0..<2 {
            var digits = place
            while digits > start, text[digits - 1].isDigit { digits -= 1 }
            guard digits < place, digits > start, text[digits - 1] == .colon else { break }
            place = digits - 1
            found = place
        }
        return found
    }

    private static func isPath(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        guard end > start else { return false }
        if text.has("node:", at: start) || text.has("file:", at: start) || text.has("http", at: start) { return true }
        for index in start..<end where text[index] == .slash || text[index] == .backslash { return true }
        return [".js", ".ts", ".mjs", ".cjs", ".tsx", ".jsx", ".vue"].contains {
            text.has($0, at: end - $0.utf8CodeUnitCount)
        }
    }

    private static func nameStart(_ text: Bytes, _ start: Int, _ end: Int) -> Int {
        for word: StaticString in ["async ", "new "]
        where text.has(word, at: start) && start + word.utf8CodeUnitCount < end {
            return start + word.utf8CodeUnitCount
        }
        return start
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "JavaScript",
            """
            TypeError: Cannot read properties of undefined (reading 'sum')
                at Cart.total (/home/ci/shop/src/cart.js:31:7)
                at async Promise.all (index 0)
                at async load (webpack://shop/src/load.ts:4:1)
                at new Price (src/price.ts:9:3)
                at /home/ci/shop/src/index.js:3:9
                at Object.<anonymous> (/home/ci/shop/test/cart.test.js:8:20)
                at Promise.then.completed (/x/node_modules/jest-circus/build/utils.js:391:28)
                at node:internal/process/task_queues:95:5
            """,
            [
                "app src/cart.js:Cart.total", "app src/load.ts:load", "app src/price.ts:Price", "app src/index.js:?",
                "test test/cart.test.js:Object.<anonymous>", "runtime build/utils.js:Promise.then.completed",
                "runtime process/task_queues:?",
            ]
        ),
        FrameExample(
            "JavaScript",
            "total@http://localhost:9876/src/cart.js:31:7\n@http://localhost:9876/src/boot.js:1:1",
            ["app src/cart.js:total", "app src/boot.js:?"]
        ),
    ]
}
