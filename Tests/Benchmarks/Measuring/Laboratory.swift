// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of a measurement: work loads that may be kept, and scratch files
/// that are not.
struct Laboratory {
    private let root: URL
    let scratch: URL
    /// This very executable, which makes work loads in a process of its own.
    private let generator: String
    private let process: ChildProcess

    /// Makes the folders; `close` removes what is scratch.
    init(root: URL, generator: String) throws {
        self.root = root
        self.generator = generator
        Self.removeRemains(in: root)
        scratch = root.appendingPathComponent("\(Self.scratchPrefix)\(getpid())")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        process = ChildProcess(scratch: scratch)
    }

    /// Removes the scratch folders of measurements that were killed.
    private static func removeRemains(in root: URL) {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: root.path)) ?? [] where name.hasPrefix(scratchPrefix) {
            guard let process = pid_t(name.dropFirst(scratchPrefix.count)), kill(process, 0) != 0, errno == ESRCH else {
                continue
            }
            try? files.removeItem(at: root.appendingPathComponent(name))
        }
    }

    private static let scratchPrefix = "scratch-"

    func close() {
        try? FileManager.default.removeItem(at: scratch)
    }

    /// A work load of these arguments: one that is there, or a new one.
    func workload(_ request: WorkloadRequest) throws -> Workload {
        let files = FileManager.default
        let folder = root.appendingPathComponent(request.folderName)
        if let kept = Workload(folder: folder), kept.meta.request == request {
            return kept
        }
        let draft = scratch.appendingPathComponent(request.folderName)
        try? files.removeItem(at: draft)
        _ = try process.run([
            generator, "generate", request.shape.rawValue, draft.path, "--seed", "\(request.seed)",
            "--run", "\(request.run)", "--scale", "\(request.scale)",
        ])
        try? files.removeItem(at: folder)
        try files.moveItem(at: draft, to: folder)
        sync()
        guard let workload = Workload(folder: folder) else {
            throw BenchError.unreadableOutput(command: "generate", text: WorkloadMeta.fileName)
        }
        return workload
    }

    /// A store that does not exist yet, in an empty folder of its own.
    func emptyStore(_ name: String) throws -> Store {
        let store = Store(folder: scratch.appendingPathComponent(name))
        try? FileManager.default.removeItem(at: store.folder)
        try FileManager.default.createDirectory(at: store.folder, withIntermediateDirectories: true)
        return store
    }

    /// The store with everything beside it, written to the disk so that nobody
    /// pays for it later.
    func copy(_ store: Store, to name: String) throws -> Store {
        let copy = Store(folder: scratch.appendingPathComponent(name))
        try? FileManager.default.removeItem(at: copy.folder)
        try FileManager.default.copyItem(at: store.folder, to: copy.folder)
        sync()
        return copy
    }
}

/// A work load on the disk.
struct Workload {
    let folder: URL
    let meta: WorkloadMeta
    /// The only run, except in W3.
    let firstRun: WorkloadMeta.Run

    /// Nil when the folder holds no whole work load of this version.
    init?(folder: URL) {
        guard var meta = WorkloadMeta(folder: folder) else { return nil }
        meta.endRuns(at: Date(timeIntervalSinceNow: -3_600))
        guard let firstRun = meta.runs.first else { return nil }
        self.folder = folder
        self.meta = meta
        self.firstRun = firstRun
    }

    func reports(_ run: WorkloadMeta.Run) -> URL {
        folder.appendingPathComponent(run.reports)
    }
}

/// A store under test, in a folder of its own because engines put files beside
/// it.
struct Store {
    let folder: URL

    var file: URL { folder.appendingPathComponent("exitgate.db") }

    /// Bytes of all files of the store.
    var size: Int {
        let files = FileManager.default
        let names = (try? files.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.reduce(0) { sum, name in
            let attributes = try? files.attributesOfItem(atPath: folder.appendingPathComponent(name).path)
            return sum + ((attributes?[.size] as? Int) ?? 0)
        }
    }
}
