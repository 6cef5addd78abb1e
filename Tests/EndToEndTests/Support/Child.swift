// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How a process ended, and what it wrote.
struct Ended: Sendable, CustomStringConvertible {
    enum Cause: Sendable, Equatable {
        case exit(Int32)
        case signal(Int32)
        /// Killed by the test, because it took too long.
        case overtime
    }

    let cause: Cause
    let output: String
    let errors: String
    let arguments: [String]

    /// The exit code; nil after a signal.
    var code: Int32? {
        if case .exit(let code) = cause { code } else { nil }
    }

    /// Everything that was written.
    var texts: String { output + errors }

    var description: String {
        "\(arguments.dropFirst().joined(separator: " ")): \(cause)\n\(output.prefix(1_500))\n\(errors.prefix(1_500))"
    }
}

/// A running process. Its streams are files, so that neither side ever waits for the other.
///
/// Not Foundation's `Process`: that one shares descriptors among children that start at the same time.
final class Child {
    private let number: pid_t
    private let arguments: [String]
    private let output: String
    private let errors: String
    private let deadline: Date
    private(set) var ended: Ended?

    /// Starts a program.
    ///
    /// - Parameter input: a file that becomes the standard input.
    /// - Parameter limit: after so many seconds the process is killed.
    /// - Throws: `StartFailure` when it cannot be started.
    init(
        _ arguments: [String], environment: [String: String], folder: String, input: String = "/dev/null",
        streams: String,
        limit: Double
    ) throws {
        self.arguments = arguments
        output = streams + ".out"
        errors = streams + ".err"
        deadline = Date(timeIntervalSinceNow: limit)
        var actions = FileActions()
        defer { actions.destroy() }
        actions.open(0, input, O_RDONLY)
        actions.open(1, output, O_WRONLY | O_CREAT | O_TRUNC)
        actions.open(2, errors, O_WRONLY | O_CREAT | O_TRUNC)
        var child: pid_t = 0
        // Not every platform can change the folder of a child, so a shell does, and becomes the program.
        let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + arguments
        let status = Self.withPointers(shell) { arguments in
            Self.withPointers(environment.map { "\($0.key)=\($0.value)" }.sorted()) { environment in
                posix_spawn(&child, "/bin/sh", &actions.actions, nil, arguments, environment)
            }
        }
        guard status == 0 else { throw StartFailure(program: arguments[0], reason: String(cString: strerror(status))) }
        number = child
    }

    struct StartFailure: Error {
        let program: String
        let reason: String
    }

    /// How it ended; nil while it runs.
    func poll() -> Ended? {
        if let ended { return ended }
        var status: Int32 = 0
        if waitpid(number, &status, WNOHANG) == number { return finish(Self.cause(status)) }
        guard Date() > deadline else { return nil }
        _ = sendSignal(number, SIGKILL)
        waitpid(number, &status, 0)
        return finish(.overtime)
    }

    func wait() -> Ended {
        while true {
            if let ended = poll() { return ended }
            usleep(1_000)
        }
    }

    /// Lets it run for so many seconds, then kills it as `kill -9` does.
    func kill(after seconds: Double) -> Ended {
        let end = Date(timeIntervalSinceNow: seconds)
        while Date() < end {
            if let ended = poll() { return ended }
            usleep(200)
        }
        _ = sendSignal(number, SIGKILL)
        var status: Int32 = 0
        waitpid(number, &status, 0)
        return finish(Self.cause(status))
    }

    private func finish(_ cause: Ended.Cause) -> Ended {
        let result = Ended(
            cause: cause, output: Self.text(output), errors: Self.text(errors), arguments: arguments)
        ended = result
        return result
    }

    private static func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    /// The macros of `wait(2)`, which Swift does not import.
    private static func cause(_ status: Int32) -> Ended.Cause {
        let signal = status & 0x7F
        return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
    }

    private static func withPointers<Value>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}

/// `kill(2)`, by a name that the method above does not hide.
private func sendSignal(_ number: pid_t, _ signal: Int32) -> Int32 { kill(number, signal) }

/// What `posix_spawn` does to descriptors and folder before the program starts.
private struct FileActions {
    #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t? = nil
    #else
        var actions = posix_spawn_file_actions_t()
    #endif

    init() {
        posix_spawn_file_actions_init(&actions)
    }

    mutating func open(_ descriptor: Int32, _ path: String, _ flags: Int32) {
        posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o644)
    }

    mutating func destroy() {
        posix_spawn_file_actions_destroy(&actions)
    }
}
