// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Writes values as JSON with sorted keys, the same bytes as Foundation's encoder with sorted keys and plain slashes.
///
/// Dates, data, addresses and decimals, which Foundation writes in ways of their own, are not for it. Foundation builds a tree of every value before it writes any; a gate with a thousand issues spends a tenth of its time there.
struct CanonicalJSON {
    /// A number that JSON has no word for.
    struct NotANumber: Error {}

    /// - Throws: What a value throws, and `NotANumber`.
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let level = JSONLevel()
        try level.write(value)
        return level.bytes()
    }
}

/// One value and all within it.
private final class JSONLevel {
    enum Part {
        case bytes(Range<Int>)
        case level(JSONLevel)
    }

    private var own: [UInt8] = []
    private var parts: [Part] = []
    private var keys: [String] = []
    private var shape = Shape.single

    enum Shape { case single, array, object }

    var count: Int { parts.count }

    func begin(_ shape: Shape) { self.shape = shape }

    /// Everything, with the members of an object by their keys.
    func bytes() -> [UInt8] {
        var text: [UInt8] = []
        append(to: &text)
        return text
    }

    private func append(to text: inout [UInt8]) {
        switch shape {
        case .single:
            // A value that writes nothing is one without members.
            if parts.isEmpty { text += "{}".utf8 }
            for part in parts { append(part, to: &text) }
        case .array:
            text.append(UInt8(ascii: "["))
            for (place, part) in parts.enumerated() {
                if place > 0 { text.append(UInt8(ascii: ",")) }
                append(part, to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object:
            text.append(UInt8(ascii: "{"))
            // Of two members with one key the later one counts.
            let order = keys.indices.sorted { left, right in
                if keys[left] == keys[right] { return left < right }
                return keys[left].utf8.lexicographicallyPrecedes(keys[right].utf8)
            }
            var isFirst = true
            for (place, index) in order.enumerated() {
                if place + 1 < order.count, keys[order[place + 1]] == keys[index] { continue }
                if !isFirst { text.append(UInt8(ascii: ",")) }
                isFirst = false
                Self.append(keys[index], to: &text)
                text.append(UInt8(ascii: ":"))
                append(parts[index], to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    private func append(_ part: Part, to text: inout [UInt8]) {
        switch part {
        case .bytes(let range): text += own[range]
        case .level(let level): level.append(to: &text)
        }
    }

    // MARK: Values

    func key(_ key: any CodingKey) { keys.append(key.stringValue) }

    /// A level of its own within this one.
    func child() -> JSONLevel {
        let level = JSONLevel()
        parts.append(.level(level))
        return level
    }

    func write(plain text: String) {
        let start = own.count
        own += text.utf8
        parts.append(.bytes(start..<own.count))
    }

    func write(_ text: String) {
        let start = own.count
        Self.append(text, to: &own)
        parts.append(.bytes(start..<own.count))
    }

    func write(_ number: some BinaryFloatingPoint & CustomStringConvertible) throws {
        guard number.isFinite else { throw CanonicalJSON.NotANumber() }
        let text = number.description
        write(plain: text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    func write<Value: Encodable>(_ value: Value) throws {
        switch value {
        case let value as String: write(value)
        case let value as Int: write(plain: String(value))
        case let value as Int64: write(plain: String(value))
        case let value as Bool: write(plain: value ? "true" : "false")
        case let value as Double: try write(value)
        default: try value.encode(to: JSONWriting(level: child()))
        }
    }

    private static func append(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
            case 0x08: text += [UInt8(ascii: "\\"), UInt8(ascii: "b")]
            case 0x09: text += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0x0A: text += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0x0C: text += [UInt8(ascii: "\\"), UInt8(ascii: "f")]
            case 0x0D: text += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                text += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
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
        level.write(plain: String(value))
    }

    func encode(_ value: Int64, forKey key: Key) {
        level.key(key)
        level.write(plain: String(value))
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

    func superEncoder() -> any Encoder { JSONWriting(level: level.child()) }

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
