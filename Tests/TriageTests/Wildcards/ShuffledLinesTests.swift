// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct ShuffledLinesTests {
    @Test func `each template is one cluster`() {
        let lines = ShuffledLines.all

        #expect(LogLines(lines).count == ShuffledLines.templates)
    }

    @Test func `a shuffled log gives the same groups`() {
        var random = SeededGenerator(state: 8)
        let expected = LogLines.groups(ShuffledLines.all)

        for _ in 0..<20 {
            #expect(LogLines.groups(ShuffledLines.all.shuffled(using: &random)) == expected)
        }
    }
}

/// Lines of a few templates, each with enough values of easy kinds.
enum ShuffledLines {
    static let templates = 6

    static let all: [String] = {
        var random = SeededGenerator(state: 5)
        return (0..<240).map { index in
            let number = Int.random(in: 1...9_999, using: &random)
            let name = random.word("bcdfghklmnprstvwz", 7)
            switch index % templates {
            case 0: return "received block blk_\(number) of size \(number) from 10.1.2.\(number % 250)"
            case 1: return "session opened for user \(name) by the shop"
            case 2: return "lease of \(name) expired after waiting"
            case 3: return "cannot open file /srv/\(name)/\(number).txt because it is locked"
            case 4: return "worker \(name) finished with level=\(name) and retry=\(number % 2 == 0)"
            default: return "connection to \(name).example.org:\(number) was refused again"
            }
        }
    }()
}
