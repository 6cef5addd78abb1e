// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Testing

/// Which files tests run through.
struct CoverageFileTests {
    private func read(_ text: String) -> [String: [String]]? {
        CoverageFile(Array(text.utf8))?.files.mapValues { $0.sorted() }
    }

    @Test func `lcov names the test of each part, and only what was hit counts`() {
        let text = """
            TN:pays
            SF:src/pay/cart.js
            DA:1,0
            DA:2,3
            end_of_record
            SF:src/web/page.js
            DA:1,0
            end_of_record
            TN:
            SF:src/web/page.js
            DA:7,1,checksum
            end_of_record
            SF:never/closed.js
            DA:1,1
            """

        #expect(read(text) == ["pays": ["src/pay/cart.js"], "": ["src/web/page.js"]])
    }

    @Test func `a cobertura class without a rate is known by its lines`() {
        let text = """
            <coverage><packages><package><classes>
            <class filename="src/cart.py"><lines><line number="1" hits="0"/><line number="2" hits="3"/></lines></class>
            <class filename="src/page.py"><lines><line number="1" hits="0"/></lines></class>
            <class filename="src/done.py" line-rate="0"><lines><line number="1" hits="1"/></lines></class>
            </classes></package></packages></coverage>
            """

        #expect(read(text) == ["": ["src/cart.py"]])
    }

    @Test func `cobertura names files only`() {
        let text = """
            <?xml version="1.0"?>
            <!DOCTYPE coverage SYSTEM "http://cobertura.example/coverage-04.dtd">
            <coverage><packages><package><classes>
            <class name="Cart" filename="src/a &amp; b.py" line-rate="0.5"/>
            <class name="Page" filename="src/page.py" line-rate="0"></class>
            <class name="Cut" filename="src/cut.py" line-rate="1.0">
            """

        #expect(read(text) == ["": ["src/a & b.py", "src/cut.py"]])
    }

    @Test(arguments: ["", "hello", "<coverage/>", "TN:x\nSF:a\nDA:1,0\nend_of_record\n", "<coverage><class"])
    func `what tells of nothing is nothing`(text: String) {
        #expect(read(text) == nil)
    }

    @Test func `a report with entities is not read on, and no file is opened`() {
        let text = """
            <!DOCTYPE coverage [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "evil">]>
            <coverage>&x;&y;<class filename="a.py" line-rate="1"/></coverage>
            """

        #expect(read(text) == nil)
    }
}
