// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestPhase
import Testing

@testable import Readers

struct ToolsTests {
    private let project: ProjectSample
    private let environment: [String: String]

    init() throws {
        project = try ProjectSample([".swift-version": "6.1\n", "Package.swift": "import PackageDescription\n"])
        environment = ["PATH": project.folder.path("bin")]
    }

    private func install(_ name: String, _ text: String = "#!/bin/sh\n") throws {
        try project.write("bin/\(name)", text)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: project.folder.path("bin/\(name)"))
    }

    @Test func `what a tool says of itself stands beside what a file asks for`() throws {
        try install("swift")

        let outcome = project.capture(
            environment: environment,
            answers: ["swift --version": "\nSwift version 6.3.1 (swift-6.3.1-RELEASE)\nTarget: x\n"])

        #expect(
            outcome.items(.toolchain).map { "\($0.key) \($0.value ?? "-") \($0.evidence)" } == [
                "swift 6.1 .swift-version", "swift 6.3.1 swift --version",
            ])
        #expect(outcome.diagnostics.isEmpty)
    }

    @Test(arguments: [
        ("v20.11.1", "20.11.1"), ("Python 3.12.1", "3.12.1"), ("go version go1.22.1 linux/amd64", "1.22.1"),
        ("openjdk 17.0.9 2023-10-17", "17.0.9"), ("PHP 8.3.1 (cli) (built: Dec 20 2031)", "8.3.1"),
        ("rustc 1.80.0-nightly (0a1b2c3 2031-05-01)", "1.80.0-nightly"), ("Swift version 6.4-dev (LLVM 0a)", "6.4-dev"),
        ("deno 2.0.0 (stable, release)", "2.0.0"), ("built by hand", "built by hand"),
    ])
    func `the version is the first word that looks like one`(line: String, version: String) {
        #expect(Tools.version(in: line) == version)
    }

    @Test func `builds of one version differ in their digests`() throws {
        try install("swift")
        let digests = ["(build 1)", "(build 2)"].map { build in
            project.capture(environment: environment, answers: ["swift --version": "Swift version 6.3 \(build)"])
                .items(.toolchain).last?.digest
        }

        #expect(digests[0] != nil)
        #expect(digests[0] != digests[1])
    }

    @Test func `a tool that answered before is not asked again, until it changes`() throws {
        try install("swift")
        let first = project.capture(environment: environment, answers: ["swift --version": "Swift version 6.3.1"])
        let same = project.capture(environment: environment, known: first.readings)
        try install("swift", "#!/bin/sh\n# another one\n")

        let changed = project.capture(
            environment: environment, answers: ["swift --version": "Swift version 6.4"], known: first.readings)

        #expect(same.snapshot == first.snapshot)
        #expect(changed.lines(.toolchain).contains("swift 6.4"))
    }

    @Test func `another version in a file asks again, because launchers obey it`() throws {
        try install("swift")
        let first = project.capture(environment: environment, answers: ["swift --version": "Swift version 6.1"])
        try project.write(".swift-version", "6.4\n")

        let second = project.capture(
            environment: environment, answers: ["swift --version": "Swift version 6.4"], known: first.readings)

        #expect(second.lines(.toolchain) == ["swift 6.4", "swift 6.4"])
    }

    @Test func `a tool that nobody installed is missing only where the plan asks for it`() {
        var plan = project.plan
        plan.tools = ["turbine"]

        let outcome = project.capture(plan, environment: environment)

        #expect(outcome.codes == ["tool-missing"])
        #expect(outcome.diagnostics.first?.file == "turbine --version")
    }

    @Test func `a tool that fails is told`() throws {
        try install("swift")

        let outcome = project.capture(environment: environment)

        #expect(outcome.codes == ["tool-silent"])
        #expect(outcome.items(.toolchain).map(\.evidence) == [".swift-version"])
    }

    @Test func `a relative search path starts nothing`() throws {
        try install("swift")
        // Enough steps to the root of the file system from wherever the test runs.
        let relative = String(repeating: "../", count: 40) + project.folder.path("bin").dropFirst()

        let outcome = project.capture(
            environment: ["PATH": relative], answers: ["swift --version": "Swift version 6.3.1"])

        #expect(outcome.items(.toolchain).map(\.evidence) == [".swift-version"])
    }
}
