// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The name of a container image without tag and digest: `docker.io/library/debian:12@sha256:…`.
struct ImageName {
    let name: String
    let tag: String?
    /// As `sha256:…`.
    let digest: String?

    init(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let place = parts.first ?? ""
        digest = parts.count == 2 && Self.isDigest(parts[1]) ? String(parts[1]) : nil
        // A colon before the last slash parts the port of a registry.
        let last = place.utf8.lastIndex(of: UInt8(ascii: "/")) ?? place.startIndex
        if let colon = place[last...].utf8.lastIndex(of: UInt8(ascii: ":")), colon > place.startIndex {
            let tag = place[place.utf8.index(after: colon)...]
            (name, self.tag) = (String(place[..<colon]), tag.isEmpty ? nil : String(tag))
        } else {
            (name, tag) = (String(place), nil)
        }
    }

    static func isDigest(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 71 && text.hasPrefix("sha256:") && text.utf8.dropFirst(7).allSatisfy(\.isHexadecimal)
    }
}
