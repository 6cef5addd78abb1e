// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Rust: `   3: shop::cart::Cart::total` with `at ./src/cart.rs:31:5` below, and `panicked at src/cart.rs:31:5:`.
enum RustFrames {
    private static let runtime = PrefixList([
        "std::", "core::", "alloc::", "test::", "__rust", "rust_begin_unwind", "<std::", "<core::", "<alloc::",
        "_start", "__libc", "main",
        "__pthread", "start_thread", "clone",
    ])

    private static let symbolStart = ByteSet("<_")
    private static let symbolBytes = ByteSet.word.union(ByteSet(":<>{}$#&*.,() '[]"))

    /// Reads what follows `3: `; false if it does not look like a path of names.
    static func parse(_ text: Bytes, _ start: Int, _ end: Int, into trace: inout Trace) -> Bool {
        var begin = start
        if text.has("0x", at: begin) {
            // Older releases print the address first.
            begin = text.end(of: .alphanumeric, from: begin, limit: end)
            guard text.has(" - ", at: begin) else { return false }
            begin += 3
        }
        guard begin < end, text[begin].isLetter || symbolStart.contains(text[begin]) else { return false }
        let last = symbolEnd(text, begin, end)
        var isPath = false
        for index in begin..<last {
            guard symbolBytes.contains(text[index]) else { return false }
            if text[index] == .colon, index + 1 < last, text[index + 1] == .colon { isPath = true }
        }
        guard isPath || runtime.matches(text, at: begin) else { return false }
        trace.addFrame(isRuntime: runtime.matches(text, at: begin)) { writer in
            writer.put(text, begin, last)
            var name = last
            while name > begin, text[name - 1] != .colon { name -= 1 }
            return writer.count - (last - name)
        }
        return true
    }

    /// Cuts the hash that the compiler puts behind a name: `::h0123456789abcdef`.
    private static func symbolEnd(_ text: Bytes, _ start: Int, _ end: Int) -> Int {
        let hash = end - 19
        guard hash > start, text.has("::h", at: hash), text.end(of: .hex, from: hash + 3, limit: end) == end else {
            return end
        }
        return hash
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "Rust",
            """
            thread 'cart::tests::total' panicked at src/cart.rs:31:5:
            index out of bounds: the len is 3 but the index is 5
            stack backtrace:
               0: rust_begin_unwind
                         at /rustc/abc/library/std/src/panicking.rs:584:5
               1: core::panicking::panic_fmt
               2: shop::cart::Cart::total::h0123456789abcdef
                         at ./src/cart.rs:31:5
               3: shop::cart::tests::total
                         at ./src/cart.rs:52:9
               4: core::ops::function::FnOnce::call_once
            """,
            [
                "runtime rust_begin_unwind", "runtime core::panicking::panic_fmt", "app shop::cart::Cart::total",
                "test shop::cart::tests::total", "runtime core::ops::function::FnOnce::call_once",
            ]
        )
    ]
}
