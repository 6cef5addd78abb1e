// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

/// The text of a class names its settings and nothing else.
struct ConfigurationClassTests {
    static let examples: [(settings: [String: String], text: String)] = [
        ([:], ""), (["os": "linux"], "os=linux"), (["os": "linux", "db": "pg16"], "db=pg16,os=linux"),
        (["a": ""], "a="), (["a=b": "c,d"], "a\\=b=c\\,d"), (["path": "c:\\x"], "path=c:\\\\x"),
    ]

    @Test(arguments: examples)
    func `settings are sorted, joined and escaped`(settings: [String: String], text: String) {
        #expect(ConfigurationClass(settings).text == text)
    }

    @Test func `different settings are different classes, whatever they hold`() {
        let settings: [[String: String]] = [
            ["a": "1,b=2"], ["a": "1", "b": "2"], ["a,b": "1=2"], ["a=1,b": "2"], ["a": "1\\", "b": "2"],
            ["a": "1\\,b=2"],
            ["a\\": "1", "b": "2"], ["a": "\\"], ["a": "\\\\"],
        ]

        #expect(Set(settings.map(ConfigurationClass.init(_:))).count == settings.count)
    }

    @Test func `a class comes back from its stored text`() {
        let configuration = ConfigurationClass(["a=b": "c,d"])

        #expect(ConfigurationClass(stored: configuration.text) == configuration)
    }

    @Test func `the class without settings has a name for people`() {
        #expect("\(ConfigurationClass([:]))" == "(any)")
    }
}
