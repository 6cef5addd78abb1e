// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// In which order releases come: those that the settings name as they stand there, then versions by number, then other names
/// by when they were tested first; never by when somebody uploaded something.
package struct ReleaseOrder: Sendable {
    private let places: [String: Int]

    /// - Parameter names: From the first to the last; empty for an order by version alone.
    package init(_ names: [String] = []) {
        places = Dictionary(names.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    }

    /// - Parameter first: When each was tested first, UTC ms.
    package func comesBefore(
        _ left: (name: String, first: Int64), _ right: (name: String, first: Int64)
    ) -> Bool {
        switch (places[left.name], places[right.name]) {
        case (let one?, let other?): return one < other
        case (_?, nil): return true
        case (nil, _?): return false
        case (nil, nil): break
        }
        switch (Version(left.name), Version(right.name)) {
        case (let one?, let other?) where one < other || other < one: return one < other
        case (_?, nil): return true
        case (nil, _?): return false
        default: return (left.first, left.name) < (right.first, right.name)
        }
    }
}
