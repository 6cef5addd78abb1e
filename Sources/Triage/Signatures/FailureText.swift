// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The texts of one failure as the report gave them, secrets masked; borrowed, so they must outlive the call.
package struct FailureText {
    /// The project or the part of it that failures are compared within; empty if there is only one.
    package var suite: Bytes
    package var className: Bytes
    package var name: Bytes
    /// Type of the exception; empty if the report has none.
    package var type: Bytes
    package var message: Bytes
    /// Body of the element: usually the trace.
    package var text: Bytes

    package init(suite: Bytes, className: Bytes, name: Bytes, type: Bytes, message: Bytes, text: Bytes) {
        self.suite = suite
        self.className = className
        self.name = name
        self.type = type
        self.message = message
        self.text = text
    }

    /// Whether the test is one of several under its plain name: it has parameters or is a sub-test.
    package var hasParameters: Bool { plainName.count != name.count }

    /// The name without parameters and, for Go, without the path of the sub-test.
    var plainName: Bytes {
        var end = name.count
        if name.hasTestVerb {
            end = name.firstIndex(of: .slash) ?? end
        }
        var cut = 0
        while cut < end, name[cut] != UInt8(ascii: "["), name[cut] != UInt8(ascii: "("), name[cut] != UInt8(ascii: "{")
        { cut += 1 }
        return name.part(0, cut > 0 ? cut : end)
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate var hasTestVerb: Bool {
        has("Test", at: 0) || has("Example", at: 0) || has("Fuzz", at: 0) || has("Benchmark", at: 0)
    }
}
