// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import PackagePlugin

/// `swift package exitgate`: runs the tests of a package, keeps their results, and prints where they lead.
@main
struct ExitgateCommand: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let request = Request(arguments)
        let exitgate = Tool(try context.tool(named: "exitgate").url, in: context.package.directoryURL)
        switch request.kind {
        case .help: print(Request.help)
        case .tool(let words): try exitgate.run(words).check("exitgate \(words.first ?? "")")
        case .tests(let ingest, let test, let decides):
            let phase = request.phase ?? Self.phase(of: context.package.directoryURL)
            let run = try TestRun(context, options: test)
            let status = try run.perform()
            let results = run.results
            guard !results.isEmpty else {
                throw Failure("swift test wrote no results; does the package build, and has it tests?")
            }
            let given = phase.map { request.phase == nil ? ["--phase", $0] : [] } ?? []
            let ended = try exitgate.run(["ingest"] + results + given + ingest)
            let place = (request.phase ?? phase).map { [$0] } ?? []
            let release = request.release.map { ["--release", $0] } ?? []
            if decides {
                try exitgate.run(["gate"] + place + release).check("the gate")
            } else {
                try exitgate.run(["status"] + place.flatMap { ["--phase", $0] } + release).check("exitgate status")
            }
            try ended.check("exitgate ingest")
            if status.code != 0 { throw Failure("tests failed") }
        }
    }

    /// Unit tests belong to construction, unless the settings of the package say where its tests belong.
    private static func phase(of package: URL) -> String? {
        let hasSettings = FileManager.default.fileExists(atPath: package.appending(path: "exitgate.yml").path)
        let isSet = ProcessInfo.processInfo.environment["EXITGATE_PHASE"] != nil
        return hasSettings || isSet ? nil : "construction"
    }
}

/// What ends the command with one line.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
