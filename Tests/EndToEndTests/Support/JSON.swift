// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A JSON document, for spot checks: `page["run"]["key"].text`.
enum JSON: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    /// - Throws: `DecodingError` when the text is no JSON.
    init(text: String) throws {
        self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }

    /// A member; `null` when there is none.
    subscript(name: String) -> JSON {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }

    /// An element; `null` when there is none.
    subscript(index: Int) -> JSON {
        items.indices.contains(index) ? items[index] : .null
    }

    var items: [JSON] {
        if case .array(let items) = self { items } else { [] }
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var count: Int? {
        if case .number(let number) = self { Int(exactly: number) } else { nil }
    }

    var isTrue: Bool { self == .bool(true) }
}

extension Ended {
    /// The standard output as JSON.
    var json: JSON {
        get throws { try JSON(text: output) }
    }
}
