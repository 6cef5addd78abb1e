// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One frame for people: whose code it is in, and where.
package struct ListedFrame: Sendable, Hashable, CustomStringConvertible {
    package let kind: Frame.Kind
    /// Module, class or file with the function, without a line number.
    package let symbol: String

    package var description: String { "\(kind.rawValue) \(symbol)" }
}

/// All frames of a text in the order of evidence: root cause first, innermost first; for `explain`, not for the hot path.
package func listFrames(of text: Bytes, className: Bytes, testName: Bytes) -> [ListedFrame] {
    var trace = Trace()
    trace.keepsRuntime = true
    FrameParser.parse(text, into: &trace)
    let owner = FrameOwner(className: className, testName: testName)
    let blocks = trace.isRootFirst ? trace.blocks : trace.blocks.reversed()
    return blocks.flatMap { block in
        let frames = trace.frames[block.firstFrame..<block.endFrame]
        return trace.isInnermostLast ? frames.reversed() : Array(frames)
    }
    .map { frame in
        trace.symbols.withUnsafeBufferPointer { symbols in
            let symbol = symbols.part(frame.start, frame.end)
            let isTest = owner.isTest(symbol, nameStart: frame.nameStart - frame.start, isDotted: frame.isDotted)
            let kind = frame.kind == .runtime ? frame.kind : isTest ? .test : .app
            return ListedFrame(kind: kind, symbol: String(decoding: symbol, as: UTF8.self))
        }
    }
}
