// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// An element of an XML document, without attributes.
struct MarkupElement: Sendable {
    /// Without a namespace prefix.
    let name: String
    /// What stands directly in it, without blanks at either end.
    var text = ""
    var children: [MarkupElement] = []

    /// The first child of a name; an empty element when there is none.
    subscript(name: String) -> MarkupElement {
        children.first { $0.name == name } ?? MarkupElement(name: name)
    }

    func all(_ name: String) -> [MarkupElement] { children.filter { $0.name == name } }

    /// The text unless it is empty.
    var value: String? { text.isEmpty ? nil : text }
}
