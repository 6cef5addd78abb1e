// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The command under test: how it is called, and what it answers. Nothing else
/// knows its options and fields.
struct ExitgateCommand {
    let path: String

    func inspect(_ reports: URL) -> [String] {
        [path, "inspect", reports.path, "--format", "json", "--quiet"]
    }

    func ingest(_ reports: URL, run: WorkloadMeta.Run, store: Store) -> [String] {
        [
            path, "ingest", reports.path, "--store", store.file.path, "--phase", "beta", "--release", "2.4",
            "--run-key", run.key, "--started", run.started, "--commit", run.commit, "--format", "json", "--quiet",
            "--no-capture",
        ]
    }

    /// A run of the commit of a project.
    ///
    /// - Parameter settings: Settings file of the project.
    func ingest(
        _ reports: URL, run: WorkloadMeta.Run, store: Store, in settings: URL, captures: Bool
    ) -> [String] {
        [
            path, "ingest", reports.path, "--store", store.file.path, "--phase", "beta", "--release", "2.4",
            "--run-key", run.key, "--started", run.started, "--format", "json", "--quiet", "--settings", settings.path,
        ] + (captures ? [] : ["--no-capture"])
    }

    /// A capture that keeps nothing.
    func capture(_ settings: URL, store: Store) -> [String] {
        [
            path, "baseline", "capture", "beta", "--dry-run", "--store", store.file.path, "--settings", settings.path,
        ]
    }

    /// A command that reads a store, such as `issue list`.
    func read(_ words: [String], store: Store) -> [String] { [path] + words + ["--store", store.file.path] }

    /// The gate of the phase that all runs are of, and a command that starts, reads the settings and ends.
    func gate(store: Store) -> [String] {
        [path, "gate", "beta", "--release", "2.4", "--dry-run", "--store", store.file.path]
    }
    var policy: [String] { [path, "gate", "explain", "beta"] }

    func report(to folder: URL, store: Store) -> [String] {
        [path, "report", "--store", store.file.path, "--output", folder.path, "--quiet"]
    }

    /// The counts that `ingest` answers; nil when it had the upload already,
    /// because doing nothing is no measurement.
    static func ingestedCounts(_ answer: Data) -> ResultCounts? {
        guard let fields = object(answer), fields["already_ingested"] as? Bool != true else { return nil }
        return fields["results"].flatMap(counts)
    }

    /// The counts that `inspect` answers, over all files.
    static func inspectedCounts(_ answer: Data) -> ResultCounts? {
        guard let files = object(answer)?["files"] as? [Any] else { return nil }
        return files.reduce(ResultCounts?(ResultCounts())) { sum, file in
            guard let sum, let counts = counts(file) else { return nil }
            return sum + counts
        }
    }

    private static func object(_ answer: Data) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: answer)) as? [String: Any]
    }

    private static func counts(_ value: Any) -> ResultCounts? {
        guard let fields = value as? [String: Any], let passed = fields["passed"] as? Int,
            let failed = fields["failed"] as? Int, let error = fields["error"] as? Int,
            let skipped = fields["skipped"] as? Int, let flaky = fields["flaky"] as? Int
        else { return nil }
        return ResultCounts(passed: passed, failed: failed, error: error, skipped: skipped, flaky: flaky)
    }
}
