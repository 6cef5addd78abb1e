// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A part of a failure that differs each time although the cause is the same.
enum Volatile: CaseIterable {
    case pointer
    case objectHash
    case identifier
    case requestKey
    case instant
    case epochMilliseconds
    case port
    case address
    case number
    case smallNumber
    case duration
    case temporaryFolder
    case replica

    /// Appends one value; none needs escaping in XML.
    func write(to text: inout ByteText, random: inout SeededRandom) {
        switch self {
        case .pointer:
            text.write("0x")
            text.write(hexadecimal: random.next(), digits: 12)
        case .objectHash:
            text.write("@")
            text.write(hexadecimal: random.next(), digits: 8)
        case .identifier: Self.writeIdentifier(to: &text, random: &random)
        case .requestKey:
            text.write(hexadecimal: random.next(), digits: 16)
            text.write(hexadecimal: random.next(), digits: 16)
        case .instant:
            text.write(instant: Epoch.start + random.below(20_000_000))
            text.write(".")
            text.write(decimal: random.below(1000), digits: 3)
            text.write("Z")
        case .epochMilliseconds: text.write(decimal: Epoch.start * 1000 + random.below(20_000_000_000))
        case .port: text.write(decimal: 32_768 + random.below(28_000))
        case .number: text.write(decimal: random.below(100_000))
        case .smallNumber: text.write(decimal: 1 + random.below(48))
        case .duration:
            text.write(secondsOf: random.below(240_000))
            text.write(" s")
        case .address, .temporaryFolder, .replica: writePath(to: &text, random: &random)
        }
    }

    /// A random UUID, version 4.
    static func writeIdentifier(to text: inout ByteText, random: inout SeededRandom) {
        let high = random.next()
        let low = random.next()
        text.write(hexadecimal: high >> 32, digits: 8)
        text.write("-")
        text.write(hexadecimal: high >> 16, digits: 4)
        text.write("-4")
        text.write(hexadecimal: high, digits: 3)
        text.write("-a")
        text.write(hexadecimal: low >> 48, digits: 3)
        text.write("-")
        text.write(hexadecimal: low, digits: 12)
    }

    private func writePath(to text: inout ByteText, random: inout SeededRandom) {
        switch self {
        case .address:
            text.write("10")
            for _ in 0..<3 {
                text.write(".")
                text.write(decimal: random.below(256))
            }
        case .temporaryFolder:
            text.write("/tmp/job-")
            text.write(decimal: random.below(10_000))
            text.write("/work")
            text.write(hexadecimal: random.next(), digits: 8)
        default:
            text.write("-")
            text.write(hexadecimal: random.next(), digits: 9)
            text.write("-")
            text.write(hexadecimal: random.next(), digits: 5)
        }
    }
}

/// When the first run of every work load started.
enum Epoch {
    /// 2026-01-05T08:00:00Z, in UTC seconds since 1970.
    static let start = 1_767_600_000
}
