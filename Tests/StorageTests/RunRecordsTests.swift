// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing

/// Runs, what came with them, and the texts of failures.
struct RunRecordsTests {
    private static let kinds = Fixture.Kind.allCases

    @Test(arguments: kinds)
    func `a run comes back as it was, with hostile words in every field`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)

        for (index, name) in hostileNames.enumerated() {
            let run = Run(
                key: "\(index) \(name)", phase: name, release: name, environment: name,
                configuration: ConfigurationClass([name: name]), commit: name, branch: name, buildURL: name,
                startedAt: .max - Int64(index), startedFrom: .report, expectedShards: index + 1)

            let row = try driver.write { try RunRecords($0).insert(run) }

            #expect(try driver.read { try RunQueries($0).run(id: row) }?.run == run)
            #expect(try driver.read { try RunQueries($0).run(key: run.key) }?.id == row)
        }
    }

    @Test(arguments: kinds)
    func `what a run does not know stays unknown until another upload knows it`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        var bare = Run.run("nightly")
        (bare.release, bare.environment, bare.commit, bare.branch, bare.buildURL) = (nil, nil, nil, nil, nil)
        let row = try driver.write { try RunRecords($0).insert(bare) }
        let before = try driver.read { try RunQueries($0).run(id: row) }?.run

        let full = bare.merged(with: .run("nightly", startedAt: 10))
        try driver.write { try RunRecords($0).update(row, full) }

        #expect(before == bare)
        #expect(try driver.read { try RunQueries($0).run(id: row) }?.run == full)
    }

    @Test(arguments: kinds)
    func `runs are listed latest first and filtered`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        try driver.write { connection in
            for (key, phase, moment) in [
                ("a", "system", 10), ("b", "beta", 30), ("c", "system", 20), ("d", "system", 20),
            ] as [(String, String, Int64)] {
                _ = try RunRecords(connection).insert(.run(key, phase: phase, startedAt: moment))
            }
        }

        func keys(_ edit: (inout RunQueries.Filter) -> Void) throws -> [String] {
            var filter = RunQueries.Filter()
            edit(&filter)
            return try driver.read { try RunQueries($0).runs(filter) }.map(\.run.key)
        }

        #expect(try keys { _ in } == ["b", "d", "c", "a"])
        #expect(try keys { $0.phase = "system" } == ["d", "c", "a"])
        #expect(try keys { $0.limit = 1 } == ["b"])
        #expect(try keys { $0.branch = "other" } == [])
        #expect(try keys { $0.release = "2.40' OR 1 = 1 --" } == [])
    }

    @Test(arguments: kinds)
    func `a run knows whether a later one of its phase and class exists`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let runs: [Run] = [.run("b", startedAt: 10), .run("a", startedAt: 10), .run("z", phase: "beta", startedAt: 99)]
        let stored = try driver.write { connection in
            try runs.map { StoredRun(id: try RunRecords(connection).insert($0), run: $0) }
        }

        let answers = try driver.read { connection in
            try stored.map { try RunQueries(connection).hasLaterRun(than: $0, configuration: 1) }
        }

        #expect(answers == [false, true, false])
        #expect(try driver.read { try RunQueries($0).timeline(phase: "system", configuration: 1) }.map(\.id) == [2, 1])
    }

    @Test(arguments: kinds)
    func `files and diagnostics of an upload come back in order`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let upload = try driver.addRun("nightly").upload
        let files = hostileNames.map {
            RunRecords.SourceFile(
                path: $0, digest: $0.isEmpty ? nil : $0, bytes: $0.utf8.count, condition: "salvaged", cases: 3)
        }
        let diagnostics = hostileNames.enumerated().map { index, name in
            Diagnostic(
                index.isMultiple(of: 2) ? .error : .warning, "truncated", name, file: name,
                line: index == 0 ? nil : index, path: index == 1 ? nil : name, count: index + 1)
        }

        try driver.write { connection in
            try RunRecords(connection).insert(files, upload: upload)
            try RunRecords(connection).insert(diagnostics, upload: upload)
        }

        let found = try driver.read { try RunQueries($0).files(upload: upload) }
        #expect(found.map { Array($0.path.utf8) } == files.map { Array($0.path.utf8) })
        #expect(found.map(\.digest) == files.map(\.digest))
        #expect(found.map(\.bytes) == files.map(\.bytes))
        #expect(try driver.read { try RunQueries($0).diagnostics(upload: upload) } == diagnostics)
    }

    @Test(arguments: kinds)
    func `texts are found by digest, and a changed one is named`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let digest: (UnsafeBufferPointer<UInt8>) -> [UInt8] = { bytes in
            var hash = StableHash(seed: 9)
            hash.combine(bytes)
            return withUnsafeBytes(of: hash.value) { Array($0) }
        }
        let bodies = hostileNames.filter { !$0.isEmpty }.map { Array($0.utf8) }
        let digests = bodies.map { $0.withUnsafeBufferPointer(digest) }

        try driver.write { connection in
            let records = OccurrenceRecords(connection)
            #expect(try records.nextText() == 1)
            try records.insert(texts: digests, first: 1) { index, write in bodies[index].withUnsafeBufferPointer(write)
            }
            #expect(try records.nextText() == Int64(bodies.count + 1))
            #expect(try records.texts(digests: [digests[2], [0], digests[0]]) == [3, 0, 1])
        }
        let sound = try driver.read { try OccurrenceQueries($0).textProblems(digest: digest) }
        try driver.write { try $0.execute("UPDATE text SET body = 'other' WHERE id = 3") }
        let changed = try driver.read { try OccurrenceQueries($0).textProblems(digest: digest) }

        #expect((sound.count, sound.damaged) == (bodies.count, []))
        #expect(changed.damaged == [3])
    }

    @Test(arguments: kinds)
    func `occurrences come back with the digests of their texts`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let upload = try driver.addRun("nightly").upload
        let digest = [UInt8](1...16)

        try driver.write { connection in
            let records = OccurrenceRecords(connection)
            let (signature, isNew) = try records.signatures(["s"], algorithm: "1") { _ in "it's" }[0]
            #expect(isNew)
            // Of many all are read at once.
            let keys = (0..<100).map { "s\($0)" } + ["s"]
            let again = try records.signatures(keys, algorithm: "1") { _ in "other" }
            #expect(again.last ?? (0, true) == (signature, false))
            #expect(Set(again.map(\.row)).count == 101 && again.dropLast().allSatisfy(\.isNew))
            try records.insert(texts: [digest], first: 1) { _, write in
                Array("text".utf8).withUnsafeBufferPointer(write)
            }
            try records.insert(
                hostileNames.enumerated().map { index, name in
                    OccurrenceRecords.NewOccurrence(
                        test: Int64(index), ordinal: index, kind: "failure", decides: index > 2, signature: signature,
                        type: name, message: 1, details: nil, output: index == 0 ? 1 : nil,
                        line: index == 0 ? nil : index)
                }, upload: upload)
        }

        let rows = try driver.read { try OccurrenceQueries($0).rows(upload: upload) }
        #expect(rows.map { Array($0.type.utf8) } == hostileNames.map { Array($0.utf8) })
        #expect(rows.map(\.decides).firstIndex(of: true) == 3)
        #expect(rows[0].textDigests == [digest, [], digest])
        #expect((rows[0].line, rows[1].line, rows[1].signature) == (nil, 1, "s"))
    }
}
