// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A line of text with holes that are filled anew each time it is written.
///
/// For example: `"cannot \("open") \("ledger") after \(.duration)"`.
struct Template: ExpressibleByStringInterpolation {
    enum Piece {
        case text(String)
        case hole(Volatile)
        /// The message of the failure, with the values it has in the message
        /// attribute.
        case message
    }

    private(set) var pieces: [Piece]

    init(stringLiteral value: String) {
        pieces = [.text(value)]
    }

    init(stringInterpolation: Interpolation) {
        pieces = stringInterpolation.pieces
    }

    /// Collects the pieces of a literal.
    struct Interpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount * 2 + 1)
        }

        mutating func appendLiteral(_ literal: String) {
            add(literal)
        }

        mutating func appendInterpolation(_ text: String) {
            add(text)
        }

        mutating func appendInterpolation(_ number: Int) {
            add(String(number))
        }

        mutating func appendInterpolation(_ hole: Volatile) {
            pieces.append(.hole(hole))
        }

        mutating func appendInterpolation(message: Void) {
            pieces.append(.message)
        }

        private mutating func add(_ text: String) {
            if case .text(let before) = pieces.last {
                pieces[pieces.count - 1] = .text(before + text)
            } else if !text.isEmpty {
                pieces.append(.text(text))
            }
        }
    }
}

/// A template for one place in XML, with its fixed parts escaped once.
struct EscapedTemplate {
    private enum Piece {
        case bytes(ByteText)
        case hole(Volatile)
    }

    private var pieces: [Piece] = []
    private var messageIndex: Int?

    init(_ template: Template, in place: XMLPlace) {
        for piece in template.pieces {
            switch piece {
            case .text(let text):
                var bytes = ByteText()
                bytes.write(text, in: place)
                pieces.append(.bytes(bytes))
            case .hole(let hole): pieces.append(.hole(hole))
            case .message: messageIndex = pieces.count
            }
        }
    }

    /// Appends the line; `message` is called where the message of the failure
    /// stands.
    func write(to text: inout ByteText, random: inout SeededRandom, message: (inout ByteText) -> Void = { _ in }) {
        for (index, piece) in pieces.enumerated() {
            if index == messageIndex { message(&text) }
            switch piece {
            case .bytes(let bytes): text.append(contentsOf: bytes)
            case .hole(let hole): hole.write(to: &text, random: &random)
            }
        }
        if messageIndex == pieces.count { message(&text) }
    }
}
