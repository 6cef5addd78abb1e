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
            try await runTests(context, exitgate, request, ingest: ingest, test: test, decides: decides)
        }
    }

    private func runTests(
        _ context: PluginContext, _ exitgate: Tool, _ request: Request, ingest: [String], test: [String], decides: Bool
    ) async throws {
        let run = try TestRun(context, options: test)
        let status = try run.perform()
        guard !run.results.isEmpty else {
            throw Failure("swift test wrote no results; does the package build, and has it tests?")
        }
        let phase = request.phase ?? Self.phase(of: context.package.directoryURL)
        let given = request.phase == nil ? phase.map { ["--phase", $0] } ?? [] : []
        let ended = try exitgate.run(["ingest"] + run.results + given + ingest)
        // 65: some of it cannot be read, the rest is kept. After anything else there is nothing to say a verdict about.
        guard [0, 65].contains(ended.code) else { return try ended.check("exitgate ingest") }
        if decides {
            let shared = request.shared([
                "--release", "--commit", "--store", "--settings", "--project", "--lock-timeout",
            ])
            let dry = ingest.contains("--dry-run") ? ["--dry-run"] : []
            let place = try phase ?? Self.settingsPhase(of: context.package.directoryURL)
            try exitgate.run(["gate", place] + shared + dry).check("the gate")
        } else {
            let shared = request.shared(["--release", "--store", "--settings", "--project", "--lock-timeout"])
            try exitgate.run(["status"] + (phase.map { ["--phase", $0] } ?? []) + shared).check("exitgate status")
        }
        try ended.check("exitgate ingest")
        if status.code != 0 { throw Failure("tests failed") }
    }

    /// Unit tests belong to construction, unless the settings of the package say where its tests belong.
    private static func phase(of package: URL) -> String? {
        let isSet = ProcessInfo.processInfo.environment["EXITGATE_PHASE"] != nil
        return isSet || namedPhase(of: package) != nil ? nil : "construction"
    }

    /// The phase that the settings name, for the gate, which has no default.
    private static func settingsPhase(of package: URL) throws -> String {
        if let phase = ProcessInfo.processInfo.environment["EXITGATE_PHASE"] ?? namedPhase(of: package) { return phase }
        throw Failure("which phase? give --phase")
    }

    /// What stands behind `phase:` in the settings of a package.
    private static func namedPhase(of package: URL) -> String? {
        let settings = try? String(contentsOf: package.appending(path: "exitgate.yml"), encoding: .utf8)
        let line = settings?.split(separator: "\n").first { $0.hasPrefix("phase:") }
        let value = line?.dropFirst("phase:".count).split(separator: "#").first?.trimmingCharacters(in: .whitespaces)
        return value.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"'")) }.flatMap {
            $0.isEmpty ? nil : $0
        }
    }
}

/// What ends the command with one line.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
