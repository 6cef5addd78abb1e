// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One failure as a JSON line states it; every `Bytes` is valid only during the call that hands it out.
package struct FailureLine {
    /// The identity by the `id` of the line; the number of the line where it has none.
    package var id: Bytes
    package var suite: Bytes
    package var className: Bytes
    package var name: Bytes
    /// Class of the exception or the assertion.
    package var type: Bytes
    package var message: Bytes
    /// Details, usually a stack trace.
    package var text: Bytes
    /// The run it was met in, as text; empty when absent.
    package var run: Bytes
    /// Line of the input, from 1.
    package var line: Int

    package init(
        id: Bytes, suite: Bytes = .none, className: Bytes = .none, name: Bytes = .none, type: Bytes = .none,
        message: Bytes = .none, text: Bytes = .none, run: Bytes = .none, line: Int
    ) {
        self.id = id
        self.suite = suite
        self.className = className
        self.name = name
        self.type = type
        self.message = message
        self.text = text
        self.run = run
        self.line = line
    }

    /// The keys that are read; all others are skipped.
    enum Key: Int, CaseIterable {
        case id, suite, className, name, type, message, text, run

        init?(_ bytes: Bytes) {
            let known: Key
            let word: StaticString
            switch (bytes.count, bytes.first) {
            case (2, _): (known, word) = (.id, "id")
            case (3, _): (known, word) = (.run, "run")
            case (4, UInt8(ascii: "n")): (known, word) = (.name, "name")
            case (4, UInt8(ascii: "t")) where bytes[1] == UInt8(ascii: "y"): (known, word) = (.type, "type")
            case (4, _): (known, word) = (.text, "text")
            case (5, _): (known, word) = (.suite, "suite")
            case (7, _): (known, word) = (.message, "message")
            case (9, _): (known, word) = (.className, "classname")
            default: return nil
            }
            guard bytes.hasASCII(word, at: 0) else { return nil }
            self = known
        }

        /// Whether a number may stand for the text.
        var allowsInteger: Bool { self == .id || self == .run }

        /// As it is written in a line.
        var word: String { self == .className ? "classname" : "\(self)" }
    }
}
