// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The stable skeleton of a failure: what its cause says in one language,
/// volatile parts left open.
struct Trace {
    /// The type attribute of the failure.
    var type: String
    var message: Template
    var lines: [Template]
    /// The lines in which a frame may be lost or gained, never empty.
    var frames: Range<Int>
    /// An extra frame that a retry brings with it.
    var retryFrame: Template

    /// The languages whose failures are imitated.
    enum Language: CaseIterable {
        case java
        case python
        case go
        case javaScript
        case rust
        case cpp
        case swift
    }

    /// The words of one cause.
    struct Subject {
        var thing: String
        var other: String
        var third: String
        var deed: String
        var fault: String

        init(random: inout SeededRandom) {
            thing = random.thing()
            other = random.thing()
            third = random.thing()
            deed = random.deed()
            fault = random.fault()
        }

        /// One of six forms of message, with two to four volatile parts.
        func message(random: inout SeededRandom) -> Template {
            let open = random.pick(Volatile.allCases)
            switch random.below(6) {
            case 0:
                return "could not \(deed) the \(thing) of \(other): \(fault) after \(.duration), request \(.requestKey)"
            case 1:
                return "\(thing) \(fault): expected \(other) but \(deed) gave <\(third)> for \(.identifier) [\(open)]"
            case 2: return "\(fault) of \(thing).\(other): \(.address):\(.port) refused to \(deed) (\(open))"
            case 3:
                return "expected \(thing).\(deed)(\(other)) == \"\(third)\", object \(.pointer), try \(.smallNumber)"
            case 4:
                return
                    "\(deed) \(thing) at \(.instant): \(fault), \(.temporaryFolder)/\(other).bin holds \(.number) bytes"
            default:
                return
                    "\(thing)-\(other)\(.replica) is not ready: \(third) \(fault), \(.smallNumber) & \(.number) waiting"
            }
        }
    }

    /// A trace of 20 to 40 lines, always the same for the same random numbers.
    static func make(_ language: Language, random: inout SeededRandom) -> Trace {
        let subject = Subject(random: &random)
        let message = subject.message(random: &random)
        let depth = 22 + random.below(14)
        var trace =
            switch language {
            case .java: java(subject, depth: depth, random: &random)
            case .python: python(subject, depth: depth, random: &random)
            case .go: go(subject, depth: depth, random: &random)
            case .javaScript: javaScript(subject, depth: depth, random: &random)
            case .rust: rust(subject, depth: depth, random: &random)
            case .cpp: cpp(subject, depth: depth, random: &random)
            case .swift: swift(subject, depth: depth, random: &random)
            }
        trace.message = message
        return trace
    }

    /// The frames are the lines from the middle to the last but one.
    fileprivate init(type: String, lines: [Template], retryFrame: Template) {
        self.type = type
        self.lines = lines
        self.retryFrame = retryFrame
        message = ""
        frames = lines.count / 2..<lines.count - 1
    }
}

extension Trace {
    private static func java(_ subject: Subject, depth: Int, random: inout SeededRandom) -> Trace {
        let type = "org.quay.\(subject.thing).\(subject.other.capital)\(subject.fault.capital)Exception"
        var lines: [Template] = ["\(type): \(message: ())"]
        for _ in 0..<depth {
            let name = random.thing().capital + random.thing().capital
            let package = "\(random.thing()).\(random.thing())"
            let method = random.deed() + random.thing().capital
            lines.append("\tat org.quay.\(package).\(name).\(method)(\(name).java:\(random.line()))")
        }
        lines.append(
            "Caused by: java.io.IOException: \(subject.third) \(subject.fault) in pool-\(.smallNumber)\(.objectHash)"
        )
        for _ in 0..<4 {
            let name = random.thing().capital
            lines.append("\tat org.quay.io.\(name).\(random.deed())(\(name).java:\(random.line()))")
        }
        return Trace(
            type: type,
            lines: lines,
            retryFrame: "\tat org.quay.retry.Again$Attempt\(.smallNumber).call(Again.java:77)"
        )
    }

    private static func python(_ subject: Subject, depth: Int, random: inout SeededRandom) -> Trace {
        let type = "\(subject.thing).faults.\(subject.other.capital)\(subject.fault.capital)"
        var lines: [Template] = ["Traceback (most recent call last):"]
        for _ in 0..<depth / 2 {
            let module = random.thing()
            let function = "\(random.deed())_\(random.thing())"
            lines.append(
                "  File \"\(.temporaryFolder)/\(module)/\(random.thing()).py\", line \(random.line()), in \(function)"
            )
            lines.append(
                "    return \(module).\(random.deed())(\(random.thing()), \(random.thing())=\(random.thing()))"
            )
        }
        lines.append("\(type): \(message: ())")
        return Trace(type: type, lines: lines, retryFrame: "    again.attempt(\(.smallNumber), wait=\(.duration))")
    }

