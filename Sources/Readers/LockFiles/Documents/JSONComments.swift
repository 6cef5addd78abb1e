// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Turns JSON with comments and commas before a closing bracket into JSON.
///
/// What goes becomes blanks, so that places in the text stay true.
enum JSONComments {
    /// - Complexity: O(length).
    static func removed(from text: String) -> String {
        var bytes = Array(text.utf8)
        var index = 0
        var comma: Int?
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index = endOfString(bytes, from: index)
                comma = nil
            case UInt8(ascii: "/") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "/"):
                index = blank(&bytes, from: index) { bytes, at in bytes[at] == 0x0A ? at : nil }
            case UInt8(ascii: "/") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "*"):
                let start = index + 2
                index = blank(&bytes, from: index) { bytes, at in
                    at > start && bytes[at] == UInt8(ascii: "/") && bytes[at - 1] == UInt8(ascii: "*") ? at + 1 : nil
                }
            case UInt8(ascii: ","):
                comma = index
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if let comma { bytes[comma] = 0x20 }
                comma = nil
                index += 1
            case 0x09, 0x0A, 0x0D, 0x20: index += 1
            default:
                comma = nil
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Index behind the closing quote.
    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return index + 1
    }

    /// Blanks a comment but its line ends; `end` answers where it stops, given a place that may close it.
    private static func blank(_ bytes: inout [UInt8], from start: Int, end: ([UInt8], Int) -> Int?) -> Int {
        var index = start
        var stop = bytes.count
        while index < stop {
            if let found = end(bytes, index) {
                stop = found
                break
            }
            index += 1
        }
        for place in start..<stop where bytes[place] != 0x0A { bytes[place] = 0x20 }
        return stop
    }
}
