// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Swift: XCTest's `/src/CartTests.swift:12: error: …`, Swift Testing's `at CartTests.swift:12:5`, and crash backtraces.
enum SwiftFrames {
    private static let runtimeLibraries: [StaticString] = [
        "libswift", "libXCTest", "XCTest", "libdispatch", "libc.so", "libsystem", "swift-testing", "libTesting",
        "Foundation", "CoreFoundation", "dyld",
    ]

    /// Reads what follows the number of a frame of a crash: `[ra] 0x… Cart.total() + 123 in shop at /src/Cart.swift:31:5`.
    ///
    /// The crash reports of Apple name the image first: `AcmeShop  0x… Cart.total() + 123`.
    static func parse(_ text: Bytes, _ start: Int, _ end: Int, into trace: inout Trace) -> Bool {
        let image = imageName(text, start, end)
        var begin = image.upperBound
        var hasAddress = false
        while begin < end {
            if text[begin] == .space {
                begin += 1
            } else if text[begin] == UInt8(ascii: "[") {
                while begin < end, text[begin] != UInt8(ascii: "]") { begin += 1 }
                begin += 1
            } else if text.has("0x", at: begin) {
                begin = text.end(of: .alphanumeric, from: begin, limit: end)
                hasAddress = true
            } else {
                break
            }
        }
        guard hasAddress, let plus = offset(text, begin, end), plus > begin else { return false }
        var last = plus
        // Arguments and types behind the name say nothing about the place.
        var index = begin
        while index < plus, text[index] != UInt8(ascii: "(") { index += 1 }
        if index > begin { last = index }
        let isLibrary = runtimeLibraries.contains { !image.isEmpty && text.has($0, at: image.lowerBound) }
        trace.addFrame(isRuntime: isLibrary || isRuntime(text, plus, end)) { writer in
            writer.put(text, begin, last)
            var name = last
            while name > begin, text[name - 1] != .dot { name -= 1 }
            return writer.count - (last - name)
        }
        return true
    }

    /// The image that an address follows; empty, at `start`, if there is none.
    private static func imageName(_ text: Bytes, _ start: Int, _ end: Int) -> Range<Int> {
        let begin = min(text.blanksEnd(start), end)
        guard begin < end, text[begin] != UInt8(ascii: "["), !text.has("0x", at: begin) else { return start..<start }
        var last = begin
        while last < end, !text[last].isBlank { last += 1 }
        return text.has("0x", at: text.blanksEnd(last)) ? begin..<last : start..<start
    }

    /// Whether the line is one of Swift Testing: `… recorded an issue at CartTests.swift:12:5: …`.
    static func issueLocation(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        var index = start
        while index + 20 < end {
            if text[index] == UInt8(ascii: "i"), text.has("issue at ", at: index) { return index + 9 }
            if text[index] == UInt8(ascii: "a"), text.has("arguments at ", at: index) { return index + 13 }
            index += 1
        }
        return nil
    }

    private static func offset(_ text: Bytes, _ start: Int, _ end: Int) -> Int? {
        var index = start
        while index + 4 < end {
            if text.has(" + ", at: index), text[index + 3].isDigit { return index }
            index += 1
        }
        return nil
    }

    private static func isRuntime(_ text: Bytes, _ start: Int, _ end: Int) -> Bool {
        for index in start..<end where text.has(" in ", at: index) {
            return runtimeLibraries.contains { text.has($0, at: index + 4) }
        }
        return false
    }

    static let examples: [FrameExample] = [
        FrameExample(
            "XCTest",
            "/src/Tests/ShopTests/CartTests.swift:12: error: -[CartTests testTotal] : XCTAssertEqual failed: (3) is not (4)",
            ["test ShopTests/CartTests.swift"]
        ),
        FrameExample(
            "Swift Testing",
            "✘ Test total() recorded an issue at CartTests.swift:12:5: Expectation failed: (total → 3) == 4",
            ["test CartTests.swift"]
        ),
        FrameExample(
            "Swift",
            """
            Fatal error: Index out of range
            Thread 0 crashed:
            0 [ra] [inlined] [system] 0x0000f Swift runtime failure: Index out of range + 0 in libswiftCore.so at /ContiguousArray.swift:1
            1 [ra] 0x0000aaaa Shop.Cart.total(of: Int) + 123 in shop at /src/Sources/Shop/Cart.swift:31:5
            2 [ra] 0x0000bbbb ShopTests.CartTests.testTotal() + 45 in shopPackageTests at /src/Tests/CartTests.swift:12:3
            """,
            [
                "runtime Swift runtime failure: Index out of range", "app Shop.Cart.total",
                "test ShopTests.CartTests.testTotal",
            ]
        ),
        FrameExample(
            "Apple crash report",
            """
            0   Shop                 0x000000010002d0c4 $s4Shop4CartC5totalSiyF + 399
            1   libswiftCore.dylib   0x00000001a41be4a8 _assertionFailure(_:_:file:line:flags:) + 312
            2   ShopTests            0x0000000100ba0c9c CartTests.testTotal() + 64
            """,
            [
                "app $s4Shop4CartC5totalSiyF", "runtime _assertionFailure", "test CartTests.testTotal",
            ]
        ),
    ]
}
