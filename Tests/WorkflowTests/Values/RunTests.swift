// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

/// What uploads of one run must agree in, and what they add to each other.
struct RunTests {
    @Test func `an upload that knows less agrees`() {
        let full = Run.nightly
        var bare = full
        (bare.release, bare.commit, bare.branch, bare.buildURL, bare.expectedShards) = (nil, nil, nil, nil, nil)

        #expect(full.disagreements(with: bare) == [])
        #expect(bare.disagreements(with: full) == [])
        #expect(bare.merged(with: full) == full)
        #expect(full.merged(with: bare) == full)
    }

    @Test func `every field that must agree is named`() {
        let other = Run(
            key: "nightly", phase: "beta", release: "2.41", environment: nil, configuration: ConfigurationClass([:]),
            commit: "f00d", branch: "other", buildURL: "https://ci.example/2", startedAt: 9, startedFrom: .ingest,
            expectedShards: 4)

        #expect(
            Run.nightly.disagreements(with: other)
                == ["phase", "release", "environment", "configuration", "commit", "number of shards"])
    }

    @Test(arguments: [7, 12, 39])
    func `a commit may be named by its first digits, and the longer name stays`(digits: Int) {
        let whole = String(repeating: "c0ffee12", count: 5)
        var (long, short, other) = (Run.nightly, Run.nightly, Run.nightly)
        (long.commit, short.commit) = (whole, String(whole.prefix(digits)).uppercased())
        other.commit = "c0ffed" + whole.dropFirst(6)

        #expect(long.disagreements(with: short) == [] && short.disagreements(with: long) == [])
        #expect(long.merged(with: short).commit == whole && short.merged(with: long).commit == whole)
        #expect(short.disagreements(with: other) == ["commit"])
    }

    /// Two ideas of the start, and the one that counts.
    static let starts:
        [(first: (Run.StartSource, Int64), second: (Run.StartSource, Int64), kept: (Run.StartSource, Int64))] = [
            ((.given, 50), (.given, 40), (.given, 40)),
            ((.given, 50), (.report, 10), (.given, 50)),
            ((.ingest, 5), (.report, 10), (.report, 10)),
            ((.ingest, 5), (.pipeline, 10), (.pipeline, 10)),
            ((.pipeline, 30), (.report, 10), (.pipeline, 30)),
        ]

    @Test(arguments: starts)
    func `the better, then the earlier start counts, in both directions`(
        first: (Run.StartSource, Int64), second: (Run.StartSource, Int64), kept: (Run.StartSource, Int64)
    ) {
        var (left, right) = (Run.nightly, Run.nightly)
        (left.startedFrom, left.startedAt) = first
        (right.startedFrom, right.startedAt) = second

        for merged in [left.merged(with: right), right.merged(with: left)] {
            #expect(merged.startedFrom == kept.0)
            #expect(merged.startedAt == kept.1)
        }
    }

    @Test func `merging is the same in every order and grouping`() {
        var runs = [Run.nightly, .nightly, .nightly]
        (runs[0].branch, runs[0].release, runs[0].startedAt) = ("main", nil, 30)
        (runs[1].branch, runs[1].buildURL, runs[1].startedFrom) = ("feature", nil, .report)
        (runs[2].branch, runs[2].commit, runs[2].startedAt) = (nil, nil, 20)

        let expected = runs[0].merged(with: runs[1]).merged(with: runs[2])

        #expect(expected.branch == "feature")
        #expect(expected.startedAt == 20)
        for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            #expect(runs[order[0]].merged(with: runs[order[1]]).merged(with: runs[order[2]]) == expected)
            #expect(runs[order[0]].merged(with: runs[order[1]].merged(with: runs[order[2]])) == expected)
        }
    }
}

extension Run {
    /// A run that knows everything.
    static let nightly = Run(
        key: "nightly", phase: "system", release: "2.40", environment: "lab",
        configuration: ConfigurationClass(["os": "linux"]), commit: "cafe", branch: "main",
        buildURL: "https://ci.example/1", startedAt: 40, startedFrom: .given, expectedShards: 3)
}
