// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Python tracebacks, `  File "shop/cart.py", line 12, in total`, and pytest's `shop/cart.py:12: KeyError`.
enum PythonFrames {
    /// Reads a line that begins with `File "`; `start` is behind the quote.
    static func parse(_ text: Bytes, _ start: Int, _ end: Int, into trace: inout Trace) -> Bool {
        var pathEnd = start
        while pathEnd < end, text[pathEnd] != .quote { pathEnd += 1 }
        guard text.has("\", line ", at: pathEnd) else { return false }
        var name = pathEnd + 8
        while name < end, text[name].isDigit { name += 1 }
        var nameEnd = name
        if text.has(", in ", at: name) {
            name += 5
            nameEnd = name
            while nameEnd < end, !text[nameEnd].isSpace { nameEnd += 1 }
        }
        trace.isInnermostLast = true
        trace.addFrame(text, path: start..<pathEnd, name: name..<nameEnd)
        return true
    }

    /// Reads what follows `shop/cart.py:12: `: `in total`, the type of the exception, or nothing.
    ///
    /// - Parameter definition: Name of the function whose source pytest printed above, or an empty range.
    static func parseShort(
        _ text: Bytes,
        path: Range<Int>,
        rest: Range<Int>,
        definition: Range<Int>,
        into trace: inout Trace
    ) -> Bool {
        var place = rest.lowerBound
        if text.byte(place) == .colon { place += 1 }
        while place < rest.upperBound, text[place].isBlank { place += 1 }
        var name = definition
        if text.has("in ", at: place), place + 3 < rest.upperBound {
            name = place + 3..<rest.upperBound
        } else if place < rest.upperBound {
            var end = place
            while end < rest.upperBound, ByteSet.word.union(ByteSet(".")).contains(text[end]) { end += 1 }
            while end < rest.upperBound, text[end].isSpace { end += 1 }
            guard end == rest.upperBound, text[place].isLetter || text[place] == .underscore else { return false }
            trace.blocks[trace.blocks.count - 1].type = place..<rest.upperBound
        }
        trace.isInnermostLast = true
        trace.addFrame(text, path: path, name: name)
        return true
    }

    /// Name of the function if the line is the source of its first line.
    static func definition(_ text: Bytes, _ start: Int, _ end: Int) -> Range<Int>? {
        let name = text.has("async def ", at: start) ? start + 10 : text.has("def ", at: start) ? start + 4 : end
        var nameEnd = name
        while nameEnd < end, ByteSet.word.contains(text[nameEnd]) { nameEnd += 1 }
        return nameEnd > name && text.byte(nameEnd) == UInt8(ascii: "(") ? name..<nameEnd : nil
    }

    /// Whether the line parts two exceptions of a chain, of which the first is the root cause.
    static func isChain(_ text: Bytes, _ start: Int) -> Bool {
        text.has("During handling of the above exception", at: start)
            || text.has("The above exception was the direct cause", at: start)
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "Python",
            """
            Traceback (most recent call last):
              File "/usr/lib/python3.11/unittest/case.py", line 57, in testPartExecutor
                yield
              File "/srv/tests/test_cart.py", line 12, in test_total
                cart.total()
              File "/srv/shop/cart.py", line 31, in total
                return sum(self.items)
            KeyError: 'price'
            """,
            [
                "app shop/cart.py:total", "test tests/test_cart.py:test_total",
                "runtime unittest/case.py:testPartExecutor",
            ]
        ),
        FrameExample(
            "Python",
            """
            Traceback (most recent call last):
              File "shop/store.py", line 3, in load
            KeyError: 'x'

            During handling of the above exception, another exception occurred:

            Traceback (most recent call last):
              File "shop/cart.py", line 9, in total
            ValueError: no total
            """,
            ["app shop/store.py:load", "app shop/cart.py:total"]
        ),
        FrameExample(
            "pytest",
            """
                def test_total():
            >       assert total() == 3
            E       KeyError: 'x'

            tests/test_cart.py:12:
            _ _ _ _ _ _

            shop/cart.py:31: in total
                return price(self)
            shop/price.py:7: KeyError
            """,
            ["app shop/price.py:?", "app shop/cart.py:total", "test tests/test_cart.py:test_total"]
        ),
    ]
}
