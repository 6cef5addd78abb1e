// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Testing

/// Every limit at n and n + 1.
struct FailureLinesLimitTests {
    @Test(arguments: ["id", "suite", "classname", "name", "type", "run"], [2048, 2049])
    func `a name of 2048 bytes is whole, a longer one is cut and stays distinct`(key: String, count: Int) {
        let stem = String(repeating: "n", count: count - 1)

        let found = readLines("{\"\(key)\":\"\(stem)1\"}\n{\"\(key)\":\"\(stem)2\"}")
        let escaped = readLines("{\"\(key)\":\"\\u006E\(stem.dropFirst())1\"}")

        let values = found.failures.map { value(key, $0) }
        #expect(values.allSatisfy { $0.utf8.count <= 2048 })
        #expect(values[0] != values[1])
        #expect((values == [stem + "1", stem + "2"]) == (count == 2048))
        #expect(found.places == (count == 2048 ? [] : ["value-truncated@1:\(key.count + 5)x2"]))
        #expect(escaped.failures.map { value(key, $0) } == [values[0]])
    }

    @Test(arguments: [16 << 10, (16 << 10) + 1])
    func `a message of 16 KiB is whole`(count: Int) {
        let found = readLines("{\"message\":\"\(String(repeating: "m", count: count))\"}")

        #expect(found.failures[0].message.utf8.count <= 16 << 10)
        #expect(found.codes == (count == 16 << 10 ? [] : ["value-truncated"]))
    }

    @Test(arguments: [256 << 10, (256 << 10) + 1], ["a", #"\n"#])
    func `a text of 256 KiB is whole, of a longer one both ends are kept`(count: Int, first: String) {
        let found = readLines("{\"text\":\"\(first)\(String(repeating: "x", count: count - 2))z\",\"name\":\"n\"}")

        let text = found.failures[0].text
        let isWhole = count == 256 << 10
        #expect(text.hasPrefix(first == "a" ? "ax" : "\nx") && text.hasSuffix("xz"))
        #expect(text.contains("[… 1 bytes cut …]") == !isWhole)
        #expect(found.places == (isWhole ? [] : ["value-truncated@1:9"]))
        #expect(found.failures[0].name == "n")
    }

    @Test func `a text is cut as the details of a JUnit report are`() {
        var limits = ReaderLimits()
        (limits.detailsBytes, limits.messageBytes, limits.valueBytes) = (100, 90, 80)
        let long = String(repeating: "é😀x", count: 40)

        let line = readLines("{\"text\":\"\(long)\",\"message\":\"\(long)\",\"type\":\"\(long)\"}", limits: limits)
        let report = recordSuite(
            "<testcase name=\"a\"><failure message=\"\(long)\" type=\"\(long)\">\(long)</failure></testcase>",
            limits: limits)

        let attempt = report.cases.first?.attempts?.first
        #expect(line.failures.first?.text == attempt?.text)
        #expect(line.failures.first?.message == attempt?.message)
        #expect(line.failures.first?.type == attempt?.type)
        #expect(line.places == ["value-truncated@1:9x3"])
    }

    @Test(arguments: [0, 1], [1, 7, 64 << 10])
    func `a line may have as many bytes as the limit says`(excess: Int, chunk: Int) {
        let line = "{\"id\":\"é\"}"
        var limits = ReaderLimits()
        limits.lineBytes = line.utf8.count - excess

        let found = readLines("{}\n\(line)\n{}\n", limits: limits, chunk: chunk)

        #expect(found.places == (excess == 0 ? [] : ["line-too-long@2:10"]))
        #expect(found.ids == (excess == 0 ? ["1", "é", "3"] : ["1", "3"]))
        #expect(found.badLines == excess)
        #expect(found.isComplete)
    }

    @Test func `a line over the limit at the end of a file leaves it incomplete`() {
        var limits = ReaderLimits()
        limits.lineBytes = 8

        let found = readLines("{}\n{\"id\":12345}", limits: limits)

        #expect(found.places == ["line-too-long@2:9"])
        #expect(!found.isComplete)
    }

    @Test func `texts far above their limits fit in a line`() {
        let text = String(repeating: "\\u0041", count: 2 << 20)

        let found = readLines("{\"text\":\"\(text)\",\"id\":\"a\"}", chunk: 64 << 10)

        #expect(found.ids == ["a"])
        #expect(found.codes == ["value-truncated"])
    }

    @Test(arguments: [3, 4])
    func `a file may hold as many failures as the limit says`(count: Int) {
        var limits = ReaderLimits()
        limits.results = 3

        let found = readLines(String(repeating: "{}\n", count: count) + "\n", limits: limits)

        #expect(found.places == (count == 3 ? [] : ["too-many-results@4"]))
        #expect(found.failures.count == 3)
        #expect(found.isComplete == (count == 3))
    }

    @Test(arguments: [0, 1])
    func `a file may have as many bytes as the limit says`(excess: Int) {
        var limits = ReaderLimits()
        limits.fileBytes = 6 - excess

        let found = readLines("{}\n{}\n", limits: limits)

        #expect(found.codes == (excess == 0 ? [] : ["file-too-large"]))
        #expect(found.isComplete == (excess == 0))
    }

    @Test func `a source that fails keeps what was read`() {
        var source = FailingSource(bytes: Array(String(repeating: "{}\n", count: 2000).utf8))

        let found = readLines(from: &source)

        #expect(found.failures.count == 2000)
        #expect(found.codes == ["unreadable"])
        #expect(!found.isComplete)
    }

    private func value(_ key: String, _ failure: LinesRecording.Failure) -> String {
        switch key {
        case "id": failure.id
        case "suite": failure.suite
        case "classname": failure.className
        case "name": failure.name
        case "type": failure.type
        default: failure.run
        }
    }
}

/// Bytes, and then a fault of the disk.
private struct FailingSource: ByteSource {
    let bytes: [UInt8]
    private var isRead = false

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        guard !isRead else { throw SourceError("unreadable", "cannot be read: input/output error") }
        isRead = true
        buffer.copyBytes(from: bytes)
        return bytes.count
    }

    mutating func rewind() {
        isRead = false
    }
}
