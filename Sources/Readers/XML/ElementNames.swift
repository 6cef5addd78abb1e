// Exitgate
// SPDX-License-Identifier: Apache-2.0

import CLibXML2

/// What an element means in a JUnit report.
enum ElementKind: UInt8 {
    case other
    case testcase
    case failure
    case error
    case skipped
    case systemOut
    case systemErr
    case property
    case properties
    case testsuite
    case testsuites
    case testrun
    case flakyFailure
    case flakyError
    case rerunFailure
    case rerunError

    /// Names in the order of how often they are met.
    static let names: [(StaticString, ElementKind)] = [
        ("testcase", .testcase), ("failure", .failure), ("skipped", .skipped), ("system-out", .systemOut),
        ("property", .property), ("testsuite", .testsuite), ("properties", .properties), ("error", .error),
        ("system-err", .systemErr), ("testsuites", .testsuites), ("flakyFailure", .flakyFailure), ("skip", .skipped),
        ("flakyError", .flakyError), ("rerunFailure", .rerunFailure), ("rerunError", .rerunError),
        ("testrun", .testrun),
    ]

    /// Whether it reports that a try did not hold.
    var isFailing: Bool {
        switch self {
        case .failure, .error, .flakyFailure, .flakyError, .rerunFailure, .rerunError: true
        default: false
        }
    }

    /// Whether it encloses test cases as part of a suite path or at the top.
    var isContainer: Bool { self == .testsuite || self == .testsuites || self == .testrun }
}

extension RootElement {
    /// nil for an element that begins no report.
    init?(_ kind: ElementKind) {
        switch kind {
        case .testsuites: self = .testsuites
        case .testsuite: self = .testsuite
        case .testcase: self = .testcase
        case .testrun: self = .testrun
        default: return nil
        }
    }
}

/// The attributes that mean something.
enum AttributeKind: UInt8 {
    case name, classname, time, message, type, file, line, status, result, timestamp, tests, value, key, hostname
    case ignored, incomplete, package, assertions

    static let names: [(StaticString, AttributeKind)] = [
        ("name", .name), ("classname", .classname), ("time", .time), ("message", .message), ("type", .type),
        ("file", .file), ("line", .line), ("status", .status), ("result", .result), ("value", .value),
        ("timestamp", .timestamp), ("tests", .tests), ("hostname", .hostname), ("key", .key), ("ignored", .ignored),
        ("incomplete", .incomplete), ("package", .package), ("assertions", .assertions),
    ]
}

/// Finds the kind of a name by its address: libxml2 keeps every name once in the dictionary of its context.
struct InternedNames<Kind> {
    private var addresses: [UnsafePointer<UInt8>?] = []
    private var kinds: [Kind] = []

    init() {}

    init(_ names: [(StaticString, Kind)], in context: xmlParserCtxtPtr) {
        for (name, kind) in names {
            addresses.append(xmlDictLookup(context.pointee.dict, name.utf8Start, CInt(name.utf8CodeUnitCount)))
            kinds.append(kind)
        }
    }

    @inline(__always)
    func kind(of name: UnsafePointer<UInt8>?) -> Kind? {
        addresses.withUnsafeBufferPointer { addresses in
            for index in 0..<addresses.count where addresses[index] == name {
                return kinds.withUnsafeBufferPointer { $0[index] }
            }
            return nil
        }
    }
}
