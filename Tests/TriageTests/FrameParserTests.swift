// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct FrameParserTests {
    @Test(arguments: FrameExample.all.map { ($0.language, $0.text, $0.frames) })
    func `each language reads its own examples`(language: String, text: String, frames: [String]) {
        #expect(Self.frames(of: text) == frames, "\(language)")
    }

    @Test func `every language has an example`() {
        let languages = Set(FrameExample.all.map(\.language))

        #expect(languages.isSuperset(of: ["Java", "Kotlin", "Python", "pytest", "Go", "JavaScript", ".NET", "Ruby"]))
        #expect(
            languages.isSuperset(of: [
                "PHP", "PHPUnit", "Rust", "XCTest", "Swift Testing", "Swift", "C++", "GoogleTest", "Elixir",
            ])
        )
    }

    @Test(arguments: FrameExample.all.map { ($0.language, $0.text, $0.frames) })
    func `line ends of Windows change nothing`(language: String, text: String, frames: [String]) {
        #expect(
            Self.frames(of: text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))
                == frames
        )
    }

    @Test func `the class and the name of the failing test make a frame one of a test`() {
        let text = "x: y\n\tat org.shop.Cart.total(Cart.java:3)\n\tat org.shop.Checks.runs(Checks.java:9)"

        #expect(Self.frames(of: text) == ["app org.shop.Cart.total", "app org.shop.Checks.runs"])
        #expect(
            Self.frames(of: text, className: "org.shop.Checks") == [
                "app org.shop.Cart.total", "test org.shop.Checks.runs",
            ]
        )
        #expect(Self.frames(of: text, testName: "runs") == ["app org.shop.Cart.total", "test org.shop.Checks.runs"])
    }

    @Test func `sentences are no frames`() {
        let text = """
            at first it worked (then it did not)
            Caused by: nobody knows
            2026-11-25 10:00:00 INFO 12: done
            3 apples + 4 pears
            File "x" is missing
            def: a definition
            note: see README.md:12
            """

        #expect(Self.frames(of: text) == [])
    }

    @Test func `any cut of a trace is read without a fault`() {
        let whole = Array(FrameExample.all.map(\.text).joined(separator: "\n").utf8)
        var builder = SignatureBuilder()

        for end in stride(from: 0, through: whole.count, by: 7) {
            let part = Array(whole[(end / 3)..<end])
            part.withUnsafeBufferPointer { text in
                let empty = Bytes(start: nil, count: 0)
                _ = builder.sign(
                    FailureText(suite: empty, className: empty, name: empty, type: empty, message: empty, text: text)
                )
            }
        }
    }

    private static func frames(of text: String, className: String = "", testName: String = "") -> [String] {
        Array(text.utf8).withUnsafeBufferPointer { text in
            Array(className.utf8).withUnsafeBufferPointer { className in
                Array(testName.utf8).withUnsafeBufferPointer { testName in
                    listFrames(of: text, className: className, testName: testName).map(\.description)
                }
            }
        }
    }
}
