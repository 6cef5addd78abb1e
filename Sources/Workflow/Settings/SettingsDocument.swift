// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Yams

/// The YAML of a settings file as a flat list of keys with values and places.
///
/// Anchors and aliases are refused before Yams sees the text: a few of them describe a tree that no machine can hold,
/// and Yams compares such trees when it looks for repeated keys.
struct SettingsDocument {
    /// One key of the file.
    struct Entry {
        /// Names from the top: `["limits", "depth"]`.
        let path: [String]
        let input: SettingsInput
        /// Place of the key, from 1.
        let keyLine: Int
        let keyColumn: Int
        /// Place of the value, from 1.
        let line: Int
        let column: Int
    }

    /// Longest settings file in bytes.
    static let maximumBytes = 1 << 20

    /// Keys in the order of the file, sections before what they hold.
    let entries: [Entry]
    /// What stands under `gates`: policies are deeper than other settings.
    let gates: Node?

    /// - Throws: ``SettingsError`` when the text is too long, is no YAML, or is more than plain keys and values.
    init(text: String, file: String) throws(SettingsError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw SettingsError(SettingsFault(.size, "the settings are longer than 1 MiB"), file: file)
        }
        if let anchor = Self.firstAnchor(in: text) {
            let fault = SettingsFault(
                .anchor,
                "anchors and aliases of YAML are not supported",
                hint: "write the value out, or put a blank behind the &"
            )
            throw SettingsError(fault, file: file, line: anchor.line, column: anchor.column)
        }
        guard let root = try Self.compose(text, file: file) else {
            (entries, gates) = ([], nil)
            return
        }
        guard case .mapping(let mapping) = root else {
            if case .scalar(let scalar) = root, Self.input(of: .scalar(scalar)) == .none {
                (entries, gates) = ([], nil)
                return
            }
            let fault = SettingsFault(.syntax, "the file holds no keys", hint: "begin it with `format: 1`")
            throw SettingsError(fault, file: file, line: root.mark?.line, column: root.mark?.column)
        }
        var entries: [Entry] = []
        Self.collect(mapping, path: [], into: &entries)
        self.entries = entries.filter { $0.path[0] != "gates" }
        gates = mapping["gates"]
    }

    /// Keys deeper than a section are unknown anyway, so nothing below them is looked at.
    private static let deepest = 2

    private static func collect(_ mapping: Node.Mapping, path: [String], into entries: inout [Entry]) {
        for (key, value) in mapping {
            let name = key.scalar?.string ?? "?"
            let place = (value.mark ?? key.mark, key.mark ?? value.mark)
            entries.append(
                Entry(
                    path: path + [name],
                    input: input(of: value),
                    keyLine: place.1?.line ?? 1,
                    keyColumn: place.1?.column ?? 1,
                    line: place.0?.line ?? 1,
                    column: place.0?.column ?? 1
                )
            )
            if case .mapping(let inner) = value, path.count + 1 < deepest {
                collect(inner, path: path + [name], into: &entries)
            }
        }
    }

    private static func input(of node: Node) -> SettingsInput {
        switch node {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            return isNull ? .none : .one(scalar.string)
        case .sequence(let sequence):
            let items = sequence.map { $0.scalar?.string }
            // A list of anything but texts is as wrong as a section, whichever key it belongs to.
            return items.contains(nil) ? .section : .many(items.compactMap(\.self))
        case .mapping, .alias: return .section
        }
    }

    /// The place of the first `&name`; a text without one cannot hold an alias that means anything.
    ///
    /// Quotes and comments are not told apart, because a reader that is fooled about where they end finds nothing.
    static func firstAnchor(in text: String) -> (line: Int, column: Int)? {
        var line = 1
        var column = 1
        var before: Unicode.Scalar = "\n"
        var isCandidate = false
        for scalar in text.unicodeScalars {
            if isCandidate, !scalar.properties.isWhitespace { return (line, column - 1) }
            isCandidate =
                scalar == "&" && (before.properties.isWhitespace || "[{,:?-\u{FEFF}".unicodeScalars.contains(before))
            before = scalar
            column += 1
            if scalar == "\n" { (line, column) = (line + 1, 1) }
        }
        return nil
    }

    private static func compose(_ text: String, file: String) throws(SettingsError) -> Node? {
        do {
            return try Parser(yaml: text, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw Self.error(error, text: text, file: file)
        } catch {
            throw SettingsError(SettingsFault(.syntax, "the file is no YAML"), file: file)
        }
    }

    private static func error(_ error: YamlError, text: String, file: String) -> SettingsError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let fault = SettingsFault(.syntax, "this is no YAML: \(problem)", hint: hint(problem))
            return SettingsError(fault, file: file, line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(let names, let context):
            let name = names.first ?? "?"
            let fault = SettingsFault(.syntax, "the key \"\(name)\" is given twice", hint: "keep one of them")
            return SettingsError(fault, file: file, line: context.mark.line, column: context.mark.column)
        case .reader(_, let offset, _, _):
            let line = offset.map { text.prefix($0).count { $0.isNewline } + 1 }
            return SettingsError(SettingsFault(.syntax, "this character is not allowed"), file: file, line: line)
        default:
            return SettingsError(SettingsFault(.syntax, "the file is no YAML"), file: file)
        }
    }

    private static func hint(_ problem: String) -> String? {
        if problem.contains("alias") || problem.contains("alphabetic") {
            return "put quotes around a text that begins with *"
        }
        let isToken = problem.contains("start any token") || problem.contains("tab")
        return isToken ? "put quotes around the text; indent with blanks, not tabs" : nil
    }
}
