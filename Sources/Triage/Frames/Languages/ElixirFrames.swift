// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Elixir: `    (shop 0.1.0) lib/shop/cart.ex:31: Shop.Cart.total/1` and `    test/cart_test.exs:12: (test)`.
enum ElixirFrames {
    private static let runtime = PrefixList(["(stdlib", "(elixir", "(ex_unit", "(kernel", "(mix"])

    /// Reads a line that begins with the application in parentheses.
    static func parse(_ text: Bytes, _ start: Int, _ end: Int, into trace: inout Trace) -> Bool {
        var close = start
        while close < end, text[close] != UInt8(ascii: ")") { close += 1 }
        guard text.has(") ", at: close), let colon = sourceEnd(text, close + 2, end) else { return false }
        return add(text, colon, end, isRuntime: runtime.matches(text, at: start), into: &trace)
    }

    /// Reads what follows `test/cart_test.exs:12`.
    static func parse(_ text: Bytes, path: Range<Int>, rest: Range<Int>, into trace: inout Trace) -> Bool {
        guard text.has(": (", at: rest.lowerBound) else {
            return add(text, rest.lowerBound, rest.upperBound, isRuntime: false, into: &trace)
        }
        trace.addFrame(isRuntime: false) { writer in
            let place = writer.count
            writer.putPathTail(text, path.lowerBound, path.upperBound)
            return place
        }
        return true
    }

    /// Index behind `lib/shop/cart.ex:31`.
    private static func sourceEnd(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        var index = start
        while index < end, text[index] != .space {
            if text[index] == .colon, text.byte(index + 1).isDigit {
                return text.end(of: .digit, from: index + 1, limit: end)
            }
            index += 1
        }
        return nil
    }

    /// Writes the function behind `: `, which has its own arity: `Shop.Cart.total/1`.
    private static func add(_ text: Bytes, _ colon: Int, _ end: Int, isRuntime: Bool, into trace: inout Trace) -> Bool {
        guard text.has(": ", at: colon), colon + 2 < end else { return false }
        let begin = colon + 2
        var last = begin
        while last < end, text[last] != .space, text[last] != UInt8(ascii: "(") { last += 1 }
        guard last > begin else { return false }
        trace.addFrame(isRuntime: isRuntime) { writer in
            writer.put(text, begin, last)
            var name = last
            while name > begin, text[name - 1] != .dot { name -= 1 }
            return writer.count - (last - name)
        }
        return true
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "Elixir",
            """
            ** (KeyError) key :price not found
                (shop 0.1.0) lib/shop/cart.ex:31: Shop.Cart.total/1
                test/cart_test.exs:12: (test)
                (ex_unit 1.14.0) lib/ex_unit/runner.ex:512: ExUnit.Runner.exec_test/1
            """,
            ["app Shop.Cart.total/1", "test test/cart_test.exs", "runtime ExUnit.Runner.exec_test/1"]
        )
    ]
}
