// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Writes test cases as JUnit XML, suite by suite.
struct JUnitWriter {
    /// What a suite says of itself.
    struct Heading {
        /// UTC seconds since 1970.
        var started: Int
        var runKey: String
        /// From 0, the same in every run.
        var suite = 0
    }

    private var names: TestNames
    private var cases = ByteText()
    private(set) var counts = ResultCounts()
    private var milliseconds = 0

    private static let skippedPerMillion = 20_000
    private static let outputPerMillion = 80_000
    private static let outputLines = 6

    init(seed: Int) {
        names = TestNames(seed: seed)
    }

    /// Writes one suite; `cause` says why a test fails, nil when it does not.
    mutating func writeSuite(
        _ tests: Range<Int>,
        to file: inout OutputFile,
        heading: Heading,
        random: inout SeededRandom,
        cause: (Int, inout SeededRandom) -> Cause?
    ) throws {
        let before = counts
        cases.removeAll(keepingCapacity: true)
        milliseconds = 0
        for test in tests {
            let reason = cause(test, &random)
            writeCase(test, reason: reason, random: &random)
        }
        try file.write(head(tests, since: before, heading: heading, random: &random))
        try file.write(cases)
        try file.write("  </testsuite>\n")
    }

    private func head(
        _ tests: Range<Int>,
        since before: ResultCounts,
        heading: Heading,
        random: inout SeededRandom
    ) -> ByteText {
        var text = ByteText()
        text.write("  <testsuite name=\"suite-\(heading.suite)\" tests=\"\(tests.count)\"")
        text.write(
            " failures=\"\(counts.failed - before.failed)\" errors=\"0\" skipped=\"\(counts.skipped - before.skipped)\""
        )
        text.write(" time=\"")
        text.write(secondsOf: milliseconds)
        text.write("\" timestamp=\"")
        text.write(instant: heading.started)
        text.write("\" hostname=\"agent-\(random.below(24))\">\n    <properties>\n")
        text.write("      <property name=\"run\" value=\"\(heading.runKey)\"/>\n    </properties>\n")
        return text
    }

    private mutating func writeCase(_ test: Int, reason: Cause?, random: inout SeededRandom) {
        names.select(test)
        let time = random.below(400)
        milliseconds += time
        cases.write("    <testcase classname=\"")
        cases.append(contentsOf: names.classname)
        cases.write("\" name=\"")
        names.writeName(of: test, to: &cases)
        cases.write("\" time=\"")
        cases.write(secondsOf: time)
        cases.write("\" file=\"")
        cases.append(contentsOf: names.file)
        cases.write("\"")
        if let reason {
            counts.failed += 1
            cases.write(">\n      ")
            reason.write(to: &cases, random: &random)
            cases.write("\n    </testcase>\n")
        } else if random.chance(perMillion: Self.skippedPerMillion) {
            counts.skipped += 1
            cases.write("><skipped message=\"not on this berth\"/></testcase>\n")
        } else {
            counts.passed += 1
            writePassedBody(random: &random)
        }
    }

    private mutating func writePassedBody(random: inout SeededRandom) {
        guard random.chance(perMillion: Self.outputPerMillion) else { return cases.write("/>\n") }
        cases.write(">\n      <system-out>")
        for _ in 0..<Self.outputLines {
            cases.write("INFO ")
            Volatile.instant.write(to: &cases, random: &random)
            cases.write(" \(random.thing())-\(random.below(64)) \(random.deed()) \(random.thing()) id=")
            Volatile.identifier.write(to: &cases, random: &random)
            cases.write("\n")
        }
        cases.write("</system-out>\n    </testcase>\n")
    }
}
