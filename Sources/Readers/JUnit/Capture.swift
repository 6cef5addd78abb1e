// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Gathers the text of one element and its children.
struct Capture {
    enum Purpose {
        case outcome(OpenFailure)
        case output(ElementKind)
        case property(Range<Int>, Range<Int>?)
    }

    private var purpose: Purpose?
    private(set) var depth = 0
    /// Depth of an element inside whose text does not belong here, such as the output of a failed attempt; 0 for none.
    var muteDepth = 0
    private(set) var text = BoundedText()

    var isActive: Bool { purpose != nil }

    mutating func start(_ purpose: Purpose, depth: Int, limit: Int) {
        self.purpose = purpose
        self.depth = depth
        muteDepth = 0
        text.reset(limit: limit)
    }

    mutating func mute(depth: Int) {
        if muteDepth == 0 { muteDepth = depth }
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        if muteDepth == 0 { text.append(bytes) }
    }

    /// What the text was gathered for; the capture is over.
    mutating func take() -> Purpose? {
        defer { purpose = nil }
        return purpose
    }
}
