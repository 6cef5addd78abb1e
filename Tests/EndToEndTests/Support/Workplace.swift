// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A temporary folder in which commands run; it is gone with its last user.
final class Workplace {
    let folder: String

    init() throws {
        let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        let url = base.appendingPathComponent("exitgate-tests-\(UUID().uuidString.prefix(13).lowercased())")
        try FileManager.default.createDirectory(
            at: url.appendingPathComponent("streams"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: url.appendingPathComponent("work"), withIntermediateDirectories: true)
        folder = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The folder that commands start in.
    var work: String { folder + "/work" }

    func path(_ name: String) -> String { "\(work)/\(name)" }

    /// Writes a file, with the folders above it.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, bytes: Array(text.utf8))
    }

    @discardableResult
    func write(_ name: String, bytes: [UInt8]) throws -> String {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// The little that a command needs; above all no variables of a pipeline.
    static let environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": "/nonexistent"]

    /// Starts `exitgate` with these arguments.
    func start(
        _ arguments: [String], environment: [String: String] = [:], input: String = "/dev/null", limit: Double = 60
    ) throws -> Child {
        try startProgram([Product.command] + arguments, environment: environment, input: input, limit: limit)
    }

    func startProgram(
        _ arguments: [String], environment: [String: String] = [:], input: String = "/dev/null", limit: Double = 60
    ) throws -> Child {
        // Tests that share a folder start at the same time, so no number is counted.
        try Child(
            arguments, environment: Self.environment.merging(environment) { $1 }, folder: work, input: input,
            streams: "\(folder)/streams/\(UUID().uuidString)", limit: limit)
    }

    /// Runs `exitgate` to its end.
    @discardableResult
    func run(
        _ arguments: String..., environment: [String: String] = [:], input: String = "/dev/null", limit: Double = 60
    ) throws -> Ended {
        try start(arguments, environment: environment, input: input, limit: limit).wait()
    }

    @discardableResult
    func run(_ arguments: [String], environment: [String: String] = [:], limit: Double = 60) throws -> Ended {
        try start(arguments, environment: environment, limit: limit).wait()
    }

    /// Runs a line of shell; `$exitgate` is the command.
    func shell(_ line: String, limit: Double = 60) throws -> Ended {
        try startProgram(["/bin/sh", "-c", line], environment: ["exitgate": Product.command], limit: limit).wait()
    }
}
