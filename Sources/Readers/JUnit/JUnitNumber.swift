// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Durations as reporters write them.
package enum JUnitNumber {
    /// What a text says.
    package enum Reading: Equatable {
        case absent
        case seconds(Double)
        /// Not a number, negative, or beyond 100 years.
        case bad
    }

    /// Reads seconds.
    ///
    /// Allows `1.5 .5 5. 1e-05`, a comma as the thousands separator (`1,234.56`, `1,234`) or as the decimal sign (`0,160`,
    /// `1.234,56`), and the units ns, us, ms, s, m, min and h. `NaN`, `inf`, hexadecimal and clock notation are bad.
    package static func seconds(_ text: Bytes) -> Reading {
        let trimmed = text.trimmed
        guard !trimmed.isEmpty else { return .absent }
        if let value = plain(trimmed, 0..<trimmed.count), value < 3.2e9 { return .seconds(value) }
        var number = Scan(trimmed, 0..<trimmed.count)
        guard number.parse(), let value = number.value, value >= 0, value < 3.2e9 else { return .bad }
        return .seconds(value.magnitude)  // Never a negative zero.
    }

    /// The usual form: at most 15 digits, and at most one point.
    private static func plain(_ text: Bytes, _ range: Range<Int>) -> Double? {
        guard range.count <= 16 else { return nil }
        var digits: Int64 = 0
        var divisor: Int64 = 0
        for index in range {
            let digit = text[index] &- 0x30
            if digit < 10 {
                digits = digits * 10 + Int64(digit)
                divisor *= 10
            } else if text[index] == UInt8(ascii: "."), divisor == 0, range.count > 1 {
                divisor = 1
            } else {
                return nil
            }
        }
        return divisor == 0 ? Double(digits) : Double(digits) / Double(divisor)
    }

    /// One pass over the digits.
    private struct Scan {
        private let text: Bytes
        private let range: Range<Int>
        private(set) var value: Double?

        init(_ text: Bytes, _ range: Range<Int>) {
            self.text = text
            self.range = range
        }

        mutating func parse() -> Bool {
            var index = range.lowerBound
            var isNegative = false
            if text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
                isNegative = text[index] == UInt8(ascii: "-")
                index += 1
            }
            let first = index
            while index < range.upperBound, isNumberByte(text[index]) { index += 1 }
            guard index > first, let mark = decimalMark(first..<index) else { return false }
            guard var number = mantissa(first..<index, decimalMark: mark.position) else { return false }
            if index < range.upperBound, text[index] | 0x20 == UInt8(ascii: "e") {
                guard let power = exponent(from: &index) else { return false }
                number.exponent += power
            }
            guard let scale = unit(from: index) else { return false }
            let seconds = Double(number.digits) * decimalPower(number.exponent) * scale
            guard seconds.isFinite else { return false }
            value = isNegative ? -seconds : seconds
            return true
        }

        private func isNumberByte(_ byte: UInt8) -> Bool {
            byte &- 0x30 < 10 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
        }

        /// Where the fraction begins, -1 without one; nil when points and commas make no number.
        private func decimalMark(_ number: Range<Int>) -> (position: Int, Void)? {
            let point = number.last { text[$0] == UInt8(ascii: ".") }
            let comma = number.last { text[$0] == UInt8(ascii: ",") }
            guard let comma else {
                guard number.count(where: { text[$0] == UInt8(ascii: ".") }) <= 1 else { return nil }
                return (point ?? -1, ())
            }
            guard let point else {
                if hasThousands(number) { return (-1, ()) }
                return number.count(where: { text[$0] == UInt8(ascii: ",") }) == 1 ? (comma, ()) : nil
            }
            let mark = max(point, comma)
            return number.count(where: { text[$0] == text[mark] }) == 1 ? (mark, ()) : nil
        }

        /// Whether it reads `1,234` or `12,345,678`.
        private func hasThousands(_ number: Range<Int>) -> Bool {
            guard text[number.lowerBound] != UInt8(ascii: "0") else { return false }
            var run = 0
            var isFirst = true
            for index in number {
                if text[index] == UInt8(ascii: ",") {
                    guard isFirst ? (1...3).contains(run) : run == 3 else { return false }
                    (run, isFirst) = (0, false)
                } else {
                    run += 1
                }
            }
            return run == 3
        }

        private func mantissa(_ number: Range<Int>, decimalMark: Int) -> (digits: UInt64, exponent: Int)? {
            var digits: UInt64 = 0
            var exponent = 0
            var count = 0
            for index in number {
                let digit = text[index] &- 0x30
                guard digit < 10 else { continue }
                count += 1
                if digits < 100_000_000_000_000_000 {
                    digits = digits * 10 + UInt64(digit)
                    if decimalMark >= 0, index > decimalMark { exponent -= 1 }
                } else if decimalMark < 0 || index < decimalMark {
                    exponent += 1
                }
            }
            return count > 0 ? (digits, exponent) : nil
        }

        private func exponent(from index: inout Int) -> Int? {
            index += 1
            var isNegative = false
            if index < range.upperBound, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
                isNegative = text[index] == UInt8(ascii: "-")
                index += 1
            }
            let first = index
            var value = 0
            while index < range.upperBound, text[index] &- 0x30 < 10 {
                value = min(value * 10 + Int(text[index] &- 0x30), 100_000)
                index += 1
            }
            return index > first ? (isNegative ? -value : value) : nil
        }

        private func unit(from start: Int) -> Double? {
            var index = start
            while index < range.upperBound, Prolog.isBlank(text[index]) { index += 1 }
            guard index < range.upperBound else { return 1 }
            switch String(decoding: text[index..<range.upperBound], as: UTF8.self) {
            case "ns": return 1e-9
            case "us", "µs": return 1e-6
            case "ms": return 1e-3
            case "s": return 1
            case "m", "min": return 60
            case "h": return 3600
            default: return nil
            }
        }

        private func decimalPower(_ exponent: Int) -> Double {
            guard exponent != 0 else { return 1 }
            var power = 1.0
            var base = 10.0
            var rest = min(exponent.magnitude, 400)
            while rest > 0 {
                if rest & 1 == 1 { power *= base }
                base *= base
                rest >>= 1
            }
            return exponent > 0 ? power : 1 / power
        }
    }
}
