// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The door through which data gets into a page: nothing of it can end a tag, an attribute or a line of text.
///
/// The five signs with a meaning become entities. Controls, bidirectional overrides and invisible characters become visible
/// escapes such as `\u{202E}`; line breaks and tabs stay, for texts that keep them.
enum HTMLText {
    /// More combining marks than this on one letter are spelled out, or they would paint over other lines.
    private static let maximumMarks = 6

    static func append(_ data: String, to page: inout String) {
        if data.utf8.allSatisfy(isPlain) {
            page += data
            return
        }
        var output = String.UnicodeScalarView()
        var marks = 0
        for scalar in data.unicodeScalars {
            switch scalar {
            case "&": output.append(contentsOf: "&amp;".unicodeScalars)
            case "<": output.append(contentsOf: "&lt;".unicodeScalars)
            case ">": output.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": output.append(contentsOf: "&quot;".unicodeScalars)
            case "'": output.append(contentsOf: "&#39;".unicodeScalars)
            // A lone return would begin a line in a browser, and one before a line feed none.
            case "\r": break
            case _ where scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F: output.append(scalar)
            default:
                marks = scalar.properties.isCombining ? marks + 1 : 0
                if let escape = UnsafeScalars.escape(scalar, lineBreak: "\n", tab: "\t") {
                    output.append(contentsOf: escape.unicodeScalars)
                } else if marks > maximumMarks {
                    output.append(contentsOf: UnsafeScalars.spelled(scalar).unicodeScalars)
                } else {
                    output.append(scalar)
                }
            }
        }
        page += String(output)
    }

    /// Printable ASCII without a sign that means something.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x26, 0x27, 0x3C, 0x3E: false
        case 0x0A, 0x20...0x7E: true
        default: false
        }
    }

    /// The first characters of a text, with `…` where more follow.
    static func cut(_ data: String, limit: Int) -> String {
        guard data.utf8.count > limit,
            let end = data.index(data.startIndex, offsetBy: limit, limitedBy: data.endIndex), end != data.endIndex
        else { return data }
        return "\(data[..<end])…"
    }
}
