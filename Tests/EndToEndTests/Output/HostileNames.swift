// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reports whose every name and text tries to act on the reader.
enum HostileNames {
    /// Texts in XML: written as character references where XML allows no other way.
    static let texts: [(name: String, xml: String)] = [
        ("escape", "\u{1B}[31mred\u{1B}]8;;http://evil.invalid\u{7}link"),
        ("C1", "a\u{9B}2Jb\u{85}c\u{90}d"),
        ("bidi", "user\u{202E}gnp.exe\u{2066}x\u{2069}"),
        ("error", "::error::owned"),
        ("error after blanks", "&#9;&#x2003;::error file=a::owned"),
        ("group", "##[group]owned"),
        ("group inside", "quiet ##[endgroup] ##[error]owned"),
        ("azure", "##vso[task.setvariable variable=x]1"),
        ("teamcity", "##teamcity[testFailed name='x']"),
        ("gitlab", "section_start:1:x&#13;&#27;[0K"),
        ("line feeds", "a&#10;::error::owned&#10;&#10;##[error]b&#13;::debug::c"),
        ("separators", "a&#x2028;::error::owned&#x2029;::warning::b&#x85;::notice::c"),
        ("stop", "::stop-commands::x"),
        ("zero width", "a&#x200B;&#xFEFF;&#x200D;::error::b"),
        ("tags", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("format", "%s %n %@ \\(1) ${x} `id` $(id)"),
        ("long", String(repeating: "::error::", count: 600)),
        ("combining", "e" + String(repeating: "\u{301}", count: 300)),
    ]

    /// A report with the text in every field that has one.
    static func report(_ text: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="\(text)"><testsuite name="\(text)" hostname="\(text)" package="\(text)" tests="\(text)" timestamp="\(text)">
        <properties><property name="\(text)" value="\(text)"/></properties>
        <testcase classname="\(text)" name="\(text)" file="\(text)" time="\(text)"><failure type="\(text)" message="\(text)">\(text)
        \(text)</failure><system-out>\(text)</system-out><system-err>\(text)</system-err></testcase>
        <testcase classname="\(text)" name="second \(text)"><error message="\(text)">\(text)</error></testcase>
        <testcase name="\(text)"/>
        <testcase classname="\(text)" name="third \(text)"><skipped message="\(text)"/></testcase>
        </testsuite></testsuites>
        """
    }
}
