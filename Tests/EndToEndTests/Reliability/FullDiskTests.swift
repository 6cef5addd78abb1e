// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A disk, a quota or a limit that is used up: 69, one clear line, and the store is as sound as before.
struct FullDiskTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write("small.xml", Report.xml(tests: 60))
        try place.write("big.xml", Report.bulk(tests: 300, bytes: 2_000))
    }

    private static let bigUpload = "\"$exitgate\" ingest big.xml --phase beta --run-key big --store"

    @Test(arguments: [500, 900]) func `an ingestion beyond the limit of file size stores nothing and breaks nothing`(
        blocks: Int
    ) throws {
        #expect(
            try place.run("ingest", "small.xml", "--phase", "beta", "--run-key", "small", "--store", "s.sqlite").code
                == 0)
        let before = try place.run("store", "export", "--digest", "--store", "s.sqlite").output

        let ended = try place.shell("ulimit -f \(blocks); exec \(Self.bigUpload) s.sqlite")

        expectFailure(ended, 69)
        #expect(ended.errors.contains("s.sqlite"))
        #expect(try place.run("store", "verify", "--store", "s.sqlite").code == 0)
        #expect(try place.run("store", "export", "--digest", "--store", "s.sqlite").output == before)
        let again = try place.shell("exec \(Self.bigUpload) s.sqlite")
        #expect(again.code == 0, "\(again)")
        #expect(try place.run("run", "list", "--format", "json", "--store", "s.sqlite").json["runs"].items.count == 2)
    }

    @Test(arguments: [0, 8, 100, 800]) func `a first ingestion beyond the limit of file size can be repeated`(
        blocks: Int
    ) throws {
        // Through a pipe, which has no size: the limit would hit the answer too.
        let line = "{ (ulimit -f \(blocks); exec \(Self.bigUpload) new.sqlite); echo code $?; } 2>&1 | cat"
        let ended = try place.shell(line)
        let again = try place.shell("exec \(Self.bigUpload) new.sqlite")

        #expect(ended.output.contains("error: "), "\(ended)")
        #expect(ended.output.contains("code 69"), "\(ended)")
        #expect(!ended.output.contains("Domain="), "\(ended)")
        #expect(again.code == 0, "\(again)")
        #expect(try place.run("store", "verify", "--store", "new.sqlite").code == 0)
    }

    @Test(.enabled(if: Mount.isPossible, "needs root who may mount"))
    func `a full disk stores nothing, and the store works again when there is space`() throws {
        let mount = try Mount(place.path("disk"), bytes: 1_536 << 10)
        defer { mount.remove() }
        #expect(
            try place.run("ingest", "small.xml", "--phase", "beta", "--run-key", "small", "--store", "disk/s.sqlite")
                .code == 0)

        let ended = try place.run(
            "ingest", "big.xml", "--phase", "beta", "--run-key", "big", "--store", "disk/s.sqlite")
        let verify = try place.run("store", "verify", "--store", "disk/s.sqlite")
        mount.resize(bytes: 64 << 20)
        let again = try place.run(
            "ingest", "big.xml", "--phase", "beta", "--run-key", "big", "--store", "disk/s.sqlite")

        expectFailure(ended, 69)
        #expect(ended.errors.contains("space"), "\(ended)")
        #expect(verify.code == 0, "\(verify)")
        #expect(again.code == 0, "\(again)")
        #expect(try place.run("store", "verify", "--store", "disk/s.sqlite").code == 0)
    }

    @Test(.enabled(if: Mount.isPossible, "needs root who may mount"))
    func `many uploads until the disk is full: what was acknowledged is there`() throws {
        let mount = try Mount(place.path("disk"), bytes: 1_536 << 10)
        defer { mount.remove() }
        var acknowledged: Set<String> = []

        for number in 0..<24 {
            try place.write("n.xml", Report.bulk(tests: 20, bytes: 2_000, seed: number))
            let ended = try place.run(
                "ingest", "n.xml", "--phase", "beta", "--run-key", "run-\(number)", "--store", "disk/s.sqlite")
            if ended.code == 0 { acknowledged.insert("run-\(number)") } else { expectFailure(ended, 69) }
        }

        #expect(acknowledged.count < 24, "the disk was never full")
        let runs = try place.run("run", "list", "--limit", "1000", "--format", "json", "--store", "disk/s.sqlite")
        #expect(try Set(runs.json["runs"].items.compactMap { $0["key"].text }) == acknowledged, "\(runs)")
    }

    @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
    func `a folder without permission ends with 69, and reading works`() throws {
        #expect(try place.run("ingest", "small.xml", "--phase", "beta", "--store", "shut/s.sqlite").code == 0)
        chmod(place.path("shut"), 0o555)
        defer { chmod(place.path("shut"), 0o755) }

        let ingest = try place.run(
            "ingest", "small.xml", "--phase", "beta", "--run-key", "other", "--store", "shut/s.sqlite")

        expectFailure(ingest, 69)
        #expect(try place.run("status", "--store", "shut/s.sqlite").code == 0)
        expectFailure(try place.run("ingest", "small.xml", "--phase", "beta", "--store", "shut/deep/s.sqlite"), 69)
    }
}

/// A small file system in memory; root only.
struct Mount {
    private let path: String

    static let isPossible: Bool = {
        guard getuid() == 0, Product.program("mount") != nil, let place = try? Workplace() else { return false }
        guard let mount = try? Mount(place.path("probe"), bytes: 1 << 20) else { return false }
        mount.remove()
        return true
    }()

    init(_ path: String, bytes: Int) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        self.path = path
        guard Self.run(["mount", "-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", path]) else { throw Refused() }
    }

    struct Refused: Error {}

    func resize(bytes: Int) { _ = Self.run(["mount", "-o", "remount,size=\(bytes)", path]) }

    func remove() { _ = Self.run(["umount", path]) }

    private static func run(_ arguments: [String]) -> Bool {
        guard let program = Product.program(arguments[0]), let place = try? Workplace() else { return false }
        let child = try? place.startProgram([program] + arguments.dropFirst(), limit: 10)
        return child?.wait().code == 0
    }
}
