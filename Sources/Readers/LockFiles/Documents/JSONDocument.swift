// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase

/// JSON by Foundation, which stops at 512 levels of nesting by itself.
enum JSONDocument {
    /// Where and why a text is no JSON.
    struct Fault: Error {
        let message: String
        /// Place in bytes from 0; nil when unknown.
        let offset: Int?
    }

    /// - Throws: ``Fault`` when the text is no JSON.
    static func tree(_ text: String) throws(Fault) -> LockTree {
        do {
            let value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            return tree(value, depth: 0)
        } catch {
            throw fault(error as NSError)
        }
    }

    private static func tree(_ value: Any, depth: Int) -> LockTree {
        guard depth < LockTree.deepest else { return .none }
        switch value {
        case let text as String: return .text(text)
        case let table as [String: Any]: return .table(table.mapValues { tree($0, depth: depth + 1) })
        case let list as [Any]: return .list(list.map { tree($0, depth: depth + 1) })
        case let number as NSNumber:
            let isBoolean = String(cString: number.objCType) == "c"
            return .text(isBoolean ? (number.boolValue ? "true" : "false") : number.stringValue)
        default: return .none
        }
    }

    /// Darwin gives the place as a value, the open-source Foundation as the last number of the description.
    private static func fault(_ error: NSError) -> Fault {
        let description = error.userInfo["NSDebugDescription"] as? String ?? "the text is no JSON"
        let digits = description.reversed().drop { !$0.isNumber }.prefix { $0.isNumber }
        let place = description.contains("around character") ? Int(String(digits.reversed())) : nil
        let end = description.range(ofASCII: " around ")?.lowerBound ?? description.endIndex
        let message = description[..<end]
        return Fault(
            message: message.prefix(1).lowercased() + message.dropFirst().prefix { $0 != "." },
            offset: error.userInfo["NSJSONSerializationErrorIndex"] as? Int ?? place)
    }
}

extension LockDraft {
    /// The document of a text; nil after noting the fault when it is no JSON.
    mutating func json(_ text: String) -> LockTree? {
        do {
            return try JSONDocument.tree(text)
        } catch {
            let place = error.offset.map { text.place(atByte: $0) }
            markMalformed("this is no JSON: \(error.message)", line: place?.line, column: place?.column)
            return nil
        }
    }
}

extension String {
    /// Line and column, from 1, of a byte that is counted from 0.
    func place(atByte offset: Int) -> (line: Int, column: Int) {
        let before = utf8.prefix(offset)
        let start = before.lastIndex(of: 0x0A).map { before.index(after: $0) } ?? before.startIndex
        return (before.count { $0 == 0x0A } + 1, Substring(before[start...]).count + 1)
    }
}
