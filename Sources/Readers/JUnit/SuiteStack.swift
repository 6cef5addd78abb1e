// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What the start tag of a suite said.
struct SuiteAttributes {
    var name = ""
    var hostname = ""
    var timestamp: String?
    var tests: String?
}

/// The suites that are open, outermost first.
struct SuiteStack {
    struct Frame {
        var isSuite: Bool
        var index: Int
        var name: String
        var declaredTests: String?
        /// Cases inside, at any depth.
        var cases = 0
        var childSuites = 0
        /// Position among the suites of the enclosing element, from 1.
        var ordinal = 1
        var properties: [(name: String, value: String)] = []
        var droppedProperties = 0
    }

    private var frames: [Frame] = []
    private var rootSuites = 0

    /// Index of the innermost suite, in the order of start tags; nil outside any.
    var currentSuite: Int? { frames.last { $0.isSuite }?.index }

    /// Index of the suite around the innermost one.
    var parentSuite: Int? { frames.dropLast().last { $0.isSuite }?.index }

    mutating func open(isSuite: Bool, values: SuiteAttributes, index: Int) {
        var frame = Frame(isSuite: isSuite, index: index, name: values.name, declaredTests: values.tests)
        if frames.isEmpty {
            rootSuites += 1
            frame.ordinal = rootSuites
        } else {
            frames[frames.count - 1].childSuites += 1
            frame.ordinal = frames[frames.count - 1].childSuites
        }
        frames.append(frame)
    }

    mutating func close() -> Frame? {
        guard let frame = frames.popLast() else { return nil }
        if !frames.isEmpty { frames[frames.count - 1].cases += frame.cases }
        return frame
    }

    mutating func closeAll() {
        frames.removeAll(keepingCapacity: true)
    }

    mutating func countCase() {
        if !frames.isEmpty { frames[frames.count - 1].cases += 1 }
    }

    mutating func addProperty(name: String, value: String, limit: Int) {
        guard let last = frames.indices.last else { return }
        if frames[last].properties.count < limit {
            frames[last].properties.append((name, value))
        } else {
            frames[last].droppedProperties += 1
        }
    }

    func path(isInsideCase: Bool) -> String {
        var parts = frames.map { frame in
            let element = frame.isSuite ? "testsuite" : "testsuites"
            return frame.isSuite ? "\(element)[\(frame.ordinal)](\"\(frame.name.prefix(60))\")" : element
        }
        if isInsideCase { parts.append("testcase[\(frames.last?.cases ?? 1)]") }
        return parts.joined(separator: " > ")
    }
}
