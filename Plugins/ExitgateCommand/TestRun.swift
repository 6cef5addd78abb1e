// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// One run of `swift test`, with all that it can tell about its results.
struct TestRun {
    private let swift: Tool
    private let package: URL
    /// The build folder that the command itself was built in.
    private let scratch: URL
    /// Results of XCTest; those of Swift Testing lie beside it under another name.
    private let xunit: URL
    private let events: URL
    private let options: [String]

    init(_ context: PluginContext, options: [String]) throws {
        // Where results are written is said below.
        for own in ["--xunit-output", "--event-stream-output-path"]
        where options.contains(where: { $0 == own || $0.hasPrefix("\(own)=") }) {
            throw Failure("\(own) is given by the plugin")
        }
        package = context.package.directoryURL
        swift = Tool(try context.tool(named: "swift").url, in: package)
        let work = context.pluginWorkDirectoryURL
        // The folder of a plugin is plugins/NAME/outputs of the build folder.
        scratch = work.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        xunit = work.appending(path: "results.xml")
        events = work.appending(path: "events.jsonl")
        self.options = options
    }

    private var swiftTesting: URL { xunit.deletingLastPathComponent().appending(path: "results-swift-testing.xml") }

    func perform() throws -> Tool.Status {
        for file in [xunit, swiftTesting, events] { try? FileManager.default.removeItem(at: file) }
        // XCTest writes results only when its tests run in parallel.
        var arguments = ["test", "--package-path", package.path, "--parallel", "--xunit-output", xunit.path]
        let hidden = try swift.output(["test", "--help-hidden"])
        // SwiftPM holds the lock of the build folder while it runs a plugin, which builds nothing meanwhile.
        if hidden.contains("--ignore-lock") {
            arguments += ["--ignore-lock", "--scratch-path", scratch.path]
        } else {
            arguments += ["--scratch-path", scratch.appending(path: "exitgate").path]
        }
        // What XCTest printed is the only place where it tells what failed.
        if hidden.contains("--experimental-xunit-message-failure") {
            arguments.append("--experimental-xunit-message-failure")
        }
        if hidden.contains("--event-stream-output-path") {
            arguments += ["--event-stream-output-path", events.path]
        }
        return try swift.run(arguments + options)
    }

    /// Files with results: of Swift Testing the one that tells more.
    var results: [String] {
        let other = isFilled(events, "\"kind\":\"event\"") ? events : swiftTesting
        return [xunit, other].filter { isFilled($0, $0 == events ? "" : "<testcase") }.map(\.path)
    }

    private func isFilled(_ file: URL, _ mark: String) -> Bool {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return false }
        return mark.isEmpty ? !text.isEmpty : text.contains(mark)
    }
}
