// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// A value of which a document holds thousands: it writes its members itself, in the order of their keys, and the same ones as
/// `Encodable` asks of it.
///
/// The way of `Encodable` makes containers, asks the runtime for them, and puts the members in order, for each value.
protocol JSONRecord {
    func write(_ members: inout JSONRecordMembers) throws
}

/// Takes the members of objects, those of each in the order of their keys.
struct JSONRecordMembers {
    private var bytes: [UInt8] = []
    private var isFirst = true

    /// An array of objects.
    static func list(_ records: [some JSONRecord]) throws -> [UInt8] {
        var members = JSONRecordMembers()
        members.bytes.append(UInt8(ascii: "["))
        for (place, record) in records.enumerated() {
            if place > 0 { members.bytes.append(UInt8(ascii: ",")) }
            members.bytes.append(UInt8(ascii: "{"))
            members.isFirst = true
            try record.write(&members)
            members.bytes.append(UInt8(ascii: "}"))
        }
        members.bytes.append(UInt8(ascii: "]"))
        return members.bytes
    }

    mutating func add(_ key: StaticString, _ text: String) {
        begin(key)
        bytes.append(json: text)
    }

    mutating func add(_ key: StaticString, _ text: String?) {
        if let text { add(key, text) }
    }

    mutating func add(_ key: StaticString, _ number: Int64) {
        begin(key)
        bytes += String(number).utf8
    }

    mutating func add(_ key: StaticString, _ number: Int64?) {
        if let number { add(key, number) }
    }

    mutating func add(_ key: StaticString, _ number: Double) throws {
        begin(key)
        bytes += try CanonicalJSON.text(number).utf8
    }

    mutating func add(_ key: StaticString, _ holds: Bool) {
        begin(key)
        bytes += (holds ? "true" : "false").utf8
    }

    mutating func add(_ key: StaticString, _ holds: Bool?) {
        if let holds { add(key, holds) }
    }

    /// What holds; what does not is left out.
    mutating func add(_ key: StaticString, if holds: Bool) {
        if holds { add(key, true) }
    }

    /// - Parameter key: Plain ASCII, with nothing to escape.
    private mutating func begin(_ key: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }
}

extension GateEvidence.Issue: JSONRecord {
    func write(_ members: inout JSONRecordMembers) throws {
        members.add("hasCause", if: hasCause)
        members.add("isCorrected", if: isCorrected)
        members.add("isEscape", if: isEscape)
        members.add("number", number)
        if rate != 0 { try members.add("rate", rate) }
        members.add("severity", Int64(severity))
        members.add("since", since)
        members.add("solvedAt", solvedAt)
        members.add("state", state)
        members.add("title", title)
    }
}

extension GateEvidence.Subject: JSONRecord {
    func write(_ members: inout JSONRecordMembers) {
        members.add("id", id)
        members.add("text", text)
    }
}

extension GateEvidence.Incident: JSONRecord {
    func write(_ members: inout JSONRecordMembers) {
        members.add("isAcknowledged", isAcknowledged)
        members.add("number", number)
        members.add("opened", opened)
        members.add("title", title)
    }
}

extension GateEvidence.Run: JSONRecord {
    func write(_ members: inout JSONRecordMembers) {
        members.add("configuration", configuration)
        members.add("failed", Int64(failed))
        members.add("flaky", Int64(flaky))
        members.add("id", id)
        members.add("isCandidate", isCandidate)
        members.add("isCommitted", isCommitted)
        members.add("isComplete", isComplete)
        members.add("isDirty", isDirty)
        members.add("isRepeated", isRepeated)
        members.add("isTainted", isTainted)
        members.add("startedAt", startedAt)
        members.add("tests", Int64(tests))
    }
}

extension GateVerdict.Subject: JSONRecord {
    func write(_ members: inout JSONRecordMembers) {
        members.add("approver", approver)
        members.add("id", id)
        members.add("text", text)
        members.add("until", until)
        members.add("waiver", waiver)
    }
}

extension [UInt8] {
    /// Appends a string of JSON.
    mutating func append(json string: String) {
        var string = string
        append(UInt8(ascii: "\""))
        string.withUTF8 { bytes in
            if bytes.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                self += bytes
            } else {
                for byte in bytes { append(escaped: byte) }
            }
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
        case 0x08: self += [UInt8(ascii: "\\"), UInt8(ascii: "b")]
        case 0x09: self += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
        case 0x0A: self += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        case 0x0C: self += [UInt8(ascii: "\\"), UInt8(ascii: "f")]
        case 0x0D: self += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            self += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: append(byte)
        }
    }
}
