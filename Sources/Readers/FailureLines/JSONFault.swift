// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Why a line cannot be read.
struct JSONFault: Error, Equatable {
    /// Stable diagnostic code, such as `json-syntax`.
    let code: String
    /// Position in the line, in bytes from 0; that of its end when something is missing there.
    let offset: Int
    /// Lower-case sentence without a full stop.
    let message: String

    init(_ code: String = "json-syntax", at offset: Int, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }
}

/// What is odd in a line that can be read all the same.
struct JSONOddities {
    /// Equal findings of one line.
    struct Sightings {
        private(set) var count = 0
        /// Position of the first in the line, in bytes from 0.
        private(set) var offset = 0

        mutating func note(at offset: Int) {
            if count == 0 { self.offset = offset }
            count += 1
        }
    }

    /// Control characters inside strings.
    var controls = Sightings()
    /// Halves of surrogate pairs without the other half.
    var surrogates = Sightings()
    /// Keys that the line has already had.
    var duplicates = Sightings()
    /// Values that were cut to their limits.
    var cuts = Sightings()
    /// Escapes of characters that XML forbids.
    var forbidden = 0

    /// Adds the counted warnings; linear in the line, and free of cost when there is nothing.
    func report(_ text: Bytes, line: Int, to log: inout DiagnosticLog) {
        func add(_ sightings: Sightings, _ code: String, _ message: String) {
            guard sightings.count > 0 else { return }
            log.add(
                .warning, code, line: line, column: text.column(at: sightings.offset), count: sightings.count, message)
        }
        add(controls, "json-control-char", "a string holds control characters that JSON wants escaped; they are kept")
        add(surrogates, "json-lone-surrogate", "a string escapes half a character; it shows as U+FFFD")
        add(duplicates, "json-duplicate-key", "a key is there twice; the last one counts")
        add(cuts, "value-truncated", "a value is longer than its limit; it is cut")
        log.addForbiddenCharacters(forbidden)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Column of a byte in this line, in characters from 1.
    func column(at offset: Int) -> Int {
        1 + self[..<Swift.min(offset, count)].count { $0 & 0xC0 != 0x80 }
    }
}
