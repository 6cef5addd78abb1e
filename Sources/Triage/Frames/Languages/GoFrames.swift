// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Go: a function on one line and `	/src/shop/cart.go:31 +0x1d` on the next; logs of tests as `    cart_test.go:12: text`.
enum GoFrames {
    private static let runtime = PrefixList([
        "testing.", "runtime.", "runtime/", "reflect.", "panic(", "main.main", "created by testing",
    ])

    /// Reads `file.go:12` with what follows it; `function` is the line before.
    static func parse(
        _ text: Bytes,
        path: Range<Int>,
        rest: Range<Int>,
        function: Range<Int>,
        into trace: inout Trace
    ) -> Bool {
        if text.byte(rest.lowerBound) == .colon {
            var message = rest.lowerBound + 1
            // A compiler or vet adds the column.
            let column = text.end(of: .digit, from: message, limit: rest.upperBound)
            if column > message, text.byte(column) == .colon { message = column + 1 }
            while message < rest.upperBound, text[message].isBlank { message += 1 }
            trace.addLog(message..<rest.upperBound)
            addFile(text, path, into: &trace)
            return true
        }
        guard rest.isEmpty || text.has(" +0x", at: rest.lowerBound) else { return false }
        guard let name = functionName(text, function) else {
            addFile(text, path, into: &trace)
            return true
        }
        trace.addFrame(isRuntime: runtime.matches(text, at: name.lowerBound)) { writer in
            putFunction(text, name, into: &writer)
        }
        return true
    }

    /// The line without its arguments; nil if it is no function.
    private static func functionName(_ text: Bytes, _ line: Range<Int>) -> Range<Int>? {
        guard !line.isEmpty, !text[line.lowerBound].isBlank else { return nil }
        let start = text.has("created by ", at: line.lowerBound) ? line.lowerBound + 11 : line.lowerBound
        var end = start
        while end < line.upperBound, text[end] != .space {
            // A receiver stands in parentheses behind a dot; arguments do not.
            if text[end] == UInt8(ascii: "("), text.byte(end - 1) != .dot { break }
            end += 1
        }
        return end > start && (start > line.lowerBound || end < line.upperBound) ? start..<end : nil
    }

    /// Writes `shop.(*Cart).Total` without the path of the module and the numbers of closures.
    private static func putFunction(_ text: Bytes, _ name: Range<Int>, into writer: inout ByteWriter) -> Int {
        var end = name.upperBound
        var place = name.lowerBound
        while place < name.upperBound {
            if text.has(".func", at: place), text.byte(place + 5).isDigit {
                end = place + 5
                break
            }
            place += 1
        }
        writer.put(text, name.lowerBound, end)
        // The name that counts is the function around a closure.
        var dot = end < name.upperBound ? end - 5 : end
        while dot > name.lowerBound, text[dot - 1] != .dot, text[dot - 1] != .slash { dot -= 1 }
        return writer.count - (end - dot)
    }

    private static func addFile(_ text: Bytes, _ path: Range<Int>, into trace: inout Trace) {
        var start = path.upperBound
        while start > path.lowerBound, text[start - 1] != .slash { start -= 1 }
        trace.addFrame(isRuntime: RuntimePath.matches(text, path.lowerBound, path.upperBound)) { writer in
            let place = writer.count
            writer.put(text, start, path.upperBound)
            return place
        }
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "Go",
            """
            --- FAIL: TestTotal (0.00s)
                cart_test.go:12: Total() = 3; want 4
                    more of it
            """,
            ["test cart_test.go"]
        ),
        FrameExample(
            "Go",
            """
            panic: runtime error: index out of range [5] with length 3

            goroutine 7 [running]:
            testing.tRunner.func1.2({0x5123, 0xc00})
            \t/usr/local/go/src/testing/testing.go:1526 +0x24e
            example.org/shop.(*Cart).Total(0xc000012345)
            \t/src/shop/cart.go:31 +0x1d
            example.org/shop.TestTotal.func1(...)
            \t/src/shop/cart_test.go:12
            created by testing.(*T).Run in goroutine 1
            \t/usr/local/go/src/testing/testing.go:1629 +0x3ea
            """,
            [
                "runtime testing.tRunner.func", "app example.org/shop.(*Cart).Total",
                "test example.org/shop.TestTotal.func",
                "runtime testing.(*T).Run",
            ]
        ),
    ]
}
