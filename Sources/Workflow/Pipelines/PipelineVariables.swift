// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The variables of a job: empty ones count as missing, numbers are checked.
struct PipelineVariables: Sendable {
    private let values: [String: String]

    init(_ values: [String: String]) {
        self.values = values
    }

    /// The first of the variables that is not empty.
    subscript(_ names: String...) -> String? {
        names.lazy.compactMap { values[$0] }.first { value in value.contains { !$0.isWhitespace } }
    }

    /// Whether a variable holds `value`, in upper or lower case.
    func has(_ name: String, _ value: String) -> Bool {
        values[name]?.lowercased() == value
    }

    /// A whole number from 0 to 999,999,999.
    func number(_ name: String) -> Int? {
        guard let number = values[name].flatMap({ Int($0) }), (0...999_999_999).contains(number) else { return nil }
        return number
    }

    /// The number plus one, for systems that count from 0.
    func numberFromZero(_ name: String) -> Int? {
        number(name).map { $0 + 1 }
    }

    /// A shard whose index counts from `first`.
    func shard(_ index: String, of total: String, first: Int) -> PipelineContext.Shard? {
        guard let index = number(index), let total = number(total) else { return nil }
        return PipelineContext.Shard(index: index - first + 1, total: total)
    }

    /// The parts joined with slashes; nil when one is missing.
    func url(_ parts: String?...) -> String? {
        let given = parts.compactMap(\.self)
        guard given.count == parts.count else { return nil }
        return given.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }.joined(separator: "/")
    }
}
