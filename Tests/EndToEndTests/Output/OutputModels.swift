// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

/// What a terminal and the runners of CI systems would act on; the models of `check_output.py`, written anew.
enum OutputModels {
    private static let commands: Set = [
        "add-mask", "set-output", "stop-commands", "error", "warning", "notice", "debug", "group", "endgroup", "echo",
        "save-state",
        "add-matcher", "remove-matcher", "set-env", "add-path", "internal-set-repo-path",
    ]
    private static let bidi: Set<UInt32> = Set(0x202A...0x202E).union(0x2066...0x2069)
    private static let markers = ["##vso[", "##teamcity[", "section_start:", "section_end:"]

    /// Characters that move the cursor, change what was printed, or turn the direction of the line.
    static func terminal(_ text: String) -> [String] {
        text.unicodeScalars.compactMap { scalar in
            switch scalar.value {
            case 0x09, 0x0A: nil
            case 0..<0x20, 0x7F...0x9F: "control U+\(String(scalar.value, radix: 16, uppercase: true))"
            case let value where bidi.contains(value): "bidi U+\(String(value, radix: 16, uppercase: true))"
            default: nil
            }
        }
    }

    /// Lines that a runner takes for a command: `::cmd::` after blanks of any kind, `##[cmd]` anywhere.
    static func runner(_ text: String) -> [String] {
        var findings: [String] = []
        for line in lines(text) {
            let trimmed = String(String.UnicodeScalarView(line.drop(while: isBlank)))
            if trimmed.hasPrefix("::"), let end = trimmed.dropFirst(2).firstRange(of: "::") {
                let name = trimmed.dropFirst(2)[..<end.lowerBound].prefix { $0 != " " }
                if commands.contains(name.lowercased()) { findings.append("::\(name)") }
            }
            let text = String(String.UnicodeScalarView(line))
            if let start = text.firstRange(of: "##["), text[start.upperBound...].contains("]") {
                let name = text[start.upperBound...].prefix { $0 != " " && $0 != "]" }
                if commands.contains(name.lowercased()) { findings.append("##[\(name)") }
            }
            findings += markers.filter(text.contains)
        }
        return findings
    }

    private static func lines(_ text: String) -> [ArraySlice<Unicode.Scalar>] {
        // By scalars: to Swift, CR LF is one character.
        Array(text.unicodeScalars).split(omittingEmptySubsequences: true) { $0 == "\n" || $0 == "\r" }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }
}

/// Requires that neither stream of a command holds anything that a terminal or a runner acts on.
func expectHarmless(_ ended: Ended, sourceLocation: SourceLocation = #_sourceLocation) {
    for (name, text) in [("stdout", ended.output), ("stderr", ended.errors)] {
        let findings = OutputModels.terminal(text) + OutputModels.runner(text)
        #expect(
            findings.isEmpty, "\(name) of \(ended.arguments.dropFirst().joined(separator: " "))",
            sourceLocation: sourceLocation)
    }
}
