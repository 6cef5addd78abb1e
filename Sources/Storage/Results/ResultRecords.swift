// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import TestPhase

/// One result on its way to the store or from it; 12 bytes, because an upload may hold millions.
package struct StoredResult: Sendable, Equatable {
    private let row: UInt32
    package let duration: PackedDuration
    package let outcome: Outcome

    package init(test: Int64, outcome: Outcome, duration: PackedDuration) {
        row = UInt32(truncatingIfNeeded: test)
        self.outcome = outcome
        self.duration = duration
    }

    /// Row of the test.
    package var test: Int64 { Int64(row) }
}

/// Writes results in blocks of 4,096 neighbouring tests: a letter and a number a result, the list of tests shared.
package struct ResultRecords {
    /// Tests of one block lie between multiples of 2 to the power of this.
    package static let blockBits: Int64 = 12

    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Writes the results of an upload.
    ///
    /// - Parameter results: ascending by test.
    /// - Returns: SHA-256 of what was written, 64 hexadecimal digits, as `digest(upload:)` finds it again.
    package func insert(_ results: [StoredResult], upload: Int64) throws -> String {
        var hash = SHA256()
        var start = 0
        while start < results.count {
            let block = results[start].test >> Self.blockBits
            var end = start
            while end < results.count, results[end].test >> Self.blockBits == block { end += 1 }
            let text = ResultBlockText(results[start..<end])
            text.update(&hash, block: block)
            try insert(text, block: block, upload: upload)
            start = end
        }
        return hash.finalize().hexadecimal
    }

    private func insert(_ text: ResultBlockText, block: Int64, upload: Int64) throws {
        let digest = SHA256.hash(data: text.tests).hexadecimal
        var set = try connection.first("SELECT id FROM test_set WHERE digest = \(digest)") { $0.integer(0) }
        if set == nil {
            set = try connection.number(
                """
                INSERT INTO test_set (digest, tests)
                VALUES (\(digest), \(String(decoding: text.tests, as: UTF8.self)))
                RETURNING id
                """)
        }
        guard let set else { return }
        let columns = ["block", "upload_id", "test_set_id", "outcomes", "durations"]
        try connection.insert(into: "result_block", columns: columns, count: 1) { _, row in
            row.integer(block)
            row.integer(upload)
            row.integer(set)
            text.outcomes.withUnsafeBufferPointer { row.text($0) }
            text.durations.withUnsafeBufferPointer { row.text($0) }
        }
    }
}

/// The columns of a block as text.
struct ResultBlockText {
    private(set) var tests: [UInt8] = [UInt8(ascii: "[")]
    private(set) var outcomes: [UInt8] = []
    private(set) var durations: [UInt8] = [UInt8(ascii: "[")]

    init(_ results: ArraySlice<StoredResult>) {
        outcomes.reserveCapacity(results.count)
        tests.reserveCapacity(results.count * 8)
        durations.reserveCapacity(results.count * 6)
        for result in results {
            if !outcomes.isEmpty {
                tests.append(UInt8(ascii: ","))
                durations.append(UInt8(ascii: ","))
            }
            Self.append(UInt64(result.test), to: &tests)
            outcomes.append(result.outcome.letter)
            Self.appendMilliseconds(result.duration.microseconds, to: &durations)
        }
        tests.append(UInt8(ascii: "]"))
        durations.append(UInt8(ascii: "]"))
    }

    init(tests: [UInt8], outcomes: [UInt8], durations: [UInt8]) {
        self.tests = tests
        self.outcomes = outcomes
        self.durations = durations
    }

    func update(_ hash: inout SHA256, block: Int64) {
        withUnsafeBytes(of: block.littleEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: tests)
        hash.update(data: outcomes)
        hash.update(data: durations)
    }

    private static func append(_ number: UInt64, to text: inout [UInt8]) {
        guard number >= 10 else {
            text.append(UInt8(ascii: "0") + UInt8(number))
            return
        }
        let start = text.count
        var rest = number
        while rest > 0 {
            text.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        text[start...].reverse()
    }

    /// Milliseconds with up to three decimals, without trailing zeros.
    private static func appendMilliseconds(_ microseconds: Int64, to text: inout [UInt8]) {
        guard microseconds >= 0 else {
            text.append(contentsOf: "null".utf8)
            return
        }
        append(UInt64(microseconds / 1000), to: &text)
        var fraction = microseconds % 1000
        guard fraction > 0 else { return }
        text.append(UInt8(ascii: "."))
        var place: Int64 = 100
        while fraction > 0 {
            text.append(UInt8(ascii: "0") + UInt8(fraction / place))
            fraction %= place
            place /= 10
        }
    }

    /// The numbers of a JSON array as `init(_:)` writes it.
    static func numbers(_ text: UnsafeBufferPointer<UInt8>) -> [Int64] {
        var numbers: [Int64] = []
        var value: Int64 = 0
        var hasDigit = false
        for byte in text {
            if byte &- 0x30 < 10 {
                value = value * 10 + Int64(byte &- 0x30)
                hasDigit = true
            } else if hasDigit {
                numbers.append(value)
                (value, hasDigit) = (0, false)
            }
        }
        return numbers
    }

    /// The microseconds of an array of milliseconds; -1 for null.
    static func microseconds(_ text: UnsafeBufferPointer<UInt8>) -> [Int64] {
        text.dropFirst().dropLast().split(separator: UInt8(ascii: ",")).map { item in
            guard item.first != UInt8(ascii: "n") else { return -1 }
            let parts = item.split(separator: UInt8(ascii: "."))
            func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int64 { digits.reduce(0) { $0 * 10 + Int64($1 &- 0x30) } }
            var value = number(parts[0]) * 1000
            if parts.count > 1 { value += number(parts[1]) * [100, 10, 1][min(parts[1].count, 3) - 1] }
            return value
        }
    }
}

extension Sequence<UInt8> {
    /// The bytes as hexadecimal digits.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
