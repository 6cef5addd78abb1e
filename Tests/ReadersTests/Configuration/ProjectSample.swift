// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Readers
import TestPhase

/// A project in a folder of its own, perhaps a checkout of git, and what a capture finds in it.
struct ProjectSample {
    let folder: TemporaryFolder
    private let log = CommandLog()

    init(_ files: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        for (name, text) in files { try write(name, text) }
    }

    func write(_ name: String, _ text: String) throws {
        try folder.write(name, text.utf8)
    }

    var path: String { folder.url.path }

    /// A plan that asks for nothing but what every capture holds.
    var plan: CapturePlan { CapturePlan(root: path) }

    /// Captures with the variables given, on a machine that is the same everywhere.
    ///
    /// - Parameters:
    ///   - answers: Outputs of commands other than those of git, by their words.
    ///   - known: Readings of an earlier capture.
    func capture(
        _ plan: CapturePlan? = nil, environment: [String: String] = [:], answers: [String: String] = [:],
        known: [ConfigurationCapture.Reading] = []
    ) -> ConfigurationCapture.Outcome {
        ConfigurationCapture(plan ?? self.plan, environment: environment, machine: Self.machine) { command, folder in
            if command[0] == "git" { log.commands.append(command) }
            return command[0] == "git" ? Self.run(command, in: folder) : answers[command.joined(separator: " ")]
        } known: { evidence, key in
            known.first { $0.evidence == evidence && $0.key == key }?.items
        }.capture()
    }

    static let machine = Machine(
        system: "testos 3", kernel: "6.1.0", architecture: "riscv64", cores: 12, memoryBytes: 33_250_000_000,
        timeZone: "Europe/Oslo")

    /// What captures inside of `body` asked of git.
    func commands(of body: () -> ConfigurationCapture.Outcome) -> [[String]] {
        log.commands = []
        _ = body()
        return log.commands
    }

    /// Runs git as an author who is the same everywhere, at one moment; nil when it fails.
    @discardableResult
    func git(_ arguments: String...) -> String? { run(arguments) }

    @discardableResult
    func run(_ arguments: [String]) -> String? {
        let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=trunk"]
        return Self.run(["git"] + identity + arguments, in: path)
    }

    /// Makes the folder a checkout with one commit of all that lies in it.
    func commitAll() {
        git("init", "--quiet")
        git("add", "--all", "--force")
        git("commit", "--quiet", "--message", "all of it")
    }

    private static func run(_ command: [String], in folder: String) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin", "HOME": folder,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "2031-05-01T12:00:00Z",
            "GIT_COMMITTER_DATE": "2031-05-01T12:00:00Z",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
    }
}

private final class CommandLog {
    var commands: [[String]] = []
}

extension ConfigurationCapture.Outcome {
    func items(_ kind: ConfigurationItem.Kind) -> [ConfigurationItem] { snapshot.items.filter { $0.kind == kind } }

    /// Keys and values of a kind, with a `~` before what is not pinned.
    func lines(_ kind: ConfigurationItem.Kind) -> [String] {
        items(kind).map { "\($0.isPinned ? "" : "~")\($0.key) \($0.value ?? "-")" }
    }

    func item(_ kind: ConfigurationItem.Kind, _ key: String) -> ConfigurationItem? {
        items(kind).first { $0.key == key }
    }

    var codes: [String] { diagnostics.map(\.code) }
}

extension TemporaryFolder {
    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path(name))
    }

    /// Gives a file a size; what is missing are zeros that need no room on disk.
    func stretch(_ name: String, to bytes: Int) throws {
        let file = try FileHandle(forWritingTo: url.appending(path: name))
        try file.truncate(atOffset: UInt64(bytes))
        try file.close()
    }
}
