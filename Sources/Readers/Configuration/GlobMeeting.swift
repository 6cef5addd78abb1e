// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Whether some path may match both of two globs. What they say of hidden and foreign folders is left out, and a set such
/// as `[a-z]` may be any character, so that rather too many meet than too few.
enum GlobMeeting {
    private static let anyFolders = Array("**".utf8)

    /// - Parameters: Names between slashes, `**` for any number of folders.
    /// - Complexity: O(product of the lengths).
    static func meets(_ one: [[UInt8]], _ other: [[UInt8]]) -> Bool {
        meets(one, other, isAny: { $0 == anyFolders }, fits: meets)
    }

    /// The same within a name.
    private static func meets(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        let question = UInt8(ascii: "?")
        return meets(withoutSets(one), withoutSets(other), isAny: { $0 == UInt8(ascii: "*") }) {
            $0 == $1 || $0 == question || $1 == question
        }
    }

    private static func withoutSets(_ name: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        var rest = name[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "["), let end = rest.firstIndex(of: UInt8(ascii: "]")) {
                plain.append(UInt8(ascii: "?"))
                rest = rest[(end + 1)...]
            } else {
                plain.append(byte)
                rest = rest.dropFirst()
            }
        }
        return plain
    }

    private static func meets<Part>(
        _ one: [Part], _ other: [Part], isAny: (Part) -> Bool, fits: (Part, Part) -> Bool
    ) -> Bool {
        // Whether what stands from some place on in one meets each rest of the other.
        var below = [Bool](repeating: false, count: other.count + 1)
        for place in stride(from: one.count, through: 0, by: -1) {
            var row = below
            for next in stride(from: other.count, through: 0, by: -1) {
                let (mine, its) = (place < one.count ? one[place] : nil, next < other.count ? other[next] : nil)
                row[next] =
                    switch (mine, its) {
                    case (nil, nil): true
                    case (let mine?, let its?) where isAny(mine) || isAny(its): below[next] || row[next + 1]
                    case (let mine?, let its?): fits(mine, its) && below[next + 1]
                    case (let mine?, nil): isAny(mine) && below[next]
                    case (nil, let its?): isAny(its) && row[next + 1]
                    }
            }
            below = row
        }
        return below[0]
    }
}
