// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// JUnit XML of made-up tests.
enum Report {
    /// `count` tests; every `failing`-th fails, always with the same text, so that runs share their incidents.
    ///
    /// - Parameter salt: differs between reports that shall differ.
    static func xml(tests count: Int, failing: Int = 50, salt: Int = 0, first: Int = 0) -> String {
        var text = "<testsuites>\n<testsuite name=\"load\">\n"
        for number in first..<first + count {
            let name = "classname=\"shop.Cart\(letters[number / 100 % 26])\" name=\"holds item \(number)\""
            let head = "<testcase \(name) time=\"0.\(salt % 900 + 100)\""
            if failing > 0, number % failing == failing - 1 {
                let message = "message=\"the cart \(letters[number % 7]) is empty\""
                text +=
                    "\(head)><failure type=\"CartError\" \(message)>at cart.swift:12\n\(trace)</failure></testcase>\n"
            } else {
                text += "\(head)/>\n"
            }
        }
        return text + "</testsuite>\n</testsuites>\n"
    }

    /// Failures whose texts are all different, to fill a disk.
    static func bulk(tests count: Int, bytes: Int, seed: Int = 11) -> String {
        var generator = SeededGenerator(seed: seed)
        var text = "<testsuites><testsuite name=\"bulk\">"
        for number in 0..<count {
            let words = (0..<bytes / 100).map { _ in
                String(repeating: String(generator.next() % 99_999, radix: 36), count: 25)
            }
            let failure = "<failure>\(words.joined(separator: " "))</failure>"
            text += "<testcase classname=\"bulk\" name=\"fills \(number)\">\(failure)</testcase>"
        }
        return text + "</testsuite></testsuites>"
    }

    /// One suite of these cases, given as XML.
    static func suite(_ cases: String..., name: String = "suite") -> String {
        "<testsuites><testsuite name=\"\(name)\">\(cases.joined(separator: "\n"))</testsuite></testsuites>"
    }

    static func passing(_ name: String) -> String { "<testcase classname=\"shop.Cart\" name=\"\(name)\"/>" }

    static func failing(_ name: String, _ message: String = "the cart is empty") -> String {
        let failure = "<failure type=\"CartError\" message=\"\(message)\">at cart.swift:12</failure>"
        return "<testcase classname=\"shop.Cart\" name=\"\(name)\">\(failure)</testcase>"
    }

    private static let letters = Array("abcdefghijklmnopqrstuvwxyz")
    private static let trace = (0..<20).map { "  at shop.Cart.take(cart.swift:\($0))" }.joined(separator: "\n")
}

/// SplitMix64: the same seed gives the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) {
        state = UInt64(bitPattern: Int64(seed))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
