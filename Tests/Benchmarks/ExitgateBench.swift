// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The benchmark of the repository: it makes work loads, runs the built command
/// on them, and compares.
///
/// `Workload` holds a seeded generator of JUnit files, in the shapes of
/// the handbook. `Measuring` starts processes one after the other and reads
/// what the kernel says they cost. `Targets` knows the bounds and how each is
/// measured, and `Reports` prints. The yardstick X is `xmllint --stream
/// --noout` on the same input, always run in turn with the command under test,
/// because a ratio of two figures from one minute survives a busy machine and
/// seconds do not. `run` measures nothing inside this process, which stays small:
/// a child's peak memory cannot read below its parent's. `engine` is the other
/// way round: pure code, in this process.
@main
struct ExitgateBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exitgate-bench",
        abstract: "Measure exitgate against xmllint on generated work loads.",
        discussion: """
            EXAMPLES
              exitgate-bench generate w1 /tmp/w1
              exitgate-bench run --exitgate .build/release/exitgate --lab lab
              exitgate-bench run --exitgate ./exitgate --only t1,t10 --scale 0.1
            """,
        subcommands: [GenerateCommand.self, RunCommand.self, EngineCommand.self, ClustersCommand.self]
    )
}
