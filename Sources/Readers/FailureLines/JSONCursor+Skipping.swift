// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The way over values that nobody asked for; they are held to the rules all the same.
extension JSONCursor {
    /// Containers that are open, one bit each.
    private struct Nesting {
        private var objects: UInt64 = 0
        private(set) var depth = 0

        var isObject: Bool { objects & 1 == 1 }
        var closing: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }

        mutating func open(isObject: Bool) {
            objects = objects << 1 | (isObject ? 1 : 0)
            depth += 1
        }

        mutating func close() {
            objects >>= 1
            depth -= 1
        }
    }

    /// Passes over the value that stands here.
    ///
    /// - Throws: `JSONFault` with the code `json-too-deep` when more than 64 containers are open, else `json-syntax`.
    mutating func skipValue() throws(JSONFault) {
        var nesting = Nesting()
        while true {
            if try enter(&nesting) { continue }
            while nesting.depth > 0, try !separator(closing: nesting.closing) { nesting.close() }
            if nesting.depth == 0 { return }
            try reachValue(nesting)
        }
    }

    /// Opens a container and answers true, or passes over a whole value.
    private mutating func enter(_ nesting: inout Nesting) throws(JSONFault) -> Bool {
        switch current {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard nesting.depth < Self.depthLimit else {
                throw JSONFault(
                    "json-too-deep", at: position, "a value has more than \(Self.depthLimit) levels")
            }
            nesting.open(isObject: skip(UInt8(ascii: "{")))
            if !nesting.isObject { _ = skip(UInt8(ascii: "[")) }
            skipBlanks()
            if skip(nesting.closing) {
                nesting.close()
                return false
            }
            try reachValue(nesting)
            return true
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "-"), 0x30...0x39: _ = try number()
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): try literal()
        case 0: throw fault("a value is missing here")
        default: throw fault("no JSON value stands here")
        }
        return false
    }

    private mutating func reachValue(_ nesting: Nesting) throws(JSONFault) {
        if nesting.isObject { _ = try key() } else { skipBlanks() }
    }
}
