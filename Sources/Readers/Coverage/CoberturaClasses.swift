// Exitgate
// SPDX-License-Identifier: Apache-2.0

import CLibXML2

/// The files of a Cobertura report of which any line was run through.
///
/// It is read by libxml2 with nothing switched on: no entities, no DTD, no network, no files.
enum CoberturaClasses {
    private struct Found {
        var files: Set<String> = []
        /// The class at hand where it does not say how much of it was run through: then its lines do.
        var unratedFile: String?

        mutating func take(class list: AttributeList) {
            var (file, rate) = ("", Double?.none)
            for index in 0..<list.count {
                guard let name = list.name(index) else { continue }
                let text = String(decoding: list.value(index), as: UTF8.self)
                switch String(cString: name) {
                case "filename": file = text.replacing("&#38;", with: "&")
                case "line-rate": rate = Double(text) ?? 0
                default: break
                }
            }
            unratedFile = rate == nil && !file.isEmpty ? file : nil
            if let rate, rate > 0, !file.isEmpty { files.insert(file) }
        }

        mutating func take(line list: AttributeList) {
            guard let unratedFile, !files.contains(unratedFile) else { return }
            for index in 0..<list.count {
                guard let name = list.name(index), String(cString: name) == "hits" else { continue }
                let hits = Int(String(decoding: list.value(index), as: UTF8.self)) ?? 0
                if hits > 0 { files.insert(unratedFile) }
            }
        }
    }

    /// What was complete where the report is cut off.
    ///
    /// - Complexity: O(length).
    static func covered(in bytes: [UInt8]) -> Set<String> {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { target, name, _, _, _, _, count, _, attributes in
            guard let target, let name else { return }
            let list = AttributeList(attributes, count: Int(count))
            let found = target.assumingMemoryBound(to: Found.self)
            switch String(cString: name) {
            case "class": found.pointee.take(class: list)
            case "line": found.pointee.take(line: list)
            default: break
            }
        }
        handler.serror = { _, _ in }
        var found = Found()
        withUnsafeMutablePointer(to: &found) { found in
            bytes.withUnsafeBufferPointer { bytes in
                guard let start = bytes.baseAddress,
                    let context = xmlCreatePushParserCtxt(&handler, found, nil, 0, nil)
                else { return }
                defer { xmlFreeParserCtxt(context) }
                xmlCtxtUseOptions(context, CInt(XML_PARSE_NONET.rawValue))
                start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
                    _ = xmlParseChunk(context, start, CInt(clamping: bytes.count), 1)
                }
            }
        }
        return found.files
    }
}
