// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Files that build or compose containers: their own digest, and the images that they begin with.
enum ContainerFile {
    static let names =
        [
            "Dockerfile", "Dockerfile.*", "*.Dockerfile", "*.dockerfile", "Containerfile", "Containerfile.*",
        ] + composeNames
    private static let composeNames = [
        "compose.yml", "compose.yaml", "compose.*.yml", "compose.*.yaml", "docker-compose*.yml", "docker-compose*.yaml",
    ]
    private static let all = FileNames(names)
    private static let compositions = FileNames(composeNames)

    static func read(_ tree: ProjectTree, in folder: ProjectFolder, into draft: inout CaptureDraft) {
        for path in tree.files(named: all) {
            guard let content = draft.content(of: path, in: folder) else { continue }
            draft.add([ConfigurationItem(.file, path, value: nil, digest: content.digest, evidence: path)])
            let text = LockText(content.bytes ?? [])
            let images = compositions.contains(path) ? composed(text) : built(text)
            draft.add(images.map { $0.item(evidence: path) })
        }
    }

    /// The images of `FROM` and `COPY --from`, without the stages of the file itself.
    static func built(_ text: LockText) -> [ImageReference] {
        var images: [ImageReference] = []
        var stages: Set<String> = []
        var defaults: [String: String] = [:]
        for line in instructions(text) {
            let words = line.words
            let operands = words.dropFirst().drop { $0.hasPrefix("--") }.map(String.init)
            switch words.first?.uppercased() {
            case "ARG":
                for operand in operands {
                    let parts = operand.split(separator: "=", maxSplits: 1)
                    if parts.count == 2 { defaults[String(parts[0])] = String(parts[1].withoutQuotes) }
                }
            case "FROM":
                guard let source = operands.first else { continue }
                if !stages.contains(source.lowercased()) { images += image(source, defaults) }
                if operands.count >= 3, operands[1].lowercased() == "as" { stages.insert(operands[2].lowercased()) }
            case "COPY":
                guard let option = words.first(where: { $0.hasPrefix("--from=") }) else { continue }
                let source = String(option.dropFirst(7))
                // A stage may also be named by its number.
                if !stages.contains(source.lowercased()), Int(source) == nil { images += image(source, defaults) }
            default: continue
            }
        }
        return images
    }

    /// The images of the services of a composition, line by line: anchors and extensions do not get in the way.
    static func composed(_ text: LockText) -> [ImageReference] {
        text.lines.flatMap { _, line -> [ImageReference] in
            let line = line.trimmed
            guard line.hasPrefix("image:") else { return [] }
            let value = line.dropFirst(6).split(separator: " ").first ?? ""
            return image(String(value.withoutQuotes), [:])
        }
    }

    private static func image(_ text: String, _ defaults: [String: String]) -> [ImageReference] {
        ImageReference(VariableText.filled(text, defaults)).map { [$0] } ?? []
    }

    /// Lines with those that continue them, without comments.
    private static func instructions(_ text: LockText) -> [Substring] {
        var instructions: [Substring] = []
        var open = ""
        for line in text.lines.map({ $0.text.trimmed }) where !line.hasPrefix("#") {
            if line.hasSuffix("\\") {
                open += String(line.dropLast()) + " "
            } else {
                instructions.append((open + line)[...])
                open = ""
            }
        }
        return open.isEmpty ? instructions : instructions + [open[...]]
    }
}

/// Texts with `$NAME`, `${NAME}` and `${NAME:-default}`.
enum VariableText {
    /// Fills in defaults; a variable without one stays as it is.
    static func filled(_ text: String, _ defaults: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let sign = rest.firstIndex(of: "$") {
            result += rest[..<sign]
            let (whole, name, fallback) = variable(rest[sign...])
            result += defaults[name] ?? fallback ?? String(whole)
            rest = rest[whole.endIndex...]
        }
        return result + rest
    }

    private static func variable(_ text: Substring) -> (whole: Substring, name: String, fallback: String?) {
        let body = text.dropFirst()
        guard body.first == "{", let end = body.firstIndex(of: "}") else {
            let name = body.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            return (text[..<name.endIndex], String(name), nil)
        }
        let inner = body[body.index(after: body.startIndex)..<end]
        let name = inner.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let tail = inner[name.endIndex...].drop { $0 == ":" }
        let fallback = tail.hasPrefix("-") ? String(tail.dropFirst()) : nil
        return (text[...end], String(name), fallback)
    }
}

extension Substring {
    /// Without quotes at either end.
    fileprivate var withoutQuotes: Substring {
        guard count > 1, let first, first == last, first == "\"" || first == "'" else { return self }
        return dropFirst().dropLast()
    }
}
