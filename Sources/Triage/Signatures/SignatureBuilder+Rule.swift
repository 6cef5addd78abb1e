// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SignatureBuilder {
    /// The rule that a failure offers for its cluster, in the rule language; nil where nothing about it is sure.
    ///
    /// - Parameter fits: Whether a rule speaks of every failure of the cluster; what it contradicts is left out.
    package mutating func rule(for failure: FailureText, where fits: (RulePredicate) -> Bool) -> String? {
        read(failure) { builder, reading in
            let frame = builder.selection.app.first ?? builder.selection.test.first
            let test = RuleSubject(
                suite: failure.suite, className: failure.className, name: failure.name, type: reading.type,
                message: failure.message, frames: [])
            return builder.trace.symbols.withUnsafeBufferPointer { symbols in
                builder.template.withUnsafeBufferPointer { template in
                    test.withTest { test in
                        RulePredicate.describing(
                            type: failure.type.isEmpty ? failure.type : reading.type,
                            topFrame: frame.map { builder.symbol($0, in: symbols) } ?? Bytes(start: nil, count: 0),
                            template: failure.message.isEmpty
                                ? Bytes(start: nil, count: 0) : template.part(0, builder.templateCount),
                            test: test, fits: fits)?.description
                    }
                }
            }
        }
    }

    private func symbol(_ place: Int, in symbols: Bytes) -> Bytes {
        symbols.part(trace.frames[place].start, trace.frames[place].end)
    }
}
