// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Captures the configuration of a project and of the machine that tests it; the entrance to this folder.
///
/// Nothing is written and nothing is asked of a network. Of an unchanged tree no lock file is parsed again, because what
/// was read before comes back through `known`; files are read for their digests only. The only processes are those of
/// git, one in a clean tree whose ``GitFiles`` are found and three in another (one more with tags that are objects and lie
/// in files of their own, and one with Git LFS), and tools that were not asked for their version before. A fault costs the
/// item that it concerns, and no more.
package struct ConfigurationCapture {
    /// What one piece of evidence came to, for a later capture to be spared from reading it again.
    ///
    /// Evidence with a finding has none, so that the finding is told every time.
    package struct Reading: Sendable, Equatable {
        /// A file, relative to the root, or a command.
        package let evidence: String
        /// SHA-256 of all that the items follow from, 64 hexadecimal digits.
        package let key: String
        package let items: [ConfigurationItem]

        package init(evidence: String, key: String, items: [ConfigurationItem]) {
            self.evidence = evidence
            self.key = key
            self.items = items
        }
    }

    package struct Outcome: Sendable, Equatable {
        package let snapshot: ConfigurationSnapshot
        /// By file, line and code.
        package let diagnostics: [Diagnostic]
        /// By evidence; to be remembered together with the version of this program.
        ///
        /// A tool that is updated behind its launcher keeps its key; whoever remembers readings of commands should
        /// forget them after a day.
        package let readings: [Reading]
    }

    private let plan: CapturePlan
    private let environment: [String: String]
    private let machine: Machine
    private let run: (_ command: [String], _ folder: String) -> String?
    private let known: (_ evidence: String, _ key: String) -> [ConfigurationItem]?

    /// - Parameters:
    ///   - environment: Variables of the process; only those that the plan or a report about the machine names are kept.
    ///   - machine: The one that tests run on.
    ///   - run: Answers the standard output of a command in a folder, invalid bytes replaced; nil when it fails or lasts
    ///     too long.
    ///   - known: Answers the items of a ``Reading`` of an earlier capture.
    package init(
        _ plan: CapturePlan, environment: [String: String], machine: Machine = .current,
        run: @escaping (_ command: [String], _ folder: String) -> String?,
        known: @escaping (_ evidence: String, _ key: String) -> [ConfigurationItem]? = { _, _ in nil }
    ) {
        self.plan = plan
        self.environment = environment
        self.machine = machine
        self.run = run
        self.known = known
    }

    /// Commands that a capture runs first and whose answers depend on no other: whoever runs them may begin early.
    ///
    /// - Parameters:
    ///   - root: Of the project.
    ///   - environment: Variables of the process.
    package static func firstCommands(in root: String, environment: [String: String]) -> [[String]] {
        ProjectFolder(root).map { GitCheckout.firstCommands(in: $0, environment: environment) } ?? []
    }

    /// - Complexity: O(files of the tree, and bytes of those that count).
    package func capture() -> Outcome {
        var draft = CaptureDraft(known: known)
        guard let folder = ProjectFolder(plan.root) else {
            draft.warn("unreadable", "the folder of the project cannot be opened", file: plan.root)
            return draft.outcome
        }
        GlobbedFiles(plan).read(in: folder, into: &draft)
        guard !plan.isEarlyPhase else { return draft.outcome }
        let checkout = GitCheckout(
            folder, environment: environment, run: run, wanted: ProjectTree.isWanted, into: &draft)
        let tree = ProjectTree(folder, checkout: checkout, into: &draft)
        CapturedLocks.read(tree, in: folder, into: &draft)
        let pins = ToolchainFile.read(tree, in: folder, into: &draft)
        PipelineFiles.read(tree, in: folder, into: &draft)
        ContainerFile.read(tree, in: folder, into: &draft)
        Tools(environment: environment, run: run).read(plan.tools, tree, pins: pins, in: folder, into: &draft)
        draft.add(machine.items(environment: environment))
        draft.add(CapturedVariables(environment: environment, key: plan.secretKey).items(plan.variables))
        draft.add(givenItems)
        return draft.outcome
    }

    /// What the caller says rather than the tree.
    private var givenItems: [ConfigurationItem] {
        let flags = plan.flags.map { name, value in
            CapturedText(value).item(.flag, name, evidence: "settings")
        }
        let data = plan.dataVersion.map { CapturedText($0).item(.data, "version", evidence: "settings") }
        return flags + [data].compactMap(\.self)
    }
}
