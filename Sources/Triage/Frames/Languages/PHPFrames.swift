// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// PHP: `#0 /app/src/Cart.php(31): Shop\Cart->total()` and PHPUnit's `/app/tests/CartTest.php:12`.
enum PHPFrames {
    private static let runtime = PrefixList(["PHPUnit\\", "{main}", "ReflectionMethod", "Mockery\\"])

    /// Reads what follows `#0 `; false if no file with a line in parentheses stands there.
    static func parse(_ text: Bytes, _ start: Int, _ end: Int, into trace: inout Trace) -> Bool {
        if text.has("{main}", at: start) { return true }
        var place = start
        var pathEnd = start
        if text.has("[internal function]", at: start) {
            place = start + 19
        } else {
            while pathEnd < end, text[pathEnd] != UInt8(ascii: "(") || !text.byte(pathEnd + 1).isDigit { pathEnd += 1 }
            guard pathEnd < end, pathEnd > start + 4, text.has(".php", at: pathEnd - 4) else { return false }
            place = text.end(of: .digit, from: pathEnd + 1, limit: end) + 1
        }
        guard text.has(": ", at: place) else { return false }
        let name = place + 2
        var nameEnd = name
        while nameEnd < end, text[nameEnd] != UInt8(ascii: "(") { nameEnd += 1 }
        let isRuntime = runtime.matches(text, at: name) || RuntimePath.matches(text, start, pathEnd)
        trace.addFrame(isRuntime: isRuntime) { writer in
            putSymbol(text, name, nameEnd, into: &writer)
        }
        return true
    }

    /// Writes `Shop.Cart.total` for `Shop\Cart->total` and `Shop\Cart::total`.
    private static func putSymbol(_ text: Bytes, _ start: Int, _ end: Int, into writer: inout ByteWriter) -> Int {
        var nameStart = writer.count
        var index = start
        while index < end {
            if text[index] == .backslash {
                writer.put(.dot)
            } else if text.has("->", at: index) || text.has("::", at: index) {
                writer.put(.dot)
                nameStart = writer.count
                index += 1
            } else {
                writer.put(text[index])
            }
            index += 1
        }
        return nameStart
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "PHP",
            """
            TypeError: Unsupported operand types
            #0 /app/src/Price.php(7): Shop\\Cart->total()
            #1 /app/tests/CartTest.php(12): Shop\\Price::of(Object(Shop\\Cart))
            #2 [internal function]: CartTest->testTotal()
            #3 /app/vendor/phpunit/phpunit/src/Framework/TestCase.php(1608): PHPUnit\\Framework\\TestCase->runTest()
            #4 {main}
            """,
            [
                "app Shop.Cart.total", "app Shop.Price.of", "test CartTest.testTotal",
                "runtime PHPUnit.Framework.TestCase.runTest",
            ]
        ),
        FrameExample(
            "PHPUnit",
            "Failed asserting that 3 is 4.\n\n/app/src/Cart.php:31\n/app/tests/CartTest.php:12\n",
            ["app src/Cart.php", "test tests/CartTest.php"]
        ),
    ]
}
