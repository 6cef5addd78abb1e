// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// One walk over the bytes of a report: documents, and what stands around them.
struct ReportPass: ~Copyable {
    private static let headroom = TextDecoder.headroom

    private let limits: ReaderLimits
    private let mends: Bool
    private let builder: UnsafeMutablePointer<ReportBuilder>
    private var decoder = TextDecoder()
    private var parser: SAXParser?
    private var stage: any MarkupStage
    /// Text in which a root element is looked for, behind `headroom` free bytes.
    private var pending: [UInt8] = []
    /// What is known of `pending` while it is one chunk, as most often.
    private var pendingChunk: (hasCharacterReferences: Bool, lineFeeds: Int)?
    /// Line at the start of `pending`, or of the next chunk.
    private var line = 1
    private var isFirst = true
    private var isOver = false
    private var isSalvaged = false
    private var rootLine: Int?
    /// Whether the root element of the document at hand has a name that is not one of JUnit's.
    private var isForeign = false
    /// Whether the last byte of the input was a line feed.
    private var endsInLineFeed = false
    private(set) var needsMending = false

    init(limits: ReaderLimits, log: DiagnosticLog, consumer: any JUnitConsumer, mends: Bool) {
        self.limits = limits
        self.mends = mends
        builder = .allocate(capacity: 1)
        builder.initialize(to: ReportBuilder(limits: limits, log: log, consumer: consumer))
        stage = MarkupFilter(limits: limits)
        isSalvaged = mends
    }

    deinit {
        builder.deinitialize(count: 1)
        builder.deallocate()
    }

    var log: DiagnosticLog { builder.pointee.log }

    mutating func run<Source: ByteSource & ~Copyable>(_ source: inout Source) throws(SourceError) {
        while !isOver, let chunk = try decoder.next(from: &source, log: &builder.pointee.log) {
            guard decoder.totalBytes <= limits.fileBytes else {
                throw SourceError("file-too-large", "has more than \(limits.fileBytes) bytes")
            }
            endsInLineFeed = chunk.bytes.last == 0x0A
            if parser != nil {
                feed(chunk)
            } else {
                pendingChunk = pending.isEmpty ? (chunk.hasCharacterReferences, chunk.lineFeeds) : nil
                pending.append(contentsOf: chunk.bytes)
                seek(isLast: false)
            }
        }
        while !isOver { end() }
    }

    /// The verdict, once `run` is over.
    consuming func finish() -> JUnitReading {
        let tally = builder.pointee.tally
        if !builder.pointee.log.hasErrors, !tally.isReport {
            if tally.hasKnownRoot {
                reject("not-junit", rootLine, "has a JUnit root element but neither suites nor cases")
            } else {
                reject("wrong-root", rootLine, "is not a JUnit report: the root element is another")
            }
        }
        let hasErrors = builder.pointee.log.hasErrors
        if !hasErrors, tally.cases == 0 {
            builder.pointee.log.add(
                .warning, "no-tests", hint: "a gate over a run without results is UNDECIDED", "holds no test results")
        }
        let isRejected = hasErrors && !isSalvaged
        var reading = JUnitReading(
            tally: isRejected ? .rejected(documents: tally.documents) : tally,
            diagnostics: builder.pointee.log.diagnostics,
            condition: isRejected ? .rejected : hasErrors ? .salvaged : .complete, bytes: decoder.totalBytes)
        reading.isMalformed = builder.pointee.fault != nil
        return reading
    }

    // MARK: Inside a document

    private mutating func feed(_ chunk: TextChunk) {
        guard let parser else { return }
        stage.process(chunk, into: parser)
        if let breach = stage.breach { return reject(breach.code, line + breach.lineFeeds, breach.message) }
        line += chunk.lineFeeds
        if !parser.isOpen { closeDocument() }
    }

    private mutating func end() {
        guard let parser else { return seek(isLast: true) }
        stage.finish(into: parser)
        parser.flush()
        if parser.isOpen { parser.finish() }
        closeDocument()
    }

    private mutating func closeDocument() {
        guard let parser else { return }
        stage.finish(into: parser)
        stage.report(to: &builder.pointee.log)
        switch builder.pointee.ending {
        case .breach:
            let breach = builder.pointee.breach ?? ("resource-limit", "a limit is exceeded", line)
            reject(breach.0, breach.2, breach.1)
        case .fault: judgeFault()
        case .rootClosed, nil:
            line = builder.pointee.lastLine
            pending = parser.remainder
            pendingChunk = nil
            self.parser = nil
            isFirst = false
            seek(isLast: false)
        }
    }

