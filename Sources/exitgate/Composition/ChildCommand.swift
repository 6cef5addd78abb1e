// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Asks another program something, with a bounded life.
///
/// Not Foundation's `Process`: waiting for its end takes some 50 ms on Linux, which is more than most answers do.
enum ChildCommand {
    /// How a command ended.
    struct Ended {
        let output: [UInt8]
        let code: Int32
    }

    /// What a command writes to its standard output; nil when it cannot be started, ends with a signal, or lasts too long.
    ///
    /// - Parameters:
    ///   - command: A program of the search path with its arguments; it gets no input, and its errors are dropped.
    ///   - folder: Where it runs; nil for here.
    ///   - seconds: After so long it is killed.
    ///   - limit: Bytes that are read; more of them end it.
    static func run(
        _ command: [String], in folder: String? = nil, seconds: Int32 = 10, limit: Int = 64 << 20
    ) -> Ended? {
        begin(command, in: folder, seconds: seconds).flatMap { end($0, limit: limit) }
    }

    /// A command that was started; it is to be ended once.
    struct Running {
        fileprivate let child: pid_t
        fileprivate let output: Int32
        fileprivate let seconds: Int32
    }

    /// Starts a command whose answer is wanted later; nil when it cannot be started.
    static func begin(_ command: [String], in folder: String? = nil, seconds: Int32 = 10) -> Running? {
        var ends: [Int32] = [-1, -1]
        guard !command.isEmpty, pipe(&ends) == 0 else { return nil }
        // A reader that lasts must not keep the pipe of another child open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Git finds its own way, which spares a shell.
        let isGit = command[0] == "git" && folder != nil
        let words = isGit ? ["git", "-C", folder ?? "."] + command.dropFirst() : command
        let child = start(words, isGit ? nil : folder, output: ends[1])
        close(ends[1])
        guard let child else {
            close(ends[0])
            return nil
        }
        return Running(child: child, output: ends[0], seconds: seconds)
    }

    /// What a command wrote; it is killed when that is no longer wanted, or lasts too long from now on, so that it does not pay
    /// for what others took.
    ///
    /// - Parameter limit: Bytes that are read; 0 for a command that nobody waits for.
    static func end(_ running: Running, limit: Int = 64 << 20) -> Ended? {
        defer { close(running.output) }
        let deadline = ContinuousClock.Instant.now + .seconds(Int(running.seconds))
        let output = limit > 0 ? read(running.output, until: deadline, limit: limit) : nil
        let status = wait(for: running.child, until: output == nil ? .now : deadline)
        // The lower seven bits hold a signal.
        guard let output, status & 0x7F == 0 else { return nil }
        return Ended(output: output, code: status >> 8 & 0xFF)
    }

    /// The status of a child when it has ended; it is killed when it has not by then.
    private static func wait(for child: pid_t, until deadline: ContinuousClock.Instant) -> Int32 {
        var status: Int32 = 0
        while deadline > .now {
            let ended = waitpid(child, &status, WNOHANG)
            if ended == child { return status }
            guard ended == 0 || errno == EINTR else { break }
            usleep(200)
        }
        kill(child, SIGKILL)
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private static func start(_ command: [String], _ folder: String?, output: Int32) -> pid_t? {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Not every platform can change the folder of a child, so a shell does, and becomes the program.
        let words = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] + command } ?? command
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        return posix_spawnp(&child, words[0], &actions, nil, &arguments, environ) == 0 ? child : nil
    }

    /// Everything until the end; nil when that does not come in time, or there is too much.
    private static func read(_ end: Int32, until deadline: ContinuousClock.Instant, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0 else { return nil }
            var waiting = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(min(left, 60_000)) + 1)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = buffer.withUnsafeMutableBytes { systemRead(end, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? bytes : nil }
            bytes += buffer[..<count]
            if bytes.count > limit { return nil }
        }
    }

    private static func systemRead(_ end: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(end, buffer, count)
        #elseif canImport(Musl)
            Musl.read(end, buffer, count)
        #else
            Darwin.read(end, buffer, count)
        #endif
    }
}
