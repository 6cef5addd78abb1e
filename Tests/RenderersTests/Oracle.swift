// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a terminal, a CI runner and a Markdown renderer would act on; the sinks of the hostile corpus, written again.
enum Oracle {
    /// Everything a terminal or a CI runner would act on.
    static func log(_ text: String) -> [String] { terminal(text) + ci(text) }

    /// Controls but line breaks and tabs, and bidirectional overrides.
    static func terminal(_ text: String) -> [String] {
        text.unicodeScalars.compactMap { scalar in
            let isControl = scalar.value < 0x20 && scalar != "\t" && scalar != "\n"
            let isBidi = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            return isControl || (0x7F...0x9F).contains(scalar.value) || isBidi
                ? "U+" + String(scalar.value, radix: 16) : nil
        }
    }

    /// Workflow commands of GitHub, Azure, TeamCity and GitLab.
    static func ci(_ text: String) -> [String] {
        lines(text).flatMap { line -> [String] in
            var found = ["##vso[", "##teamcity[", "section_start:", "section_end:"].filter { contains(line, $0) }
            let trimmed = line.drop { $0.properties.isWhitespace || (0x1C...0x1F).contains($0.value) }
            if trimmed.starts(with: scalars("::")) {
                let rest = trimmed.dropFirst(2)
                let name = rest.prefix { $0 != " " && $0 != ":" }
                if commands.contains(string(name).lowercased()), contains(Array(rest), "::") {
                    found.append("::" + string(name))
                }
            }
            for (index, _) in line.enumerated() where line[index...].starts(with: scalars("##[")) {
                let name = line[(index + 3)...].prefix { $0 != " " && $0 != "]" }
                if commands.contains(string(name).lowercased()) { found.append("##[" + string(name)) }
            }
            return found
        }
    }

    /// Tags, images, script links and mentions outside code, and fences that stay open.
    static func markdown(_ text: String) -> [String] {
        var found: [String] = []
        var fence: Fence?
        for line in lines(text).map({ string($0) }) {
            let mark = Fence(line)
            if let open = fence {
                if let mark, mark.mark == open.mark, mark.length >= open.length, mark.isBare { fence = nil }
            } else if let mark {
                fence = mark
            } else {
                found += live(withoutEscapes(withoutCode(line)))
            }
        }
        return fence == nil ? found : found + ["open fence"]
    }

    private struct Fence {
        let mark: Character
        let length: Int
        let isBare: Bool

        init?(_ line: String) {
            let indented = line.drop { $0 == " " }
            guard line.count - indented.count <= 3, let mark = indented.first, mark == "`" || mark == "~" else {
                return nil
            }
            let run = indented.prefix { $0 == mark }
            guard run.count >= 3 else { return nil }
            self.mark = mark
            length = run.count
            isBare = indented.dropFirst(run.count).allSatisfy { $0.isWhitespace }
        }
    }

    private static let commands: Set<String> = [
        "add-mask", "set-output", "stop-commands", "error", "warning", "notice", "debug", "group", "endgroup", "echo",
        "save-state", "add-matcher", "remove-matcher", "set-env", "add-path", "internal-set-repo-path",
    ]

    private static func live(_ line: String) -> [String] {
        var found: [String] = []
        if line.firstMatch(of: /<[A-Za-z\/!]/) != nil { found.append("raw tag in " + line) }
        if line.contains("![") { found.append("image in " + line) }
        if line.firstMatch(of: /\]\(\s*(javascript|data|vbscript):/.ignoresCase()) != nil {
            found.append("link in " + line)
        }
        if line.firstMatch(of: /(^|[^A-Za-z0-9`\/._-])@[A-Za-z0-9]/) != nil { found.append("mention in " + line) }
        return found
    }

    /// Removes code spans: a run of backticks up to the next run of the same length, marks on a backtick or not.
    private static func withoutCode(_ line: String) -> String {
        var rest = Array(line.unicodeScalars)[...]
        var kept: [Unicode.Scalar] = []
        while let start = rest.firstIndex(of: "`") {
            kept += rest[..<start]
            let run = rest[start...].prefix { $0 == "`" }
            var search = rest[run.endIndex...]
            var end: Int?
            while end == nil, let tick = search.firstIndex(of: "`") {
                let closing = search[tick...].prefix { $0 == "`" }
                if closing.count == run.count { end = closing.endIndex }
                search = search[closing.endIndex...]
            }
            if end == nil { kept += run }
            rest = rest[(end ?? run.endIndex)...]
        }
        return string(kept + rest)
    }

    private static func withoutEscapes(_ line: String) -> String {
        line.replacing(/\\[!-\/:-@\[-`{-~]/, with: "")
    }

    private static func lines(_ text: String) -> [[Unicode.Scalar]] {
        text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }.map { Array($0) }
    }

    private static func contains(_ line: [Unicode.Scalar], _ part: String) -> Bool {
        line.indices.contains { line[$0...].starts(with: scalars(part)) }
    }

    private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