    private mutating func judgeFault() {
        isOver = true
        guard let fault = builder.pointee.fault else { return }
        guard !isForeign else {
            return reject("wrong-root", rootLine, "is not a JUnit report, and malformed")
        }
        if fault.isAtEnd {
            isSalvaged = true
            builder.pointee.log.add(
                .error, "truncated", line: endsInLineFeed ? max(1, line - 1) : line, path: fault.path,
                hint: "the producer was stopped; the results before it are kept",
                builder.pointee.isInsideCase
                    ? "the file ends inside a test case" : "the file ends before its root element does")
        } else if mends {
            isSalvaged = true
        } else {
            needsMending = true
            builder.pointee.log.add(
                .error, "malformed", line: fault.line, column: fault.column, path: fault.path,
                hint: "what is certain is kept", "is not well-formed: \(fault.message.lowercased())")
            return
        }
        builder.pointee.deliverOpenCases()
        builder.pointee.closeOpenSuites()
    }

    // MARK: Between documents

    private mutating func seek(isLast: Bool) {
        var prolog = Prolog()
        let result = pending.withUnsafeBufferPointer {
            prolog.find($0, isLast: isLast, allowsUnknownRoot: isFirst)
        }
        switch result {
        case .needsMore: break
        case .empty: isFirst ? reject("empty-file", nil, "is empty") : finishFile()
        case .notXML where isFirst:
            reject("not-xml", 1, column: 1, "is not XML", hint: "no element is in sight; name files of JUnit XML")
        case .notXML: noteGarbage(isLast: isLast)
        case .internalSubset(let offset):
            reject(
                "dtd-internal-subset", line + feeds(before: offset), "declares entities or attributes of its own",
                hint: "a report needs no DTD; nothing of this file is read")
        case .root(let offset, let isAfterGarbage): openDocument(at: offset, prolog, isAfterGarbage: isAfterGarbage)
        }
    }

    private mutating func noteGarbage(isLast: Bool) {
        let start = pending.firstIndex { !Prolog.isBlank($0) } ?? 0
        builder.pointee.log.add(
            .warning, "trailing-garbage", line: line + feeds(before: start), "text follows the document; it is ignored")
        if isLast { return finishFile() }
        let kept = min(pending.count, 64)
        line += feeds(before: pending.count - kept)
        pending.removeSubrange(..<(pending.count - kept))
        pendingChunk = nil
    }

    private mutating func openDocument(at offset: Int, _ prolog: Prolog, isAfterGarbage: Bool) {
        let start = line + feeds(before: prolog.documentOffset ?? offset)
        if !isFirst {
            builder.pointee.log.add(
                .warning, "multiple-roots", line: start, "another document starts here; both are read")
        } else if isAfterGarbage {
            builder.pointee.log.add(.warning, "leading-garbage", line: 1, "text precedes the document; it is ignored")
        }
        if let doctype = prolog.doctypeOffset {
            builder.pointee.log.add(
                .warning, "doctype-ignored", line: line + feeds(before: doctype),
                "the DOCTYPE is ignored, nothing is fetched")
        }
        if let version = prolog.version, version != "1.0" {
            builder.pointee.log.add(.warning, "xml-version", line: start, "XML \(version.prefix(8)) is read as XML 1.0")
        }
        line += feeds(before: offset)
        rootLine = rootLine ?? line
        isForeign = pending.withUnsafeBufferPointer { Prolog.hasForeignName($0, at: offset + 1) }
        let parser = SAXParser(builder: builder, line: line)
        self.parser = parser
        stage = mends ? MarkupRepair(limits: limits) : MarkupFilter(limits: limits)
        feedPending(from: offset)
    }

    private mutating func feedPending(from offset: Int) {
        let known = pendingChunk.map { ($0.hasCharacterReferences, $0.lineFeeds - feeds(before: offset)) }
        var text: [UInt8] = []
        text.reserveCapacity(Self.headroom + pending.count - offset)
        text.append(contentsOf: repeatElement(0, count: Self.headroom))
        text.append(contentsOf: pending[offset...])
        pending.removeAll()
        pendingChunk = nil
        text.withUnsafeMutableBufferPointer { all in
            let bytes = UnsafeMutableBufferPointer(rebasing: all[Self.headroom...])
            let (hasReferences, lineFeeds) =
                known
                ?? {
                    let scan = TextScan(UnsafeBufferPointer(bytes))
                    return (scan.hasCharacterReferences, scan.lineFeeds)
                }()
            feed(TextChunk(bytes: bytes, hasCharacterReferences: hasReferences, lineFeeds: lineFeeds))
        }
    }

    private func feeds(before offset: Int) -> Int {
        pending.withUnsafeBufferPointer { $0.lineFeeds(in: 0..<offset) }
    }

    private mutating func finishFile() {
        isOver = true
    }

    private mutating func reject(
        _ code: String, _ line: Int?, column: Int? = nil, _ message: String, hint: String? = nil
    ) {
        builder.pointee.log.add(.error, code, line: line, column: column, hint: hint, message)
        isSalvaged = false
        isOver = true
    }
}
