// Exitgate
// SPDX-License-Identifier: Apache-2.0

import CLibXML2
import TestPhase

/// Turns the events of one document into suites and test cases.
///
/// It lives behind a pointer that libxml2 carries, so that an event costs no reference counting.
struct ReportBuilder {
    /// Why no further bytes are wanted.
    enum Ending {
        /// The root element ended `offset` bytes after the start of what was fed.
        case rootClosed(offset: Int)
        /// libxml2 found the document malformed.
        case fault
        /// A limit is exceeded.
        case breach
    }

    /// A fatal finding of libxml2.
    struct Fault: Equatable {
        var libraryCode: Int
        var line: Int
        var column: Int
        var message: String
        var path: String
        /// Whether it was raised only because the input ended.
        var isAtEnd: Bool
    }

    let limits: ReaderLimits
    let consumer: any JUnitConsumer
    var log: DiagnosticLog
    var isFinishing = false
    private(set) var ending: Ending?
    private(set) var fault: Fault?
    private(set) var breach: (code: String, message: String, line: Int)?
    /// Counts over all documents of the file.
    var tally = ReportTally()

    private var context: xmlParserCtxtPtr?
    private var elements = InternedNames<ElementKind>()
    private var attributeNames = InternedNames<AttributeKind>()
    private var root: RootElement?
    private var kinds: [ElementKind] = []
    private var hasForeignChild = false
    private var hasSuiteOrCase = false
    /// Line on which the root element ended.
    private(set) var lastLine = 1

    var suites = SuiteStack()
    /// Open cases, outermost first; those from `openCases` on are closed and kept for the storage they hold.
    private var cases: [OpenCase] = []
    private var openCases = 0
    let arena = ByteArena()
    private var capture = Capture()

    init(limits: ReaderLimits, log: DiagnosticLog, consumer: any JUnitConsumer) {
        self.limits = limits
        self.log = log
        self.consumer = consumer
    }

    /// Prepares for another document.
    mutating func attach(to context: xmlParserCtxtPtr) {
        self.context = context
        elements = InternedNames(ElementKind.names, in: context)
        attributeNames = InternedNames(AttributeKind.names, in: context)
        root = nil
        kinds.removeAll(keepingCapacity: true)
        hasForeignChild = false
        hasSuiteOrCase = false
        ending = nil
        fault = nil
        suites.closeAll()
        openCases = 0
        capture = Capture()
        tally.documents += 1
    }

    /// Line of the file at which the parser stands.
    var line: Int { context.flatMap { $0.pointee.input }.map { Int($0.pointee.line) } ?? 0 }

    // MARK: Events

    mutating func startElement(_ name: UnsafePointer<UInt8>?, attributes: AttributeList) {
        let kind = elements.kind(of: name) ?? .other
        if kinds.isEmpty { root = RootElement(kind) }
        guard kinds.count < limits.depth else {
            return stop("too-deep", "more than \(limits.depth) elements are open at once")
        }
        let parent = kinds.last
        kinds.append(kind)
        guard root != nil else { return }
        switch kind {
        case .testcase:
            endCapture()
            startCase(attributes, parent: parent)
        case .testsuite, .testsuites, .testrun:
            endCapture()
            startSuite(attributes, isSuite: kind == .testsuite)
        case .failure, .error, .flakyFailure, .flakyError, .rerunFailure, .rerunError, .skipped:
            startOutcome(kind, attributes, parent: parent)
        case .systemOut, .systemErr:
            if capture.isActive { capture.mute(depth: kinds.count) } else { startOutput() }
        case .property: startProperty(attributes)
        case .properties: break
        case .other: if kinds.count == 2 { hasForeignChild = true }
        }
    }

    mutating func endElement() {
        guard let kind = kinds.last else { return }
        if root != nil { close(kind) }
        kinds.removeLast()
        if kinds.isEmpty { closeRoot() }
    }

    mutating func characters(_ text: Bytes) {
        if capture.isActive { capture.append(text) }
    }

    mutating func fault(libraryCode: CInt, column: Int, message: UnsafePointer<CChar>?) {
        guard ending == nil else { return }
        let text = message.map { String(cString: $0) } ?? ""
        fault = Fault(
            libraryCode: Int(libraryCode), line: line, column: max(column, 1),
            message: String(text.prefix { $0 != "\n" }), path: path, isAtEnd: isFinishing)
        ending = .fault
    }

    /// What the document is, once it was read or given up.
    var isReport: Bool { root != nil && !(root == .testsuites && hasForeignChild && !hasSuiteOrCase) }
    var hasKnownRoot: Bool { root != nil }
    /// A case whose end tag is missing.
    var isInsideCase: Bool { openCases > 0 }

    /// Delivers the cases that a truncation left open: failed when a failing child is complete, else unknown.
    mutating func deliverOpenCases() {
        while openCases > 0 {
            if !cases[openCases - 1].rule.outcome.isFailure { cases[openCases - 1].forcedOutcome = .unknown }
            deliverInnermost()
            openCases -= 1
        }
    }

