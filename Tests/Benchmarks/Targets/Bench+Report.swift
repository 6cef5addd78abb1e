// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// T9: pages of a release.
extension Bench {
    func writeReport(_ add: (ResultRow) -> Void) throws {
        let workload = try workload(.w1)
        let store = try baseStore(workload)
        let output = laboratory.scratch.appendingPathComponent("report")
        let write = exitgate.report(to: output, store: store)
        let series = try paired.measure({ try process.run(write) }, times: 3)
        add(ResultRow(.t9, "report of a store with W1", series: series, bounds: [.report]))
        guard let peer = junit2html else { return }
        let file = workload.reports(workload.firstRun)
        let page = laboratory.scratch.appendingPathComponent("page.html")
        let both = try paired.measure(
            {
                let ingested = try ingest(workload, intoNew: "store")
                var sample = try process.run(write)
                sample.cpuSeconds += ingested.cpuSeconds
                sample.wallSeconds += ingested.wallSeconds
                sample.peakBytes = max(sample.peakBytes, ingested.peakBytes)
                return sample
            }, against: { try process.run([peer, file.path, page.path]) })
        add(ResultRow(.t9, "ingest W1 and report : junit2html", series: both, bounds: []))
    }

    /// The peer that writes a page of one file, where it is installed.
    private var junit2html: String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/junit2html" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
