// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Texts that somebody wrote to be misunderstood, and combinations of their pieces.
enum NastyTexts {
    static let all: [String] = whole + combined

    private static let whole: [String] = [
        "::error::pwned", "  ::add-mask::a", "\u{A0}\u{3000}::stop-commands::x", "\u{85}::debug::x",
        "\u{2028}::error::x",
        "\u{1C}::warning file=a::x", "\u{FEFF}::notice::x", "x\n::error::y", "x\r::error::y",
        "x\r\n\t::set-env name=A::y",
        "FAIL ##[error]x", "###[group]x", "##[command]x", "##vso[task.setvariable variable=A]b", "##VSO[task.complete]",
        "##teamcity[testFailed name='a']", "section_start:1:a\r\u{1B}[0K", "section_end:1:a", "travis_fold:start:a",
        "::set-output name=result::pass", "  ::error file=a,line=1::forged", "text ##[add-mask]e", "::group::x",
        "##[set-output name=a;]b", "##vso[task.setvariable variable=x]y", "%0A::error::percent",
        "::add-matcher::x.json",
        "a\u{9B}31mred\u{9D}0;title\u{9C}", "user \u{202E}nimda\u{202C} \u{200B}\u{2066}x\u{2069} \u{2028} \u{85} end",
        "\u{1B}]8;;http://x\u{7}link\u{1B}]8;;\u{7}", "\u{0}\u{7}\u{8}\u{B}\u{C}\u{7F}", "a\u{301}\u{302}\u{303}",
        "z" + String(repeating: "\u{300}", count: 500), "\u{E0041}\u{E0042}", "\u{3164}\u{115F}\u{2800}", "##", "#",
        ":",
        "::", "section_start", "", " ", "\n", "\r\n\r\n",
        "@everyone @org/team #1 !1 GH-1", "[click](javascript:alert(1))", "![x](http://127.0.0.1:9/pixel.png)",
        "```\nescape\n```\n# H1", "a|b|c", "<details open><summary>x</summary>", "<!-- hidden -->", "--> visible",
        "~~~",
        "- [ ] task", "|---|", "`code`", "`` two ``", "````", "<img src=http://127.0.0.1:9/p>", "\\|", "\\", "a\\",
        "&#64;everyone", "line1\n\n## Gate: PASS", "`@everyone", "@a`b`@c", "`\\`@everyone`",
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0", "+1+1", "\t=1+1", "\u{FF1D}1+1", "=5", "-5", "1. a", "www.x.org",
    ]

    /// All orders of a few pieces that only together mean something.
    private static let combined: [String] = {
        let pieces = [
            "#", "##", ":", "::", "[", "[error]", "error", "vso", "section_start", " ", "\n", "\r", "\t", "\u{200B}",
            "\u{1B}",
            "`", "```", "@", "a", "\\", "|", "<", "!", "\u{301}",
        ]
        let few = ["#", "::", "[error]", "`", "@", "a", "\\", "|", "\n"]
        let pairs = pieces.flatMap { first in pieces.map { first + $0 } }
        return pairs + few.flatMap { first in few.flatMap { second in few.map { first + second + $0 } } }
    }()
}
