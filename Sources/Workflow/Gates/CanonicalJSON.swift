// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Writes values as JSON with sorted keys, the same bytes as Foundation's encoder with sorted keys and plain slashes.
///
/// Dates, data, addresses and decimals, which Foundation writes in ways of their own, are not for it. Foundation builds a tree of every value before it writes any; a gate with a thousand issues spends a tenth of its time there.
struct CanonicalJSON {
    /// A number that JSON has no word for.
    struct NotANumber: Error {}

    /// - Throws: What a value throws, and `NotANumber`.
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let level = JSONLevel(JSONLevel.Pool())
        try level.write(value)
        var text: [UInt8] = []
        level.finish(into: &text)
        return text
    }

    static func text(_ number: some BinaryFloatingPoint & CustomStringConvertible) throws -> String {
        guard number.isFinite else { throw NotANumber() }
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

/// One value and all within it: what is written lies in one array, a member after the other, until they are put in order.
private final class JSONLevel {
    /// Levels that are over, for the next values.
    final class Pool {
        var free: [JSONLevel] = []
    }

    enum Shape { case single, array, object }

    private struct Member {
        var key: String
        var start: Int
        var end: Int
    }

    private let pool: Pool
    private var bytes: [UInt8] = []
    private var members: [Member] = []
    private var shape = Shape.single
    /// Containers that a value keeps while it writes on, by the member that they are; few values do.
    private var open: [(member: Int, level: JSONLevel)] = []

    init(_ pool: Pool) { self.pool = pool }

    var count: Int { members.count }

    func begin(_ shape: Shape) { self.shape = shape }

    func key(_ key: any CodingKey) {
        members.append(Member(key: key.stringValue, start: bytes.count, end: bytes.count))
    }

    /// Begins an element or the only value; a member began with its key.
    @inline(__always)
    private func begin() {
        if shape != .object { members.append(Member(key: "", start: bytes.count, end: bytes.count)) }
    }

    @inline(__always)
    private func end() { members[members.count - 1].end = bytes.count }

    // MARK: Values

    func write(plain text: String) {
        begin()
        bytes += text.utf8
        end()
    }

    func write(_ number: Int) { write(plain: String(number)) }

    func write(_ text: String) {
        begin()
        bytes.append(json: text)
        end()
    }

    func write(_ number: some BinaryFloatingPoint & CustomStringConvertible) throws {
        write(plain: try CanonicalJSON.text(number))
    }

    func write<Value: Encodable>(_ value: Value) throws {
        // Types are compared and not cast, because a cast asks the runtime for each.
        if Value.self == String.self, let value = value as? String { return write(value) }
        if Value.self == Int.self, let value = value as? Int { return write(value) }
        if Value.self == Int64.self, let value = value as? Int64 { return write(Int(value)) }
        if Value.self == Bool.self, let value = value as? Bool { return write(plain: value ? "true" : "false") }
        if Value.self == Double.self, let value = value as? Double { return try write(value) }
        if try isWritten(value, as: [GateEvidence.Issue].self) || isWritten(value, as: [GateEvidence.Subject].self)
            || isWritten(value, as: [GateEvidence.Incident].self) || isWritten(value, as: [GateEvidence.Run].self)
            || isWritten(value, as: [GateVerdict.Subject].self)
        {
            return
        }
        begin()
        let level = pool.free.popLast() ?? JSONLevel(pool)
        try value.encode(to: JSONWriting(level: level))
        level.finish(into: &bytes)
        end()
        level.clear()
        pool.free.append(level)
    }

    /// Writes a value if it is a list of records of a kind.
    @inline(__always)
    private func isWritten<Value, Record: JSONRecord>(_ value: Value, as: [Record].Type) throws -> Bool {
        guard Value.self == [Record].self, let list = value as? [Record] else { return false }
        begin()
        bytes += try JSONRecordMembers.list(list)
        end()
        return true
    }

    /// A level of its own within this one, which is read when this one is over.
    func child() -> JSONLevel {
        begin()
        let level = JSONLevel(pool)
        open.append((members.count - 1, level))
        return level
    }

    // MARK: The end

    private func clear() {
        bytes.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
        open = []
        shape = .single
    }

    /// Appends what was written, in the order of JSON.
    func finish(into text: inout [UInt8]) {
        for (member, level) in open {
            members[member].start = bytes.count
            level.finish(into: &bytes)
            members[member].end = bytes.count
        }
        switch shape {
        case .single:
            // A value that writes nothing is one without members.
            if members.isEmpty { text += "{}".utf8 }
            for member in members { text += bytes[member.start..<member.end] }
        case .array:
            text.append(UInt8(ascii: "["))
            for (place, member) in members.enumerated() {
                if place > 0 { text.append(UInt8(ascii: ",")) }
                text += bytes[member.start..<member.end]
            }
            text.append(UInt8(ascii: "]"))
        case .object:
            sort()
            text.append(UInt8(ascii: "{"))
            var isFirst = true
            for (place, member) in members.enumerated() {
                // Of two members with one key the later one counts.
                if place + 1 < members.count, members[place + 1].key == member.key { continue }
                if !isFirst { text.append(UInt8(ascii: ",")) }
                isFirst = false
                text.append(json: member.key)
                text.append(UInt8(ascii: ":"))
                text += bytes[member.start..<member.end]
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    /// By the bytes of their keys; few at a time, and most often in order.
    private func sort() {
        for place in members.indices.dropFirst() {
            let member = members[place]
            var other = place
            while other > 0, member.key.utf8.lexicographicallyPrecedes(members[other - 1].key.utf8) {
                members[other] = members[other - 1]
                other -= 1
            }
            if other < place { members[other] = member }
        }
    }
}

/// What a value writes itself into.
private struct JSONWriting: Encoder {
    let level: JSONLevel
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        level.begin(.object)
        return KeyedEncodingContainer(JSONMembers<Key>(level: level))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        level.begin(.array)
        return JSONElements(level: level)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONSingle(level: level) }
}

private enum SuperKey: String, CodingKey { case `super` }

private struct JSONMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let level: JSONLevel
    let codingPath: [any CodingKey] = []

    func encodeNil(forKey key: Key) {
        level.key(key)
        level.write(plain: "null")
    }

    func encode(_ value: String, forKey key: Key) {
        level.key(key)
        level.write(value)
    }

    func encode(_ value: Int, forKey key: Key) {
        level.key(key)
        level.write(value)
    }

    func encode(_ value: Int64, forKey key: Key) {
        level.key(key)
        level.write(Int(value))
    }

    func encode(_ value: Bool, forKey key: Key) {
        level.key(key)
        level.write(plain: value ? "true" : "false")
    }

    func encode(_ value: Double, forKey key: Key) throws {
        level.key(key)
        try level.write(value)
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        level.key(key)
        try level.write(value)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        level.key(key)
        return JSONWriting(level: level.child()).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        level.key(key)
        return JSONWriting(level: level.child()).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        level.key(SuperKey.super)
        return JSONWriting(level: level.child())
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        level.key(key)
        return JSONWriting(level: level.child())
    }
}

private struct JSONElements: UnkeyedEncodingContainer {
    let level: JSONLevel
    let codingPath: [any CodingKey] = []
    var count: Int { level.count }

    func encodeNil() { level.write(plain: "null") }
    func encode<Value: Encodable>(_ value: Value) throws { try level.write(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
        JSONWriting(level: level.child()).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONWriting(level: level.child()).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { JSONWriting(level: level.child()) }
}

private struct JSONSingle: SingleValueEncodingContainer {
    let level: JSONLevel
    let codingPath: [any CodingKey] = []

    func encodeNil() { level.write(plain: "null") }

    func encode<Value: Encodable>(_ value: Value) throws {
        switch value {
        case is String, is Int, is Int64, is Bool, is Double: try level.write(value)
        // These ask for themselves.
        case let value as any FixedWidthInteger: level.write(plain: "\(value)")
        case let value as Float: try level.write(value)
        default: try level.write(value)
        }
    }
}
