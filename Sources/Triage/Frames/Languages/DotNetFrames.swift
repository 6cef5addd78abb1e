// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// .NET: `   at Shop.Cart.Total(Int32 count) in C:\src\Cart.cs:line 12`.
enum DotNetFrames {
    static let runtime = PrefixList([
        "System.", "NUnit.", "Xunit.", "Microsoft.", "FluentAssertions.", "Moq.", "Castle.", "Shouldly.",
        "NSubstitute.",
    ])

    /// Whether what stands behind the opening parenthesis is a list of parameters, and no file as Java prints it.
    static func isParameters(_ text: Bytes, open: Int, end: Int) -> Bool {
        var close = open + 1
        while close < end, text[close] != UInt8(ascii: ")") { close += 1 }
        if text.has(" in ", at: close + 1) && text.has(":line ", at: lastColon(text, close, end)) { return true }
        let inside = text.part(open + 1, close)
        return inside.isEmpty
            || inside.contains(.space) && !inside.has("Native", at: 0) && !inside.has("Unknown", at: 0)
    }

    static func parse(_ text: Bytes, _ start: Int, open: Int, into trace: inout Trace) -> Bool {
        var nameStart = start
        for index in start..<open {
            if text[index].isSpace { return false }
            if text[index] == .dot { nameStart = index + 1 }
        }
        guard nameStart > start else { return false }
        trace.addFrame(isRuntime: runtime.matches(text, at: start), isDotted: true) { writer in
            putSymbol(text, start, nameStart, into: &writer)
            let place = writer.count
            putSymbol(text, nameStart, open, into: &writer)
            return place
        }
        return true
    }

    /// Leaves out numbers of generics, type arguments and the numbers of generated classes.
    private static func putSymbol(_ text: Bytes, _ start: Int, _ end: Int, into writer: inout ByteWriter) {
        var depth = 0
        var index = start
        while index < end {
            let byte = text[index]
            if byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "`") {
                while index + 1 < end, text[index + 1].isDigit { index += 1 }
            } else if depth == 0 {
                if byte.isDigit, text.byte(index - 1) == .underscore {
                    writer.put(UInt8(ascii: "#"))
                    while index + 1 < end, text[index + 1].isDigit || text[index + 1] == .underscore { index += 1 }
                } else {
                    writer.put(byte)
                }
            }
            if byte == UInt8(ascii: "]") { depth = max(0, depth - 1) }
            index += 1
        }
    }

    private static func lastColon(_ text: Bytes, _ start: Int, _ end: Int) -> Int {
        var index = end - 1
        while index > start, text[index] != .colon { index -= 1 }
        return index
    }

    static let examples: [FrameExample] = [
        FrameExample(
            ".NET",
            """
            System.InvalidOperationException : Sequence contains no elements
               at System.Linq.ThrowHelper.ThrowNoElementsException()
               at Shop.Cart`1.Total[T](IEnumerable`1 items) in C:\\src\\Cart.cs:line 12
               at Shop.Cart.<>c__DisplayClass4_0.<Load>b__1(Int32 x)
               at Shop.Tests.CartTests.Total_is_zero() in /_/Tests/CartTests.cs:line 30
            """,
            [
                "runtime System.Linq.ThrowHelper.ThrowNoElementsException", "app Shop.Cart.Total",
                "app Shop.Cart.<>c__DisplayClass4_#.<Load>b__#", "test Shop.Tests.CartTests.Total_is_zero",
            ]
        )
    ]
}
