// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `requirements.txt` of pip: pinned where a line says `==` or names a commit, never by more than it says.
enum Requirements {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        var index: String?
        var pending = ""
        var start = 0
        for (number, line) in text.lines {
            if pending.isEmpty { start = number }
            if line.hasSuffix("\\"), !line.trimmed.hasPrefix("#") {
                pending += line.dropLast() + " "
                continue
            }
            let logical = withoutComment(Substring(pending + line)).trimmed
            pending = ""
            read(logical, line: start, index: &index, into: &draft)
        }
        read(withoutComment(pending[...]).trimmed, line: start, index: &index, into: &draft)
    }

    private static func read(_ line: Substring, line number: Int, index: inout String?, into draft: inout LockDraft) {
        guard !line.isEmpty else { return }
        guard line.hasPrefix("-") else {
            if let requirement = RequirementLine(line) {
                draft.add(requirement.dependency(index: index), line: number)
            } else {
                draft.skipEntry("line \(number)", line: number)
            }
            return
        }
        let option = Option(line)
        switch option.name {
        case "-r", "--requirement", "-c", "--constraint": draft.noteInclude(option.value, line: number)
        case "-i", "--index-url": index = PythonPackage.custom(String(option.value))
        case "-e", "--editable":
            if let requirement = RequirementLine(option.value) {
                draft.add(requirement.dependency(index: index), line: number)
            }
        default: return
        }
    }

    /// A number sign begins a comment at the start and behind a blank; elsewhere it is part of an address.
    private static func withoutComment(_ line: Substring) -> Substring {
        var before: UInt8 = 0x20
        for index in line.utf8.indices {
            let byte = line.utf8[index]
            if byte == UInt8(ascii: "#"), before == 0x20 || before == 0x09 { return line[..<index] }
            before = byte
        }
        return line
    }

    /// An option, whose value follows a blank or an equals sign, or, for one letter, nothing.
    private struct Option {
        let name: Substring
        let value: Substring

        init(_ line: Substring) {
            if !line.hasPrefix("--") {
                name = line.prefix(2)
            } else {
                name = line.prefix { $0 != "=" && $0 != " " && $0 != "\t" }
            }
            value = line.dropFirst(name.count).drop { $0 == "=" || $0 == " " || $0 == "\t" }.trimmed
        }
    }
}
