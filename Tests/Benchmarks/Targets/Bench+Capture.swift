// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// T13: what the configuration of a project costs, and how much an `ingest`
/// gains by it.
extension Bench {
    private static let packages = 2_000

    func captureConfiguration(_ add: (ResultRow) -> Void) throws {
        let project = try project(packages: Self.packages)
        let bare = try self.project(packages: 0)
        let store = try laboratory.emptyStore("capture")
        // What a project has besides a lock file is the same in both.
        let fresh = try paired.measure(
            { try process.run(exitgate.capture(project, store: store)) },
            against: { try process.run(exitgate.capture(bare, store: store)) })
        add(
            ResultRow(
                .t13, "capture of 2,000 packages : of none", series: fresh.gain, bounds: [.captureLock]))
        let workload = try workload(.w3)
        let (first, next) = (workload.meta.runs[0], workload.meta.runs[min(1, workload.meta.runs.count - 1)])
        let known = try laboratory.emptyStore("known")
        _ = try process.run(
            exitgate.ingest(workload.reports(first), run: first, store: known, in: project, captures: true))
        func ingest(captures: Bool) throws -> Sample {
            let store = try laboratory.copy(known, to: "store")
            return try process.run(
                exitgate.ingest(workload.reports(next), run: next, store: store, in: project, captures: captures))
        }
        let unchanged = try paired.measure({ try ingest(captures: true) }, against: { try ingest(captures: false) })
        add(
            ResultRow(
                .t13, "ingest in an unchanged project : --no-capture", series: unchanged.gain,
                bounds: [.captureUnchanged]))
    }

    /// A checkout with a lock file of so many packages; its settings file.
    private func project(packages count: Int) throws -> URL {
        let folder = laboratory.scratch.appendingPathComponent("project-\(count)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let settings = folder.appendingPathComponent("exitgate.yml")
        try Data("format: 1\nproject: bench\n".utf8).write(to: settings)
        var random = SeededRandom("packages", count)
        let entries = (0..<count).map { number in
            let digest = (0..<11).map { _ in String(random.next(), radix: 36) }.joined()
            return
                "\"node_modules/package-\(number)\": {\"version\": \"\(number % 9).\(number % 31).0\", \"integrity\": \"sha512-\(digest)\"}"
        }
        let lock = "{\"lockfileVersion\": 3, \"packages\": {\(entries.joined(separator: ",\n"))}}\n"
        try Data(lock.utf8).write(to: folder.appendingPathComponent("package-lock.json"))
        for arguments in [["init", "-q"], ["add", "-A"], Self.commit] {
            _ = try process.run(["/usr/bin/env", "git", "-C", folder.path] + arguments)
        }
        return settings
    }

    private static let commit = [
        "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", "one",
    ]
}

extension PairSeries {
    /// What A costs beyond B, as a series of A alone.
    fileprivate var gain: PairSeries {
        var gain = PairSeries()
        gain.pressurePercent = pressurePercent
        gain.first = zip(first, second).map { one, other in
            Sample(
                cpuSeconds: max(0, one.cpuSeconds - other.cpuSeconds),
                wallSeconds: max(0, one.wallSeconds - other.wallSeconds), peakBytes: one.peakBytes)
        }
        return gain
    }
}
