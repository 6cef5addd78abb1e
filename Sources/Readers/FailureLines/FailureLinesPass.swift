// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// One walk over the bytes of a file: lines, and what becomes of each.
struct FailureLinesPass: ~Copyable {
    private static let reusableBytes = 1 << 20

    private let limits: ReaderLimits
    private var log: DiagnosticLog
    private var decoder = TextDecoder(format: "JSON Lines")
    private var parser: FailureLineParser
    /// The start of a line that ends in a later chunk.
    private var pending: [UInt8] = []
    /// Whether the line at hand is longer than the limit; `pending` is then empty.
    private var isSkipping = false
    /// Of the line at hand, from 1.
    private var number = 1
    private var failures = 0
    private var badLines = 0
    private var isOver = false
    private var isComplete = true

    init(limits: ReaderLimits, name: String) {
        self.limits = limits
        log = DiagnosticLog(file: name)
        parser = FailureLineParser(limits: limits)
    }

    mutating func run<Source: ByteSource & ~Copyable>(
        _ source: inout Source, body: (borrowing FailureLine) -> Void
    ) throws(SourceError) {
        while !isOver, let chunk = try decoder.next(from: &source, log: &log) {
            guard decoder.totalBytes <= limits.fileBytes else {
                throw SourceError("file-too-large", "has more than \(limits.fileBytes) bytes")
            }
            feed(Bytes(chunk.bytes), body)
        }
        if !isOver { finishLastLine(body) }
    }

    /// Notes that no more bytes can be had.
    mutating func giveUp(_ error: SourceError) {
        log.add(.error, error.code, hint: error.hint, error.message)
        isComplete = false
    }

    /// What it came to, once `run` is over.
    consuming func finish() -> FailureLinesReading {
        FailureLinesReading(
            failures: failures, badLines: badLines, diagnostics: log.diagnostics, bytes: decoder.totalBytes,
            isComplete: isComplete)
    }

    private mutating func feed(_ text: Bytes, _ body: (borrowing FailureLine) -> Void) {
        var start = 0
        while !isOver, let end = text.firstIndex(ofByte: 0x0A, from: start) {
            let piece = Bytes(rebasing: text[start..<end])
            if pending.isEmpty, !isSkipping, piece.count <= limits.lineBytes {
                read(piece, isCut: false, body)
            } else {
                hold(piece)
                readHeld(isCut: false, body)
            }
            number += 1
            start = end + 1
        }
        if !isOver, start < text.count { hold(Bytes(rebasing: text[start...])) }
    }

    /// Keeps a part of a line until the rest arrives; a line over the limit is told at once and let go.
    private mutating func hold(_ piece: Bytes) {
        guard !isSkipping else { return }
        let space = limits.lineBytes - pending.count
        pending.append(contentsOf: piece.prefix(space))
        guard piece.count > space else { return }
        let column = pending.withUnsafeBufferPointer { $0.column(at: $0.count) }
        log.add(
            .error, "line-too-long", line: number, column: column,
            "the line is longer than \(limits.lineBytes) bytes; it is skipped")
        badLines += 1
        isSkipping = true
        pending.removeAll()
    }

    /// Reads the line that was kept.
    private mutating func readHeld(isCut: Bool, _ body: (borrowing FailureLine) -> Void) {
        isSkipping = false
        var held: [UInt8] = []
        swap(&held, &pending)
        held.withUnsafeBufferPointer { read($0, isCut: isCut, body) }
        held.removeAll(keepingCapacity: held.capacity <= Self.reusableBytes)
        swap(&held, &pending)
    }

    private mutating func finishLastLine(_ body: (borrowing FailureLine) -> Void) {
        // Nobody knows whether the end of a line that was not kept is there.
        if isSkipping { isComplete = false }
        readHeld(isCut: true, body)
    }

    /// - Parameter isCut: whether the file ends before a line feed; then what is missing is the fault of the producer.
    private mutating func read(_ line: Bytes, isCut: Bool, _ body: (borrowing FailureLine) -> Void) {
        let text = Self.content(line)
        guard !text.isEmpty else { return }
        guard failures < limits.results else {
            log.add(.error, "too-many-results", line: number, "holds more than \(limits.results) failures")
            isComplete = false
            isOver = true
            return
        }
        do throws(JSONFault) {
            try parser.read(text, number: number, log: &log, body: body)
            failures += 1
        } catch {
            badLines += 1
            note(error, text, isCut: isCut)
        }
    }

    private mutating func note(_ fault: JSONFault, _ text: Bytes, isCut: Bool) {
        let column = text.column(at: fault.offset)
        guard isCut, fault.offset == text.count else {
            return log.add(.error, fault.code, line: number, column: column, fault.message)
        }
        isComplete = false
        log.add(
            .error, "truncated", line: number, column: column,
            hint: "the producer was stopped; the failures before it are kept", "the file ends inside this line")
    }

    /// The line without a byte order mark, which files that were joined have inside, and without blanks at its end.
    private static func content(_ line: Bytes) -> Bytes {
        var start = 0
        var end = line.count
        if end >= 3, line[0] == 0xEF, line[1] == 0xBB, line[2] == 0xBF { start = 3 }
        while end > start, Prolog.isBlank(line[end - 1]) { end -= 1 }
        return Bytes(rebasing: line[start..<end])
    }
}
