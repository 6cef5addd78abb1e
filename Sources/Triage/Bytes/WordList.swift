// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A few words that are looked up in any case, by their length.
struct WordList: Sendable {
    private let byLength: [[[UInt8]]]

    /// - Parameter words: In lower case, a blank between two.
    init(_ words: StaticString) {
        let all = words.withUTF8Buffer { $0.split(separator: .space).map { Array($0) } }
        let longest = all.map(\.count).max() ?? 0
        byLength = (0...longest).map { length in all.filter { $0.count == length } }
    }

    /// Whether `word` is one of them.
    func contains(_ word: Bytes) -> Bool {
        word.count < byLength.count && byLength[word.count].contains { word.hasIgnoringCase($0, at: 0) }
    }
}
