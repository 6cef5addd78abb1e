// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Writes a ``JSONText`` that is as safe to print as ``SafeText`` and still decodes to the same strings.
///
/// What a terminal or a CI runner would act on is written as `\uXXXX`.
struct JSONWriter {
    static func write(_ value: JSONText, isPretty: Bool) -> String {
        var writer = JSONWriter(isPretty: isPretty)
        writer.append(value, level: 0)
        return String(decoding: writer.output, as: UTF8.self)
    }

    private let isPretty: Bool
    private var output: [UInt8] = []

    private init(isPretty: Bool) {
        self.isPretty = isPretty
    }

    private mutating func append(_ value: JSONText, level: Int) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .int(let number): append(String(number))
        case .double(let number): append(number.isFinite ? String(number) : "null")
        case .string(let text): append(quoted: text)
        case .array(let values):
            append(values, "[", "]", level) { $0.append($1, level: level + 1) }
        case .object(let members):
            append(members, "{", "}", level) { writer, member in
                writer.append(quoted: member.name)
                writer.append(writer.isPretty ? ": " : ":")
                writer.append(member.value, level: level + 1)
            }
        }
    }

    private mutating func append<Element>(
        _ elements: [Element],
        _ open: String,
        _ close: String,
        _ level: Int,
        each: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            breakLine(level + 1)
            each(&self, element)
        }
        if !elements.isEmpty { breakLine(level) }
        append(close)
    }

    private mutating func append(_ text: String) {
        output.append(contentsOf: text.utf8)
    }

    private mutating func breakLine(_ level: Int) {
        if isPretty { append("\n" + String(repeating: "  ", count: level)) }
    }

    private mutating func append(quoted text: String) {
        let scalars = Array(text.unicodeScalars)
        append("\"")
        for (index, scalar) in scalars.enumerated() {
            if index > 0, RunnerCommand.breaks(after: index - 1, in: scalars) {
                append(Self.numbered(scalar))
            } else {
                append(scalar)
            }
        }
        append("\"")
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": append("\\\"")
        case "\\": append("\\\\")
        case "\n": append("\\n")
        case "\r": append("\\r")
        case "\t": append("\\t")
        case let hidden where UnsafeScalars.isUnsafe(hidden): append(Self.numbered(hidden))
        default: output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// `\u001b`; a scalar beyond the basic plane is two of them (RFC 8259, chapter 7).
    private static func numbered(_ scalar: Unicode.Scalar) -> String {
        UTF16.encode(scalar)?.reduce(into: "") { text, unit in
            let digits = String(unit, radix: 16)
            text += "\\u" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
        } ?? ""
    }
}
