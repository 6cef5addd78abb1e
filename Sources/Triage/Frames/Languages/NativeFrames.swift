// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// C and C++: gdb's `#1  0x… in shop::Cart::total (this=0x…) at src/cart.cc:31`, sanitizers, and `cart_test.cc:12: Failure`.
enum NativeFrames {
    private static let runtime = PrefixList([
        "__", "_start", "raise", "abort", "std::", "testing::", "RUN_ALL_TESTS", "main", "operator new", "malloc",
        "free", "memcpy",
        "Catch::", "boost::", "start_thread", "clone", "asan_", "gsignal",
    ])

    /// Reads what follows `#1 `; false if no function stands there.
    static func parse(_ text: Bytes, _ start: Int, _ end: Int, into trace: inout Trace) -> Bool {
        var begin = start
        while begin < end, text[begin] == .space { begin += 1 }
        if text.has("0x", at: begin) {
            begin = text.end(of: .alphanumeric, from: begin, limit: end)
            guard text.has(" in ", at: begin) else { return false }
            begin += 4
        }
        let last = symbolEnd(text, begin, end)
        guard last > begin, text[begin].isLetter || ByteSet("_~<(").contains(text[begin]) else { return false }
        guard last < end || begin > start + 2 else { return false }
        trace.addFrame(isRuntime: runtime.matches(text, at: begin)) { writer in
            writer.put(text, begin, last)
            var name = last
            while name > begin, text[name - 1] != .colon { name -= 1 }
            return writer.count - (last - name)
        }
        return true
    }

    /// End of the qualified name: before its arguments or a blank that is not inside of template arguments.
    private static func symbolEnd(_ text: Bytes, _ start: Int, _ end: Int) -> Int {
        var depth = 0
        var index = start
        if text.has("(anonymous namespace)", at: index) { index += 21 }
        while index < end {
            switch text[index] {
            case UInt8(ascii: "<"): depth += 1
            case UInt8(ascii: ">"): depth = max(0, depth - 1)
            case UInt8(ascii: "("):
                if !text.has("(anonymous namespace)", at: index) { return index }
                index += 20
            case .space where depth == 0: return index
            default: break
            }
            index += 1
        }
        return end
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "C++",
            """
            Program received signal SIGABRT
            #0  __GI_raise (sig=6) at raise.c:51
            #1  0x0000555555555189 in shop::Cart::total (this=0x7ffe) at src/cart.cc:31
            #2  0x00005555555551b0 in shop::(anonymous namespace)::CartTest::TestBody () at test/cart_test.cc:12
            """,
            [
                "runtime __GI_raise", "app shop::Cart::total", "test shop::(anonymous namespace)::CartTest::TestBody",
            ]
        ),
        FrameExample(
            "C++",
            """
            ==12==ERROR: AddressSanitizer: heap-use-after-free on address 0x602
                #0 0x4f3a1b in shop::free_cart(Cart*) /src/shop/cart.c:31:3
                #1 0x4f3b2c in main /src/shop/main.c:9:1
            """,
            ["app shop::free_cart", "runtime main"]
        ),
        FrameExample(
            "GoogleTest",
            "/src/test/cart_test.cc:12: Failure\nExpected equality of these values:\n  total\n    Which is: 3\n  4",
            ["test test/cart_test.cc"]
        ),
    ]
}
