// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Renderers

struct WorkflowCommandTests {
    private func command(_ text: String) -> String {
        WorkflowCommand(
            level: .error, title: text, message: text, location: Finding.Location(file: text, line: 3)
        ).text
    }

    @Test(arguments: NastyTexts.all)
    func `data is one command of ours, and begins no other`(text: String) {
        let line = command(text)

        #expect(!line.contains("\n") && !line.contains("\r"))
        #expect(Oracle.terminal(line).isEmpty)
        // Without our own beginning nothing is left that a runner acts on, as it is and as the runner takes it back.
        let data = line.dropFirst("::error ".count)
        let taken = data.replacing("%25", with: "%").replacing("%3A", with: ":").replacing("%2C", with: ",")
        #expect(Oracle.ci(String(data)).isEmpty, "\(line)")
        #expect(Oracle.ci(String(taken)).isEmpty, "\(taken)")
    }

    @Test func `properties are parted by commas, and theirs are escaped`() {
        let command = WorkflowCommand(
            level: .warning, title: "a,b: c", message: "100 %: done, all",
            location: Finding.Location(file: "Tests/Cart.swift", line: 12))

        #expect(
            command.text == "::warning file=Tests/Cart.swift,line=12,title=a%2Cb%3A c::100 %25: done, all")
    }

    @Test func `ten of a level are shown, and the rest is counted`() {
        let commands = (1...25).map {
            WorkflowCommand(level: $0 <= 12 ? .error : .notice, title: "t", message: "\($0)")
        }

        let lines = commands.lines.split(separator: "\n")

        #expect(lines.count == 21)
        #expect(lines.last == "and 5 annotations more, in the summary of the job")
    }
}
