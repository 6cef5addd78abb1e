// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A JSON document for spot checks: `document["metadata"]["timestamp"].text`.
enum ParsedJSON: Decodable, Equatable {
    case none
    case number(Double)
    case text(String)
    case list([ParsedJSON])
    case table([String: ParsedJSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let list = try? container.decode([ParsedJSON].self) {
            self = .list(list)
        } else {
            self = .table(try container.decode([String: ParsedJSON].self))
        }
    }

    /// - Throws: `DecodingError` when the text is no JSON, or holds a truth value or null.
    init(_ text: String) throws {
        self = try JSONDecoder().decode(ParsedJSON.self, from: Data(text.utf8))
    }

    subscript(name: String) -> ParsedJSON {
        if case .table(let members) = self { members[name] ?? .none } else { .none }
    }

    /// Elements of a list; none for anything else.
    var items: [ParsedJSON] {
        if case .list(let items) = self { items } else { [] }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// Names of the members; none for anything else.
    var names: Set<String> {
        if case .table(let members) = self { Set(members.keys) } else { [] }
    }

    /// The element of a list that has this name.
    func named(_ name: String) -> ParsedJSON { items.first { $0["name"].text == name } ?? .none }

    /// Pairs of the list of properties.
    var properties: [String] {
        self["properties"].items.map { "\($0["name"].text ?? "?")=\($0["value"].text ?? "?")" }
    }
}
