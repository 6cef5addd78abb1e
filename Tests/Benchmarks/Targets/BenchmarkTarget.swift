// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The targets of the handbook that reading and ingesting are held to.
enum BenchmarkTarget: String, CaseIterable {
    case t1
    case t2
    case t3
    case t4
    case t7
    case t9
    case t10
    case t11
    case t12
    case t13
    /// Bytes of the store for each result.
    case db

    var title: String {
        switch self {
        case .t1: "inspect W1"
        case .t2: "ingest W1, empty store"
        case .t3: "ingest W1, tests known"
        case .t4: "ingest W2"
        case .t7: "W3, one run of 5,000 tests"
        case .t9: "report"
        case .t10: "start"
        case .t11: "peak memory"
        case .t12: "one failure of 60 MB"
        case .t13: "capture of a configuration"
        case .db: "store size"
        }
    }

    /// Runs what the target needs, and hands over each row as soon as it is
    /// known.
    ///
    /// - Throws: `BenchError` when a command fails or miscounts.
    func measure(on bench: Bench, add: (ResultRow) -> Void) throws {
        switch self {
        case .t1: try bench.inspectOneFile(add)
        case .t2: try bench.ingestIntoEmptyStore(add)
        case .t3: try bench.ingestKnownTests(add)
        case .t4: try bench.ingestManyFiles(add)
        case .t7: try bench.ingestHistory(add)
        case .t9: try bench.writeReport(add)
        case .t10: try bench.start(add)
        case .t11: try bench.peakMemory(add)
        case .t12: try bench.readLongText(add)
        case .t13: try bench.captureConfiguration(add)
        case .db: try bench.storeSize(add)
        }
    }
}

/// Targets as one argument, such as `t1,t10`.
struct TargetList: ExpressibleByArgument {
    var targets: [BenchmarkTarget]

    init(targets: [BenchmarkTarget]) {
        self.targets = targets
    }

    /// Nil when a name is unknown; order and repetition do not matter.
    init?(argument: String) {
        let names = argument.lowercased().split(separator: ",").map(String.init)
        guard !names.isEmpty, names.allSatisfy({ BenchmarkTarget(rawValue: $0) != nil }) else { return nil }
        targets = BenchmarkTarget.allCases.filter { names.contains($0.rawValue) }
    }

    var defaultValueDescription: String { targets.map(\.rawValue).joined(separator: ",") }
}
