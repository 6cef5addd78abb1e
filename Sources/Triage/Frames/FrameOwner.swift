// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Tells code of tests from code of the product, and helpers of assertions from both.
struct FrameOwner {
    private let className: Bytes
    private let testName: Bytes

    /// - Parameters:
    ///   - className: Class of the failing test as the report gives it.
    ///   - testName: Its name without parameters.
    init(className: Bytes, testName: Bytes) {
        self.className = Self.isClass(className) ? className : Bytes(start: nil, count: 0)
        self.testName = testName
    }

    /// Whether `symbol` lies in the failing test itself or looks like any test.
    func isTest(_ symbol: Bytes, nameStart: Int, isDotted: Bool) -> Bool {
        isOwn(symbol, nameStart) || Self.hasTestClass(symbol, nameStart) || !isDotted && Self.hasTestPath(symbol)
    }

    /// Whether the function is one that only asserts: `assertEquals`, `verifyThat`, `checkState`.
    static func isHelper(_ symbol: Bytes, nameStart: Int) -> Bool {
        guard nameStart > 0, nameStart < symbol.count, isJoint(symbol[nameStart - 1]) else { return false }
        var start = nameStart
        for word in words where symbol.has(word, at: start) {
            start += word.utf8CodeUnitCount
            break
        }
        for verb in verbs {
            if symbol.hasName(verb, at: start) || start > nameStart && symbol.hasName(verb, at: nameStart) {
                return true
            }
        }
        let name = symbol.part(nameStart, symbol.count)
        return helpers.contains(where: name.isEqual)
    }

    private func isOwn(_ symbol: Bytes, _ nameStart: Int) -> Bool {
        if !className.isEmpty {
            var end = 0
            while end < className.count, className[end] != .dollar { end += 1 }
            if end > 0, symbol.count >= end, symbol.part(0, end).isEqual(className.part(0, end)) { return true }
        }
        guard nameStart > 0, !testName.isEmpty, Self.isJoint(symbol[nameStart - 1]) else { return false }
        return symbol.part(nameStart, symbol.count).isEqual(testName)
    }

    /// `shop.CartTest.total`, `shop.CartTest$Inner.total`, `CartTest::TestBody`, `shop.TestTotal`.
    private static func hasTestClass(_ symbol: Bytes, _ nameStart: Int) -> Bool {
        guard nameStart > 1 else { return false }
        if symbol.has("Test", at: nameStart), symbol.byte(nameStart + 4).isUpper { return true }
        var end = nameStart - 1
        if symbol[end] == .colon, symbol[end - 1] == .colon { end -= 1 }
        var place = end
        while place > 0, symbol[place - 1] != .dot, symbol[place - 1] != .slash {
            place -= 1
            if symbol[place] == .dollar { end = place }
        }
        return classSuffixes.contains { end >= $0.utf8CodeUnitCount && symbol.has($0, at: end - $0.utf8CodeUnitCount) }
    }

    /// `tests/`, `test_cart`, `cart_test.`, `cart.spec.`, `CartTests.swift`.
    private static func hasTestPath(_ symbol: Bytes) -> Bool {
        var index = 0
        while index + 9 <= symbol.count {
            if hasTestWord(symbol, from: index) {
                for place in index..<index + 8 where isTestPath(symbol, at: place) { return true }
            }
            index += 8
        }
        while index + 5 <= symbol.count {
            if isTestPath(symbol, at: index) { return true }
            index += 1
        }
        return false
    }

    /// Whether `te` or `sp`, in which all words for tests begin, stands at any of eight places, whatever the first case.
    @inline(__always)
    private static func hasTestWord(_ symbol: Bytes, from index: Int) -> Bool {
        let first = symbol.word(at: index) | 0x2020_2020_2020_2020
        let second = symbol.word(at: index + 1)
        let te = (first ^ 0x7474_7474_7474_7474) | (second ^ 0x6565_6565_6565_6565)
        let sp = (first ^ 0x7373_7373_7373_7373) | (second ^ 0x7070_7070_7070_7070)
        let hasZero = ((te &- 0x0101_0101_0101_0101) & ~te) | ((sp &- 0x0101_0101_0101_0101) & ~sp)
        return hasZero & 0x8080_8080_8080_8080 != 0
    }

    private static func isTestPath(_ symbol: Bytes, at index: Int) -> Bool {
        let letter = symbol[index] | 32
        guard letter == UInt8(ascii: "t") || letter == UInt8(ascii: "s") else { return false }
        let second = symbol.byte(index + 1)
        guard second == UInt8(ascii: "e") || second == UInt8(ascii: "p") else { return false }
        let before = symbol.byte(index - 1)
        let isStart = index == 0 || before == .slash
        if isStart, symbol.hasAny(folders, at: index) { return true }
        if isStart || before == .dot || before == .underscore, symbol.has("test_", at: index) { return true }
        if before == .underscore, symbol.hasAny(tails, at: index) { return true }
        if before == .dot, symbol.hasAny(tails, at: index), symbol.isScript(from: index + 5) { return true }
        return symbol.hasAny(files, at: index)
    }

    /// A class has a capital letter or says that it is a test; a path of a Go package has slashes.
    private static func isClass(_ name: Bytes) -> Bool {
        if name.isEmpty || name.contains(.slash) { return false }
        var last = name.count
        while last > 0, name[last - 1] != .dot { last -= 1 }
        if name.byte(last).isUpper { return true }
        return (0..<name.count).contains { name.startsIgnoringCase("test", at: $0) }
    }

    /// What stands between a class or file and a function.
    @inline(__always)
    private static func isJoint(_ byte: UInt8) -> Bool { byte == .dot || byte == .colon }

    private static let words: [StaticString] = ["do", "internal", "_"]
    private static let verbs: [StaticString] = ["assert", "fail", "verify", "expect", "check", "require", "match"]
    private static let helpers: [StaticString] = [
        "newComparisonFailure", "comparisonFailure", "createComparisonFailure", "isEqualTo", "that", "newInstance",
    ]
    private static let classSuffixes: [StaticString] = ["Test", "Tests", "TestCase", "Spec", "IT", "::tests"]
    private static let folders: [StaticString] = ["test/", "tests/", "spec/"]
    private static let tails: [StaticString] = ["test.", "spec.", "tests__/"]
    private static let files: [StaticString] = ["Tests/", "Tests.swift", "Test.swift", "Test.php", "Tests.php"]
}

extension UnsafeBufferPointer<UInt8> {
    @inline(__always)
    fileprivate func hasAny(_ literals: [StaticString], at index: Int) -> Bool {
        for literal in literals where has(literal, at: index) { return true }
        return false
    }

    /// Whether `literal` stands at `index`, whatever the case of its first letter.
    @inline(__always)
    fileprivate func hasName(_ literal: StaticString, at index: Int) -> Bool {
        guard index + literal.utf8CodeUnitCount <= count, self[index] | 32 == literal.utf8Start[0] else { return false }
        for offset in 1..<literal.utf8CodeUnitCount where self[index + offset] != literal.utf8Start[offset] {
            return false
        }
        return true
    }

    fileprivate func isScript(from index: Int) -> Bool {
        let letter = byte(index)
        return letter == UInt8(ascii: "t") || letter == UInt8(ascii: "j") || letter == UInt8(ascii: "m")
            || letter == UInt8(ascii: "c")
    }
}