    /// Ends the suites that a truncation left open, innermost first.
    mutating func closeOpenSuites() {
        while let suite = suites.close() {
            if suite.isSuite { consumer.suiteEnded(suite.index, properties: suite.properties) }
        }
        tally.note(isReport: isReport, hasKnownRoot: root != nil)
    }

    // MARK: Structure

    private mutating func close(_ kind: ElementKind) {
        if capture.isActive {
            if capture.muteDepth == kinds.count { capture.muteDepth = 0 }
            if capture.depth == kinds.count { finishCapture() }
        }
        switch kind {
        case .testcase:
            guard openCases > 0 else { return }
            deliverInnermost()
            openCases -= 1
            if openCases == 0 { arena.removeAll(keeping: 1 << 21) }
        case .testsuite, .testsuites, .testrun:
            closeSuite(isSuite: kind == .testsuite)
        default: break
        }
    }

    private mutating func closeRoot() {
        guard let context, ending == nil else { return }
        guard let input = context.pointee.input else { return }
        let offset = Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
        ending = .rootClosed(offset: offset)
        lastLine = line
        tally.note(isReport: isReport, hasKnownRoot: root != nil)
        xmlStopParser(context)
    }

    private mutating func startSuite(_ attributes: AttributeList, isSuite: Bool) {
        hasSuiteOrCase = hasSuiteOrCase || isSuite
        var values = SuiteAttributes()
        for index in 0..<attributes.count {
            switch attributeNames.kind(of: attributes.name(index)) {
            case .name: values.name = decoded(attributes.value(index), limit: limits.valueBytes)
            case .hostname: values.hostname = decoded(attributes.value(index), limit: limits.valueBytes)
            case .timestamp: values.timestamp = attributes.value(index).text
            case .tests: values.tests = attributes.value(index).text
            default: break
            }
        }
        if isSuite { tally.suites += 1 } else if kinds.last == .testsuites { tally.roots += 1 }
        let timestamp = readTimestamp(values.timestamp)
        suites.open(isSuite: isSuite, values: values, index: tally.suites - 1)
        guard isSuite else { return }
        consumer.suiteBegan(
            JUnitSuite(
                index: tally.suites - 1, parent: suites.parentSuite, name: values.name, hostname: values.hostname,
                timestamp: timestamp?.milliseconds, hasZone: timestamp?.hasZone ?? false))
    }

    private mutating func closeSuite(isSuite: Bool) {
        guard let suite = suites.close() else { return }
        if let declared = suite.declaredTests, Int(declared.filter { $0 != " " }) != suite.cases {
            log.add(
                .warning, "count-mismatch", line: line, path: path,
                "declares tests=\"\(declared.prefix(40))\" but holds \(suite.cases)")
        }
        guard isSuite else { return }
        if suite.droppedProperties > 0 {
            log.add(
                .warning, "resource-limit", line: line, count: suite.droppedProperties,
                "a suite has more than \(limits.properties) properties; the rest is dropped")
        }
        consumer.suiteEnded(suite.index, properties: suite.properties)
    }

    private mutating func startCase(_ attributes: AttributeList, parent: ElementKind?) {
        hasSuiteOrCase = true
        guard tally.cases < limits.results else {
            return stop("too-many-results", "holds more than \(limits.results) results")
        }
        tally.cases += 1
        suites.countCase()
        if openCases > 0 {
            log.add(.warning, "unexpected-structure", line: line, path: path, "a testcase stands inside a testcase")
        } else if parent == .testsuites {
            log.add(.warning, "unexpected-structure", line: line, path: path, "a testcase stands outside any testsuite")
        }
        if openCases == cases.count { cases.append(OpenCase()) }
        cases[openCases].reset(suite: suites.currentSuite)
        openCases += 1
        for index in 0..<attributes.count {
            guard let kind = attributeNames.kind(of: attributes.name(index)) else { continue }
            read(kind, attributes.value(index), into: openCases - 1)
        }
        if arena[cases[openCases - 1].name].isBlank {
            log.add(.warning, "missing-name", line: line, path: path, "a testcase has no name")
        }
    }

    private mutating func read(_ kind: AttributeKind, _ value: Bytes, into index: Int) {
        switch kind {
        case .name: cases[index].name = store(value, limit: limits.valueBytes)
        case .classname: cases[index].className = store(value, limit: limits.valueBytes)
        case .file: cases[index].file = store(value, limit: limits.valueBytes)
        case .line: cases[index].line = readCount(value)
        case .assertions: _ = readCount(value)
        case .status, .result: cases[index].rule.status(value)
        case .ignored, .incomplete:
            if value.count == 4, value.text.lowercased() == "true" { cases[index].rule.ignored() }
        case .time:
            switch JUnitNumber.seconds(value) {
            case .absent: break
            case .seconds(let seconds): cases[index].seconds = seconds
            case .bad:
                log.add(
                    .warning, "bad-number", line: line, path: path,
                    "time=\"\(value.text.prefix(40))\" is no duration; it counts as unknown")
            }
        default: break
        }
    }

