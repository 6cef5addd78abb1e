// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Asks a rule about failures as reports give them; frames are read only for rules that look at one.
package struct RuleMatcher: Sendable {
    package let predicate: RulePredicate
    private let readsFrames: Bool
    private var trace = Trace()

    package init(_ predicate: RulePredicate) {
        self.predicate = predicate
        readsFrames = predicate.root.reads(.frame)
        trace.keepsRuntime = true
    }

    /// Whether the rule speaks of this failure.
    ///
    /// - Complexity: As `RulePredicate.matches`, and O(n) in the bytes of the trace for rules that look at frames.
    package mutating func matches(_ failure: FailureText) -> Bool {
        var subject = RuleSubject(
            suite: failure.suite, className: failure.className, name: failure.name, type: failure.type,
            message: failure.message, frames: [])
        guard readsFrames else { return predicate.matches(subject) }
        FrameParser.parse(failure.text.isEmpty ? failure.message : failure.text, into: &trace)
        return trace.symbols.withUnsafeBufferPointer { symbols in
            subject.frames = trace.frames.map { symbols.part($0.start, $0.end) }
            return predicate.matches(subject)
        }
    }
}
