// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One place in a trace, without its line number.
package struct Frame: Sendable {
    /// Whose code the place is in.
    package enum Kind: String, Sendable {
        /// The product under test.
        case app
        /// The test itself and its helpers.
        case test
        /// Language, library and runner: the same in every trace.
        case runtime
    }

    /// Place of the symbol in the bytes of its trace.
    let start: Int
    let end: Int
    /// Where the name of the function begins within the symbol.
    let nameStart: Int
    /// Hash of the symbol, to compare and to sign without reading it again.
    let hash: UInt64
    var kind: Kind
    /// Package, class and method joined by dots: no path to look at.
    let isDotted: Bool
}

/// One exception of a chain: where its type and message stand in the text, and which frames are its own.
struct ExceptionBlock: Sendable {
    var type: Range<Int>
    var message: Range<Int>
    let firstFrame: Int
    var endFrame: Int
    /// Whether a frame was read, also one that is not kept.
    var hasFrames = false
}

/// A text with the frames that a parser must find in it, each as `kind symbol`, root cause first.
package struct FrameExample: Sendable {
    /// The language or the runner whose form the text has.
    package let language: String
    package let text: String
    /// `kind symbol` of each frame, root cause first, innermost first.
    package let frames: [String]

    init(_ language: String, _ text: String, _ frames: [String]) {
        self.language = language
        self.text = text
        self.frames = frames
    }

    /// The examples of every language.
    package static let all: [FrameExample] =
        JavaFrames.examples + DotNetFrames.examples + ScriptFrames.examples + PythonFrames.examples + GoFrames.examples
        + RubyFrames.examples + PHPFrames.examples + RustFrames.examples + SwiftFrames.examples + NativeFrames.examples
        + ElixirFrames.examples
}
