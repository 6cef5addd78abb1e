// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Lock files of Gradle: `group:artifact:version=configurations`, and the older form without configurations.
enum GradleLock {
    static func read(_ text: LockText, into draft: inout LockDraft) {
        for (number, line) in text.lines {
            let line = line.trimmed
            guard !line.isEmpty, !line.hasPrefix("#"), !line.hasPrefix("empty=") else { continue }
            let halves = line.split(separator: "=", maxSplits: 1)
            let parts = (halves.first ?? "").split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else {
                draft.skipEntry("line \(number)", line: number)
                continue
            }
            let configurations = halves.count == 2 ? halves[1].split(separator: ",") : []
            draft.add(
                LockedDependency(
                    .maven, "\(parts[0]):\(parts[1])", version: parts[2],
                    isDevelopment: configurations.isEmpty ? nil : configurations.allSatisfy(isForTests)),
                line: number)
        }
    }

    /// Source sets give their configurations their name: `testRuntimeClasspath`, `debugAndroidTestCompileClasspath`.
    private static func isForTests(_ configuration: Substring) -> Bool {
        configuration.hasPrefix("test") || configuration.hasPrefix("androidTest") || configuration.contains("Test")
    }
}
