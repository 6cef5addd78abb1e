// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// A piece of clean UTF-8, valid until the next one is asked for.
struct TextChunk {
    /// Before it lie `TextDecoder.headroom` bytes that the holder may overwrite.
    var bytes: UnsafeMutableBufferPointer<UInt8>
    var hasCharacterReferences: Bool
    var lineFeeds: Int
}

/// Turns raw bytes into clean UTF-8: bytes that are not text become U+FFFD, each kind with one counted warning.
///
/// Pure ASCII passes without a copy. Memory is constant.
struct TextDecoder: ~Copyable {
    static let headroom = 64
    private static let readSize = 64 << 10

    private let raw: UnsafeMutablePointer<UInt8>
    private var clean: UnsafeMutablePointer<UInt8>?
    private var encoding: TextEncoding?
    /// Bytes of an incomplete character, at the start of `raw` behind the headroom.
    private var carried = 0
    private var isAtEnd = false
    private(set) var totalBytes = 0
    /// What the bytes should be, in words.
    private let format: StaticString

    init(format: StaticString = "XML") {
        self.format = format
        raw = .allocate(capacity: Self.headroom + Self.readSize + 64)
        // The rest is written before it is read.
        raw.initialize(repeating: 0, count: Self.headroom)
    }

    deinit {
        raw.deallocate()
        clean?.deallocate()
    }

    /// The next clean piece, or nil at the end.
    mutating func next<Source: ByteSource & ~Copyable>(
        from source: inout Source, log: inout DiagnosticLog
    ) throws(SourceError) -> TextChunk? {
        while !isAtEnd {
            var filled = carried
            repeat {
                let space = UnsafeMutableRawBufferPointer(
                    start: raw + Self.headroom + filled, count: Self.readSize - filled)
                let count = try source.read(into: space)
                if count == 0 { isAtEnd = true }
                filled += count
                totalBytes += count
            } while !isAtEnd && filled < 4096 && encoding == nil
            carried = 0
            if let chunk = try decode(filled, log: &log), !chunk.bytes.isEmpty { return chunk }
        }
        return nil
    }

    private mutating func decode(_ filled: Int, log: inout DiagnosticLog) throws(SourceError) -> TextChunk? {
        var start = raw + Self.headroom
        var count = filled
        if encoding == nil {
            let sniff = try sniff(UnsafeBufferPointer(start: start, count: count), log: &log)
            encoding = sniff.encoding
            start += sniff.markLength
            count -= sniff.markLength
        }
        guard count > 0 else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: count)
        if encoding == .utf8 {
            let scan = TextScan(bytes)
            if !scan.isIrregular {
                return TextChunk(
                    bytes: UnsafeMutableBufferPointer(start: start, count: count),
                    hasCharacterReferences: scan.hasCharacterReferences, lineFeeds: scan.lineFeeds)
            }
        }
        return cleaned(bytes, log: &log)
    }

    private mutating func cleaned(_ bytes: UnsafeBufferPointer<UInt8>, log: inout DiagnosticLog) -> TextChunk {
        let output = clean ?? .allocate(capacity: Self.headroom + 3 * Self.readSize + 64)
        if clean == nil {
            output.initialize(repeating: 0, count: Self.headroom + 3 * Self.readSize + 64)
            clean = output
        }
        var cleaner = TextCleaner(output: output + Self.headroom)
        let used: Int =
            switch encoding ?? .utf8 {
            case .utf8: cleaner.appendUTF8(bytes, isLast: isAtEnd)
            case .utf16LittleEndian: cleaner.appendUTF16(bytes, isLittleEndian: true, isLast: isAtEnd)
            case .utf16BigEndian: cleaner.appendUTF16(bytes, isLittleEndian: false, isLast: isAtEnd)
            case .singleByte(let table): cleaner.appendSingleBytes(bytes, table)
            }
        carried = bytes.count - used
        if carried > 0, let base = bytes.baseAddress {
            (raw + Self.headroom).update(from: base + used, count: carried)
        }
        cleaner.report(to: &log)
        let result = UnsafeMutableBufferPointer(start: output + Self.headroom, count: cleaner.count)
        guard cleaner.count > 0 else { return TextChunk(bytes: result, hasCharacterReferences: false, lineFeeds: 0) }
        let scan = TextScan(UnsafeBufferPointer(result))
        return TextChunk(bytes: result, hasCharacterReferences: scan.hasCharacterReferences, lineFeeds: scan.lineFeeds)
    }

    private func sniff(
        _ head: UnsafeBufferPointer<UInt8>, log: inout DiagnosticLog
    ) throws(SourceError) -> TextEncoding.Sniff {
        let magics: [(name: String, bytes: [UInt8])] = [
            ("gzip", [0x1F, 0x8B]), ("xz", [0xFD, 0x37, 0x7A, 0x58]), ("zip", [0x50, 0x4B, 0x03, 0x04]),
            ("bzip2", [0x42, 0x5A, 0x68]), ("zstd", [0x28, 0xB5, 0x2F, 0xFD]),
        ]
        for magic in magics where head.count > 4 && head.prefix(magic.bytes.count).elementsEqual(magic.bytes) {
            throw SourceError(
                "compressed", "is \(magic.name) data, not \(format)",
                hint: "name it .zip or .tar.gz if it is an archive, or unpack it first")
        }
        let sniff = TextEncoding.sniff(head)
        if let label = sniff.mismatchedLabel {
            log.add(
                .warning, "encoding-mismatch", line: 1,
                "the label '\(label)' does not fit or is not known; read as \(sniff.encoding.name)")
        }
        return sniff
    }
}
