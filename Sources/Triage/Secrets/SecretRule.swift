// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One kind of secret: its name, its shape, texts that it hides and texts that nothing may touch.
///
/// Examples are written so that no scanner of repositories takes them for leaks: `<36>` stands for 36 bytes of the
/// rule's alphabet, and `«…»` encloses what the mask replaces.
///
/// For example: `clone with «ghp_<36>» failed` must become `clone with [masked:github-token] failed`.
package struct SecretRule: Sendable {
    /// Lower-case words joined by dashes; stands in the mask, never renamed.
    package let name: String
    let shape: SecretShape
    /// Texts with the secret between `«` and `»`.
    package let masks: [String]
    /// Look-alikes that stay as they are.
    package let keeps: [String]

    init(_ name: String, _ shape: SecretShape, masks: [String], keeps: [String]) {
        self.name = name
        self.shape = shape
        self.masks = masks
        self.keeps = keeps
    }

    /// The example with its fillers written out and without the marks, and what masking must make of it.
    package func expectation(of example: String) -> (text: String, masked: String) {
        let filled = fill(example)
        var text = ""
        var masked = ""
        var isInside = false
        for character in filled {
            switch character {
            case "«":
                isInside = true
                masked += "[masked:\(name)]"
            case "»": isInside = false
            default:
                text.append(character)
                if !isInside { masked.append(character) }
            }
        }
        return (text, masked)
    }

    private func fill(_ example: String) -> String {
        var result = ""
        var rest = Substring(example)
        while let open = rest.firstIndex(of: "<") {
            result += rest[..<open]
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: ">"), let count = Int(rest[..<close]) else {
                result += "<"
                continue
            }
            result += filler(count)
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// Bytes that any alphabet in use accepts where the rule has its own, else letters and digits mixed.
    private func filler(_ count: Int) -> String {
        let alphabet = shape.fillerAlphabet
        return String(decoding: (0..<count).map { alphabet[($0 * 7 + 3) % alphabet.count] }, as: UTF8.self)
    }
}

/// What a secret looks like; every shape is matched in time linear in what it consumes.
enum SecretShape: Sendable {
    case token(TokenPattern)
    case assignment(AssignmentPattern)
    case authorization
    case bearer
    case cookie
    case addressPassword
    case commandLineUser
    case privateKeyBlock

    var fillerAlphabet: [UInt8] {
        guard case .token(let pattern) = self else { return ByteSet.alphanumeric.members }
        return pattern.fillerAlphabet
    }
}

/// Four bytes that every text with the secret contains, and how far they stand behind its beginning.
struct SecretAnchor {
    let gram: UInt32
    let offset: Int

    init(_ bytes: ArraySlice<UInt8>, offset: Int) {
        gram = bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
        self.offset = offset
    }

    /// Every text of four bytes that starts with `bytes` and goes on in `alphabet`.
    static func completing(_ bytes: [UInt8], with alphabet: [UInt8], offset: Int) -> [SecretAnchor] {
        if bytes.count >= 4 { return [SecretAnchor(bytes.prefix(4), offset: offset)] }
        return alphabet.flatMap { completing(bytes + [$0], with: alphabet, offset: offset) }
    }

    /// The spellings of lower-case `bytes`: all small, all capital, and one capital at each place.
    static func spellings(_ bytes: [UInt8], offset: Int) -> [SecretAnchor] {
        let capital = bytes.map { $0.isLower ? $0 & ~32 : $0 }
        var all = [bytes, capital]
        for place in bytes.indices where bytes[place].isLower {
            var one = bytes
            one[place] = capital[place]
            all.append(one)
        }
        return all.map { SecretAnchor($0[...], offset: offset) }
    }
}
