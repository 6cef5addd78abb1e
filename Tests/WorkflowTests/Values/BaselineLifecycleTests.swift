// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

struct BaselineLifecycleTests {
    /// All transitions that there are; every other one is refused.
    static let transitions: [(BaselineState, BaselineVerb, BaselineState)] = [
        (.captured, .propose, .proposed), (.captured, .retire, .retired), (.proposed, .approve, .approved),
        (.proposed, .reject, .rejected), (.rejected, .retire, .retired), (.approved, .freeze, .frozen),
        (.approved, .supersede, .superseded), (.frozen, .suspect, .suspect), (.frozen, .supersede, .superseded),
        (.suspect, .clear, .frozen), (.suspect, .supersede, .superseded), (.superseded, .retire, .retired),
        (.approved, .attest, .approved), (.frozen, .attest, .frozen), (.suspect, .attest, .suspect),
    ]

    @Test(arguments: BaselineState.allCases, BaselineVerb.allCases)
    func `only these transitions exist`(state: BaselineState, verb: BaselineVerb) {
        let expected = Self.transitions.first { $0.0 == state && $0.1 == verb }?.2

        #expect(state.after(verb) == expected)
    }

    @Test(arguments: [
        ("requirements", Baseline.Kind.functional), ("design", .allocated), ("beta", .developmental),
        ("own", .developmental),
        ("release", .product),
    ])
    func `a phase names the kind of its baselines`(phase: String, kind: Baseline.Kind) {
        #expect(Baseline.Kind(phase: phase) == kind)
    }

    @Test(arguments: [
        ("ann", "ann", true), ("ann", " Ann ", true), ("ann", "a\u{200B}nn", true), ("ann", "\u{FF21}nn", true),
        ("ann lee", "annlee", true), ("ann", "anna", false), ("ann", "ben", false), ("ann", "", false),
    ])
    func `names that look alike mean one person`(left: String, right: String, isSame: Bool) {
        #expect(PersonName.isSame(left, right) == isSame)
    }
}
