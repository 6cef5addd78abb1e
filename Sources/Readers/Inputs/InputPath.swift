// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A path of the file system: bytes, because a file name need not be text.
package struct InputPath: Hashable, Comparable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// For people: bytes that are not text show as U+FFFD.
    package var display: String { String(decoding: bytes, as: UTF8.self) }

    package static func < (left: InputPath, right: InputPath) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The path of an entry of this folder.
    package func appending(_ name: [UInt8]) -> InputPath {
        bytes == [UInt8(ascii: ".")] ? InputPath(name) : InputPath(bytes + (bytes.last == 0x2F ? [] : [0x2F]) + name)
    }

    /// Calls `body` with the path as the system wants it.
    package func withSystemPath<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
        (bytes + [0]).withUnsafeBytes { body($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }  // Never empty.
    }

    /// Whether the name ends in one of the ASCII `suffixes`, in any case.
    package func hasSuffix(_ suffixes: String...) -> Bool { hasSuffix(anyOf: suffixes) }

    /// Whether the name ends in one of the ASCII `suffixes`, in any case.
    package func hasSuffix(anyOf suffixes: [String]) -> Bool {
        suffixes.contains { suffix in
            bytes.count >= suffix.utf8.count
                && zip(bytes.suffix(suffix.utf8.count), suffix.utf8).allSatisfy { ($0 | 0x20) == ($1 | 0x20) }
        }
    }

    /// Whether it names an archive that is read entry by entry.
    package var isArchive: Bool { hasSuffix(".zip", ".tar.gz", ".tgz", ".tar") }
}

/// One thing to read.
package enum Input: Sendable, Hashable {
    case file(InputPath)
    /// Member `index` of an archive, counted over all members from 0.
    case entry(archive: InputPath, index: Int, name: String)
    case standardInput

    /// How diagnostics name it.
    package var display: String {
        switch self {
        case .file(let path): path.display
        case .entry(let archive, _, let name): "\(archive.display)!\(name)"
        case .standardInput: "-"
        }
    }
}
