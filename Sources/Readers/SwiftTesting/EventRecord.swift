// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One line of an event stream of Swift Testing, as far as results need it.
///
/// Source: the JSON schema of the event stream, versions 0 and 6.3, in the documentation of swift-testing.
struct EventRecord: Decodable {
    struct Place: Decodable {
        /// Such as `CartTests/PriceTests.swift`: module and name.
        let fileID: String
        /// Absolute; named with an underscore before version 6.3.
        let filePath: String?
        let _filePath: String?
        let line: Int
        let column: Int

        var path: String { filePath ?? _filePath ?? fileID }
        var text: String { "\(path):\(line):\(column)" }
    }

    struct Message: Decodable {
        let text: String
    }

    struct Finding: Decodable {
        let isKnown: Bool
        /// Absent before version 6.3, where every finding was a failure.
        let isFailure: Bool?
        let sourceLocation: Place?
    }

    struct Instant: Decodable {
        /// Seconds.
        let absolute: Double
        let since1970: Double
    }

    struct Payload: Decodable {
        /// `suite` or `function` of a test; of an event what happened.
        let kind: String
        // Of a test.
        let id: String?
        let name: String?
        let sourceLocation: Place?
        // Of an event.
        let testID: String?
        let instant: Instant?
        let issue: Finding?
        let messages: [Message]?
    }

    /// `test` or `event`; others are left alone.
    let kind: String
    /// nil of other kinds.
    let payload: Payload?

    private enum CodingKeys: String, CodingKey { case kind, payload }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kind = try values.decode(String.self, forKey: .kind)
        payload = ["test", "event"].contains(kind) ? try values.decode(Payload.self, forKey: .payload) : nil
    }
}
