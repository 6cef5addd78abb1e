// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The frames that tell one failure from another: root cause first, without runtime, repetition and assertion helpers.
struct FrameSelection: Sendable {
    /// Places in the trace, at most as many as were asked for.
    private(set) var app: [Int] = []
    /// Places in the trace, at most `testLimit`.
    private(set) var test: [Int] = []
    /// Whether the innermost frame lies in test code.
    private(set) var beginsInTest = false
    /// Whether any frame of test code was found, also beyond the limit.
    var hasTest: Bool { !test.isEmpty }

    /// What a signature is made of.
    static let signedLimit = 8
    /// What a signature is compared by.
    static let appLimit = 14
    static let testLimit = 6

    init() {
        app.reserveCapacity(Self.appLimit)
        test.reserveCapacity(Self.testLimit)
    }

    /// Chooses anew from `trace`.
    ///
    /// - Parameters:
    ///   - skipsHelpers: Whether the failure is an assertion, so that leading helper frames say nothing.
    ///   - limit: Most frames of the product.
    mutating func choose(from trace: Trace, owner: FrameOwner, skipsHelpers: Bool, limit: Int) {
        clear()
        trace.symbols.withUnsafeBufferPointer { symbols in
            var isLeading = skipsHelpers
            for block in 0..<trace.blocks.count {
                let range = trace.blocks[trace.isRootFirst ? block : trace.blocks.count - 1 - block]
                for offset in 0..<range.endFrame - range.firstFrame {
                    let place = trace.isInnermostLast ? range.endFrame - 1 - offset : range.firstFrame + offset
                    let frame = trace.frames[place]
                    if frame.kind == .runtime || isKnown(frame.hash, trace) { continue }
                    let symbol = symbols.part(frame.start, frame.end)
                    let nameStart = frame.nameStart - frame.start
                    if isLeading, FrameOwner.isHelper(symbol, nameStart: nameStart) { continue }
                    isLeading = false
                    add(
                        place, isTest: owner.isTest(symbol, nameStart: nameStart, isDotted: frame.isDotted),
                        limit: limit)
                    if app.count == limit, test.count == Self.testLimit { return }
                }
            }
        }
    }

    /// Chooses nothing.
    mutating func clear() {
        app.removeAll(keepingCapacity: true)
        test.removeAll(keepingCapacity: true)
        beginsInTest = false
    }

    private mutating func add(_ place: Int, isTest: Bool, limit: Int) {
        if isTest {
            if app.isEmpty, test.isEmpty { beginsInTest = true }
            if test.count < Self.testLimit { test.append(place) }
        } else if app.count < limit {
            app.append(place)
        }
    }

    private func isKnown(_ hash: UInt64, _ trace: Trace) -> Bool {
        for place in app where trace.frames[place].hash == hash { return true }
        for place in test where trace.frames[place].hash == hash { return true }
        return false
    }
}
