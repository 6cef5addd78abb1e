// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

/// The models see what they are there for.
struct OutputModelTests {
    @Test(arguments: ["\u{1B}[31m", "\u{9B}2J", "\u{7F}", "\u{202E}txt", "\u{2066}", "a\rb", "\u{8}", "\u{0}"])
    func `the model of a terminal finds what acts`(text: String) {
        #expect(OutputModels.terminal("quiet " + text).count == 1)
    }

    @Test(arguments: [
        "::error::x", "  ::error::x", "\u{A0}::set-output name=a::b", "text ##[group]x", "##vso[task.complete]",
        "a\r::debug::x",
        "##teamcity[x]", "section_start:1:x", "::WARNING file=a::x",
    ])
    func `the model of a runner finds what acts`(text: String) {
        #expect(!OutputModels.runner("first\n" + text).isEmpty)
    }

    @Test(arguments: [
        "FAIL ::error::x", "::nothing::x", "##[nothing]", "\\u{1B}[31m", "std::error::what", "::error no end",
        "##[group without end",
    ])
    func `the models let ordinary text pass`(text: String) {
        #expect(OutputModels.terminal(text).isEmpty)
        #expect(OutputModels.runner(text).isEmpty)
    }
}