    private mutating func startOutcome(_ kind: ElementKind, _ attributes: AttributeList, parent: ElementKind?) {
        let isSuiteLevel = parent?.isContainer ?? false
        guard parent == .testcase || isSuiteLevel && (kind == .failure || kind == .error), !capture.isActive else {
            return
        }
        var record = OpenFailure(kind: kind, isSuiteLevel: isSuiteLevel)
        for index in 0..<attributes.count {
            switch attributeNames.kind(of: attributes.name(index)) {
            case .message:
                // The failure may stand far behind the beginning of a log.
                let value = attributes.value(index)
                let limit = XCTestLog.isOne(value) ? limits.detailsBytes : limits.messageBytes
                record.message = store(value, limit: limit)
            case .type: record.type = store(attributes.value(index), limit: limits.valueBytes)
            default: continue
            }
            record.hasAttributes = true
        }
        capture.start(.outcome(record), depth: kinds.count, limit: limits.detailsBytes)
    }

    private mutating func startOutput() {
        guard openCases > 0, kinds.count > 1, kinds[kinds.count - 2] == .testcase, let kind = kinds.last else { return }
        capture.start(.output(kind), depth: kinds.count, limit: limits.outputBytes)
    }

    private mutating func startProperty(_ attributes: AttributeList) {
        guard !capture.isActive else { return }
        var name = 0..<0
        var value: Range<Int>?
        for index in 0..<attributes.count {
            switch attributeNames.kind(of: attributes.name(index)) {
            case .name, .key: name = store(attributes.value(index), limit: limits.valueBytes)
            case .value: value = store(attributes.value(index), limit: limits.messageBytes)
            default: break
            }
        }
        capture.start(.property(name, value), depth: kinds.count, limit: limits.messageBytes)
    }

    /// Ends a capture whose element is still open: the text before a case or a suite in it is all there is, and the
    /// outcome of that case is not its text.
    private mutating func endCapture() {
        if capture.isActive { finishCapture() }
    }

    private mutating func finishCapture() {
        let isCut = capture.text.isCut
        let start = arena.count
        capture.text.write(to: arena)
        let range = start..<arena.count
        if isCut {
            log.add(
                .warning, "value-truncated", line: line, path: path,
                "a text is longer than its limit; its middle is cut")
        }
        switch capture.take() {
        case .outcome(var record):
            record.text = range
            finishOutcome(record)
        case .output(let kind):
            guard openCases > 0 else { return }
            cases[openCases - 1].appendOutput(range, isError: kind == .systemErr, limits: limits, arena: arena)
        case .property(let name, let value):
            finishProperty(name, value ?? range)
        case nil: break
        }
    }

    private mutating func finishOutcome(_ record: OpenFailure) {
        if record.isSuiteLevel {
            tally.suiteErrors += 1
            var open = OpenCase()
            open.reset(suite: suites.currentSuite)
            open.isSuiteLevel = true
            open.failures = [record]
            open.rule.child(record.kind, hasEvidence: true)
            deliver(open.finished(in: arena))
            if openCases == 0 { arena.removeAll() }
            return
        }
        guard openCases > 0 else { return }
        cases[openCases - 1].note(record, arena: arena, limit: limits.details)
    }

    private mutating func finishProperty(_ name: Range<Int>, _ value: Range<Int>) {
        if openCases > 0 {
            cases[openCases - 1].addProperty(name, value, limit: limits.details)
        } else {
            suites.addProperty(
                name: String(decoding: arena[name], as: UTF8.self),
                value: String(decoding: arena[value], as: UTF8.self),
                limit: limits.properties)
            arena.removeAll()
        }
    }

    private mutating func deliverInnermost() {
        let (isConflicting, dropped, finished) = cases.withUnsafeBufferPointer { cases in
            let place = openCases - 1
            return (cases[place].rule.isConflicting, cases[place].droppedDetails, cases[place].finished(in: arena))
        }
        if isConflicting {
            log.add(.warning, "status-conflict", line: line, path: path, "children of a testcase contradict each other")
        }
        if dropped > 0 {
            log.add(
                .warning, "resource-limit", line: line, path: path, count: dropped,
                "a test has more than \(limits.details) properties, attachments or attempts; the rest is dropped")
        }
        deliver(finished)
    }

    private mutating func deliver(_ finished: consuming JUnitCase) {
        tally.count(finished)
        consumer.testCase(finished, log: &log)
    }

    private mutating func stop(_ code: String, _ message: String) {
        guard ending == nil else { return }
        breach = (code, message, line)
        ending = .breach
        if let context { xmlStopParser(context) }
    }
}
