// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A test case of a report under construction.
struct CaseText {
    var name: String
    var className = "shop.CartTests"
    var content = ""
    var file: String?

    var text: String {
        let place = file.map { " file=\"\(escaped($0))\"" } ?? ""
        return
            "<testcase classname=\"\(escaped(className))\" name=\"\(escaped(name))\"\(place) time=\"0.25\">\(content)</testcase>"
    }

    static func passed(_ name: String) -> CaseText { CaseText(name: name) }

    static func failed(_ name: String, _ message: String = emptyCart) -> CaseText {
        CaseText(name: name, content: "<failure message=\"\(escaped(message))\" type=\"AssertionError\"/>")
    }

    static func crashed(_ name: String, _ message: String = emptyCart) -> CaseText {
        CaseText(name: name, content: "<error message=\"\(escaped(message))\" type=\"OSError\"/>")
    }

    static func skipped(_ name: String) -> CaseText { CaseText(name: name, content: "<skipped/>") }

    /// Failed at first, passed in the end.
    static func flaky(_ name: String, _ message: String = emptyCart) -> CaseText {
        CaseText(name: name, content: "<flakyFailure message=\"\(escaped(message))\" type=\"AssertionError\"/>")
    }
}

/// Messages with signatures of their own.
let emptyCart = "the cart is empty after checkout"
let refusedPayment = "payment refused by the bank"
let missingLogin = "login page cannot be found"
let brokenFixture = "fixture could not start the database"

/// A report with one suite.
///
/// - Parameter error: what broke the suite as a whole.
func report(_ cases: CaseText..., suite: String = "shop", error: String? = nil) -> String {
    report(cases, suite: suite, error: error)
}

func report(_ cases: [CaseText], suite: String = "shop", error: String? = nil) -> String {
    "<testsuites>\(suiteText(cases, suite: suite, error: error))</testsuites>"
}

func suiteText(_ cases: [CaseText], suite: String, error: String? = nil) -> String {
    let failure = error.map { "<error message=\"\(escaped($0))\" type=\"SetUpError\"/>" } ?? ""
    return "<testsuite name=\"\(escaped(suite))\">\(failure)\(cases.map(\.text).joined())</testsuite>"
}

func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case "\"": result += "&quot;"
        default: result.append(character)
        }
    }
}
