// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What one process cost, as the kernel counted it.
struct Sample {
    /// User and system time.
    var cpuSeconds: Double
    var wallSeconds: Double
    /// Peak resident memory in bytes; never below the peak of this process,
    /// which its children inherit.
    var peakBytes: Int
}

/// One process at a time, started without a shell and waited for.
///
/// `Foundation.Process` hides the resource usage of its child, hence
/// `posix_spawn` and `wait4`.
struct ChildProcess {
    /// Where the child's streams go; read again only when it failed or when its
    /// figures are wanted.
    let scratch: URL
    private let environment: [String]

    /// The child sees a short, fixed environment: no settings of the user, no
    /// pipeline, no colours.
    init(scratch: URL) {
        self.scratch = scratch
        let inherited = ProcessInfo.processInfo.environment
        let kept = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"].compactMap { name in
            inherited[name].map { "\(name)=\($0)" }
        }
        environment = kept + ["HOME=\(scratch.path)", "TMPDIR=\(scratch.path)", "LC_ALL=C", "NO_COLOR=1"]
    }

    var standardOutput: URL { scratch.appendingPathComponent("stdout") }
    var standardError: URL { scratch.appendingPathComponent("stderr") }

    /// Runs a command to its end.
    ///
    /// - Parameter codes: Exit codes that are no failure.
    /// - Throws: `BenchError.cannotStart`, or `BenchError.failed` when it ends
    ///   with another status.
    func run(_ arguments: [String], codes: Set<CInt> = [0]) throws -> Sample {
        let started = ContinuousClock.now
        let child = try start(arguments)
        var status: CInt = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchError.cannotStart(arguments[0], errno) }
        }
        let wall = ContinuousClock.now - started
        guard status & 0x7f == 0, codes.contains((status >> 8) & 0xff) else {
            throw BenchError.failed(
                command: Self.shortened(arguments),
                status: Self.text(ofStatus: status),
                text: tail(of: standardError)
            )
        }
        return Sample(
            cpuSeconds: usage.ru_utime.seconds + usage.ru_stime.seconds,
            wallSeconds: wall.seconds,
            peakBytes: usage.peakBytes
        )
    }

    /// The command for people: long lists of files are cut.
    static func shortened(_ arguments: [String]) -> String {
        let shown = arguments.prefix(16).joined(separator: " ")
        return arguments.count > 16 ? "\(shown) … (\(arguments.count) arguments)" : shown
    }

    private func start(_ arguments: [String]) throws -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, standardOutput.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, standardError.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        var argumentPointers = arguments.map { strdup($0) } + [nil]
        var environmentPointers = environment.map { strdup($0) } + [nil]
        defer { (argumentPointers + environmentPointers).forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, arguments[0], &actions, nil, &argumentPointers, &environmentPointers)
        guard code == 0 else { throw BenchError.cannotStart(arguments[0], code) }
        return child
    }

    private func tail(of file: URL) -> String {
        guard let data = try? Data(contentsOf: file) else { return "" }
        return String(decoding: data.suffix(600), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func text(ofStatus status: CInt) -> String {
        let signal = status & 0x7f
        return signal == 0 ? "status \((status >> 8) & 0xff)" : "signal \(signal)"
    }
}

extension rusage {
    /// Linux counts kibibytes, Darwin bytes.
    var peakBytes: Int {
        #if canImport(Darwin)
            Int(ru_maxrss)
        #else
            Int(ru_maxrss) * 1024
        #endif
    }

    /// The peak of this process, below which no child can read.
    static var ownPeakBytes: Int {
        var usage = rusage()
        // 0 is RUSAGE_SELF, which Glibc imports as an enumeration that its own
        // function does not take.
        getrusage(0, &usage)
        return usage.peakBytes
    }
}

extension timeval {
    var seconds: Double { Double(tv_sec) + Double(tv_usec) * 1e-6 }
}
