// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The runs of `Samples/quick-start`, and a store that holds them all.
struct Story {
    /// One line of `runs.tsv`.
    struct Run: Sendable {
        let phase: String
        let release: String
        let key: String
        let environment: String
        let settings: [String]
        let commit: String
        let branch: String
        let started: String
        let path: String

        /// The arguments of `ingest`.
        func arguments(store: String) -> [String] {
            var arguments = ["ingest", Story.folder.appendingPathComponent(path).path, "--store", store]
            arguments += ["--phase", phase, "--release", release, "--run-key", key, "--environment", environment]
            arguments += ["--commit", commit, "--branch", branch, "--started", started]
            for setting in settings { arguments += ["--set", setting] }
            return arguments
        }
    }

    static let folder = Product.repository.appendingPathComponent("Samples/quick-start")

    /// The oldest run first.
    static func runs() throws -> [Run] {
        let text = try String(contentsOf: folder.appendingPathComponent("runs.tsv"), encoding: .utf8)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Run(
                phase: fields[0], release: fields[1], key: fields[2], environment: fields[3],
                settings: fields[4].split(separator: " ").map(String.init), commit: fields[5], branch: fields[6],
                started: fields[7], path: fields[8])
        }
    }

    let place: Workplace
    /// How each `ingest` ended.
    let ingested: [Ended]

    /// Ingests runs into `orders.sqlite` of a new folder.
    init(_ runs: [Run]) throws {
        let place = try Workplace()
        ingested = try runs.map { try place.run($0.arguments(store: "orders.sqlite")) }
        self.place = place
    }

    /// Runs a command on the store.
    func run(_ arguments: String...) throws -> Ended {
        try place.run(arguments + ["--store", "orders.sqlite"])
    }

    var digest: String {
        get throws { try run("store", "export", "--digest").output }
    }
}

/// The whole story, told once for all tests that only read it.
enum SharedStory {
    private nonisolated(unsafe) static var current: Story?
    private static let lock = NSLock()

    /// The store in the order of `runs.tsv`.
    static func story() throws -> Story {
        try lock.withLock {
            if let current { return current }
            let story = try Story(Story.runs())
            current = story
            // Static values are never released, so the folder is removed at the end of the process.
            atexit { SharedStory.current = nil }
            return story
        }
    }
}