    private static func go(_ subject: Subject, depth: Int, random: inout SeededRandom) -> Trace {
        var lines: [Template] = ["panic: \(message: ())", "", "goroutine \(.smallNumber) [running]:"]
        for _ in 0..<depth / 2 {
            let package = random.thing()
            let receiver = "(*\(random.thing().capital)).\(random.deed().capital)"
            lines.append("quay.example/\(random.thing())/\(package).\(receiver)(\(.pointer), \(.pointer), \(.pointer))")
            lines.append(
                "\t/go/src/quay.example/\(package)/\(random.thing()).go:\(random.line()) +0x\(100 + random.below(800))"
            )
        }
        return Trace(
            type: "panic",
            lines: lines,
            retryFrame: "quay.example/again.(*Loop).Try(\(.pointer), 0x\(subject.deed.count))"
        )
    }

    private static func javaScript(_ subject: Subject, depth: Int, random: inout SeededRandom) -> Trace {
        let type = "\(subject.thing.capital)\(subject.fault.capital)Error"
        var lines: [Template] = ["\(type): \(message: ())"]
        for _ in 0..<depth {
            let place = "\(random.thing())/dist/\(random.thing()).js:\(random.line()):\(1 + random.below(90))"
            lines.append("    at \(random.thing().capital).\(random.deed()) (/srv/quay/node_modules/@quay/\(place))")
        }
        return Trace(
            type: type,
            lines: lines,
            retryFrame: "    at async Again.attempt\(.smallNumber) (/srv/quay/again.js:9:3)"
        )
    }

    private static func rust(_ subject: Subject, depth: Int, random: inout SeededRandom) -> Trace {
        var lines: [Template] = [
            "thread 'case-\(.smallNumber)' panicked at src/\(subject.thing)/\(subject.other).rs:\(random.line()):13:",
            "\(message: ())", "stack backtrace:",
        ]
        for frame in 0..<depth / 2 {
            let path = "quay_\(random.thing())::\(random.thing())::\(random.deed())_\(random.thing())"
            lines.append("  \(frame): \(.pointer) - \(path)")
            lines.append("             at ./crates/\(random.thing())/src/\(random.thing()).rs:\(random.line()):17")
        }
        return Trace(type: "panicked", lines: lines, retryFrame: "             at \(.temporaryFolder)/again.rs:41:9")
    }

    private static func cpp(_ subject: Subject, depth: Int, random: inout SeededRandom) -> Trace {
        let limit = "\(subject.other)->\(subject.third)"
        var lines: [Template] = [
            "/src/\(subject.thing)/\(subject.other)_test.cc:\(random.line()): Failure", "\(message: ())",
            "Expected: (\(subject.thing).\(subject.deed)()) < (\(limit)), actual: \(.number) vs \(.number)",
        ]
        for frame in 0..<depth {
            let function = "quay::\(random.thing())::\(random.thing().capital)::\(random.deed())"
            let place = "/src/\(random.thing())/\(random.thing()).cc:\(random.line())"
            lines.append("    #\(frame) \(.pointer) in \(function)(std::vector<\(random.thing())> const&) \(place)")
        }
        return Trace(type: "", lines: lines, retryFrame: "    #99 \(.pointer) in quay::again(int) /src/again.cc:12")
    }

    private static func swift(_ subject: Subject, depth: Int, random: inout SeededRandom) -> Trace {
        let file = "/Users/build/\(subject.thing)/Tests/\(subject.other.capital)Tests.swift"
        var lines: [Template] = ["\(file):\(random.line()): error: \(message: ())"]
        for frame in 0..<depth {
            let owner = random.thing().capital
            let symbol = "$s4Quay\(owner.count)\(owner)C\(random.deed())yyYaKF + \(16 + random.below(400))"
            lines.append("\(frame)   Quay\(random.thing().capital)Tests \(.pointer) \(symbol)")
        }
        return Trace(
            type: "XCTAssertEqual",
            lines: lines,
            retryFrame: "0   Quay \(.pointer) $s4Quay5AgainC3tryyyF + 24"
        )
    }
}
