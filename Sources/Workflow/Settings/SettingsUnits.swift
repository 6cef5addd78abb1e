// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Numbers with units, as people write them: `16 KiB`, `10 min`, `5_000_000`.
struct SettingsUnits: Sendable {
    /// What a message calls such a number.
    let kind: String
    /// How to write one.
    let hint: String?
    /// Spellings in lower case with their factor.
    private let factors: [String: Int]
    /// Units of the canonical text, the largest first.
    private let canonical: [(name: String, factor: Int)]

    /// Counts without a unit.
    static let plain = SettingsUnits(kind: "a whole number", hint: nil, factors: [:], canonical: [])

    /// Sizes in bytes; `KiB` is 1,024 and `kB` is 1,000.
    static let sizes = SettingsUnits(
        kind: "a size",
        hint: "write a number of bytes, or for example 16 KiB, 256 MiB, 4 GiB",
        factors: [
            "b": 1, "byte": 1, "bytes": 1, "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
            "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
        ],
        canonical: [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
    )

    /// Durations in seconds.
    static let durations = SettingsUnits(
        kind: "a duration",
        hint: "write a number of seconds, or for example 30 s, 10 min, 72 h",
        factors: [
            "s": 1, "sec": 1, "second": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60, "h": 3600,
            "hour": 3600,
            "hours": 3600, "d": 86_400, "day": 86_400, "days": 86_400,
        ],
        canonical: [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
    )

    /// The number in bytes, in seconds, or as it is; nil for anything else and for what does not fit into 64 bits.
    func number(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "_") }
        guard digits.first != "_", digits.last != "_", let number = Int(digits.filter { $0 != "_" }) else { return nil }
        let unit = text[digits.endIndex...].drop { $0 == " " }
        guard !unit.isEmpty else { return digits.endIndex == text.endIndex ? number : nil }
        guard let factor = factors[unit.lowercased()] else { return nil }
        let product = number.multipliedReportingOverflow(by: factor)
        return product.overflow ? nil : product.partialValue
    }

    /// The number in its largest unit that needs no fraction: `16 KiB`, `10 min`, `1500`.
    func text(_ number: Int) -> String {
        guard number > 0, let unit = canonical.first(where: { number.isMultiple(of: $0.factor) }) else {
            return String(number)
        }
        return "\(number / unit.factor) \(unit.name)"
    }
}
