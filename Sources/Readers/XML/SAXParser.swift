// Exitgate
// SPDX-License-Identifier: Apache-2.0

import CLibXML2

/// libxml2's push parser with nothing switched on: no entities, no DTD, no catalogs, no network, no files.
///
/// It sees one root element in clean UTF-8. Everything written after the end of that element is kept as the remainder.
final class SAXParser {
    /// Smaller pieces are gathered to this many bytes: a push parser scans an unfinished tag again for every piece.
    private static let pieceSize = 64 << 10

    private let context: xmlParserCtxtPtr
    private let builder: UnsafeMutablePointer<ReportBuilder>
    private var pending: [UInt8] = []
    private var fedBytes = 0
    /// What was written behind the root element.
    private(set) var remainder: [UInt8] = []
    /// Whether the parser still wants bytes: no fault, no breach, root element not closed.
    private(set) var isOpen = true

    /// - Parameter line: line of the file on which the root element starts, from 1.
    init(builder: UnsafeMutablePointer<ReportBuilder>, line: Int) {
        Self.initializeLibrary
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { target, name, _, _, _, _, count, _, attributes in
            target?.assumingMemoryBound(to: ReportBuilder.self).pointee
                .startElement(name, attributes: AttributeList(attributes, count: Int(count)))
        }
        handler.endElementNs = { target, _, _, _ in
            target?.assumingMemoryBound(to: ReportBuilder.self).pointee.endElement()
        }
        handler.characters = { target, text, count in
            target?.assumingMemoryBound(to: ReportBuilder.self).pointee
                .characters(UnsafeBufferPointer(start: text, count: Int(count)))
        }
        handler.cdataBlock = handler.characters
        handler.ignorableWhitespace = handler.characters
        handler.serror = { target, error in
            guard let error, error.pointee.level == XML_ERR_FATAL else { return }
            target?.assumingMemoryBound(to: ReportBuilder.self).pointee
                .fault(libraryCode: error.pointee.code, column: Int(error.pointee.int2), message: error.pointee.message)
        }
        // Only an exhausted memory makes this nil, and no Swift program survives that.
        context = xmlCreatePushParserCtxt(&handler, builder, nil, 0, nil)!
        xmlCtxtUseOptions(context, CInt(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
        context.pointee.input?.pointee.line = CInt(clamping: line)
        self.builder = builder
        builder.pointee.attach(to: context)
    }

    deinit {
        xmlFreeParserCtxt(context)
    }

    /// Once for the process; later parsers may run on other threads.
    private static let initializeLibrary: Void = {
        xmlInitParser()
        xmlSetExternalEntityLoader { _, _, _ in nil }
    }()

    func write(_ text: StaticString) {
        write(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        if !isOpen {
            remainder.append(contentsOf: bytes)
        } else if pending.isEmpty, bytes.count >= Self.pieceSize / 4 {
            feed(bytes)
        } else {
            pending.append(contentsOf: bytes)
            if pending.count >= Self.pieceSize { flush() }
        }
    }

    /// Notes that `count` lines of the file do not reach the parser.
    func skipLines(_ count: Int) {
        guard count > 0 else { return }
        flush()
        if isOpen {
            context.pointee.input?.pointee.line += CInt(clamping: count)
        } else {
            remainder.append(contentsOf: repeatElement(0x0A, count: count))
        }
    }

    func flush() {
        guard !pending.isEmpty else { return }
        var bytes: [UInt8] = []
        swap(&bytes, &pending)
        bytes.withUnsafeBufferPointer(feed)
        if isOpen, pending.isEmpty {
            bytes.removeAll(keepingCapacity: true)
            swap(&bytes, &pending)
        }
    }

    /// Tells the parser that nothing follows; a root element that is still open is a fault.
    func finish() {
        flush()
        guard isOpen else { return }
        isOpen = false
        builder.pointee.isFinishing = true
        xmlParseChunk(context, nil, 0, 1)
    }

    private func feed(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard isOpen, let base = bytes.baseAddress else {
            remainder.append(contentsOf: bytes)
            return
        }
        base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
            _ = xmlParseChunk(context, start, CInt(bytes.count), 0)
        }
        switch builder.pointee.ending {
        case nil: break
        case .rootClosed(let offset):
            isOpen = false
            remainder.append(contentsOf: bytes[max(0, offset - fedBytes)...])
        case .fault, .breach:
            isOpen = false
        }
        fedBytes += bytes.count
    }
}

/// The attributes of a start tag as libxml2 hands them over, five pointers each; valid during the call.
struct AttributeList {
    private let pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    let count: Int

    init(_ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int) {
        self.pointers = pointers
        self.count = count
    }

    /// The interned local name, comparable by address.
    @inline(__always)
    func name(_ index: Int) -> UnsafePointer<UInt8>? { pointers?[index * 5] }

    /// The value, in which libxml2 leaves `&` as `&#38;`.
    @inline(__always)
    func value(_ index: Int) -> Bytes {
        guard let pointers, let start = pointers[index * 5 + 3], let end = pointers[index * 5 + 4] else {
            return Bytes(start: nil, count: 0)
        }
        return Bytes(start: start, count: end - start)
    }
}
