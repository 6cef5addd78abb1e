// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Where a failure was seen, as evidence names it.
package struct TestPlace: Sendable, Hashable {
    package var suite: UInt64
    package var className: UInt64
    package var test: UInt64

    package init(suite: UInt64, className: UInt64, test: UInt64) {
        self.suite = suite
        self.className = className
        self.test = test
    }

    /// Where `failure` was seen.
    package init(_ failure: FailureText) {
        suite = TokenSpace.suite.token(failure.suite)
        className = TokenSpace.className.token(failure.className)
        test = Token.mix(className, TokenSpace.method.token(failure.plainName))
    }
}

extension SignatureEvidence {
    package var place: TestPlace { TestPlace(suite: suite, className: className, test: test) }
}

/// In which tests, classes and runs each signature was seen.
struct Sightings: Sendable {
    /// Tests of one signature that are remembered.
    private static let testLimit = 32

    private struct Others {
        var tests: [UInt64] = []
        var classes: [Int32] = []
    }

    private var firstTests: [UInt64] = []
    /// Run in which each signature was seen last; -1 without run times.
    private(set) var lastRuns: [Int32] = []
    /// Tests and classes beyond the first of each signature.
    private var others: [Int32: Others] = [:]

    /// Notes the first sighting of the next signature.
    mutating func add(_ signature: Int32, test: UInt64, run: Int32?) {
        firstTests.append(test)
        lastRuns.append(run ?? -1)
    }

    mutating func see(_ signature: Int32, run: Int32) {
        lastRuns[Int(signature)] = max(lastRuns[Int(signature)], run)
    }

    /// Whether there is room for the test and it is not known.
    func isNew(_ signature: Int32, test: UInt64) -> Bool {
        guard firstTests[Int(signature)] != test else { return false }
        guard let known = others[signature] else { return true }
        return known.tests.count < Self.testLimit - 1 && !known.tests.contains(test)
    }

    /// Notes another test of a signature, whose first class was `first`.
    mutating func add(_ signature: Int32, test: UInt64, className: Int32, first: Int32) {
        others[signature, default: Others()].tests.append(test)
        if className != first, others[signature]?.classes.contains(className) == false {
            others[signature]?.classes.append(className)
        }
    }

    /// Whether the signature was seen in a class beyond its first.
    func isSeen(_ signature: Int32, inClass className: Int32) -> Bool {
        others[signature]?.classes.contains(className) == true
    }
}

// MARK: Images

extension Sightings {
    /// Run times are no part of an image.
    func write(to image: inout ImageWriter) {
        image.append(firstTests)
        let all = others.sorted { $0.key < $1.key }
        image.append(all.map(\.key))
        image.append(all.map { Int32(truncatingIfNeeded: $0.value.tests.count) })
        image.append(all.map { Int32(truncatingIfNeeded: $0.value.classes.count) })
        image.append(all.flatMap(\.value.tests))
        image.append(all.flatMap(\.value.classes))
    }

    init(from image: inout ImageReader) throws {
        firstTests = try image.numbers()
        lastRuns = Array(repeating: -1, count: firstTests.count)
        let (keys, testCounts): ([Int32], [Int32]) = (try image.numbers(), try image.numbers())
        let classCounts: [Int32] = try image.numbers()
        var tests: ArraySlice<UInt64> = try image.numbers()[...]
        var classes: ArraySlice<Int32> = try image.numbers()[...]
        for (place, key) in keys.enumerated() {
            others[key] = Others(
                tests: Array(tests.prefix(Int(testCounts[place]))),
                classes: Array(classes.prefix(Int(classCounts[place]))))
            tests = tests.dropFirst(Int(testCounts[place]))
            classes = classes.dropFirst(Int(classCounts[place]))
        }
    }
}
