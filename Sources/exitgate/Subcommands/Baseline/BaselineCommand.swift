// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import TestPhase
import Workflow

/// `exitgate baseline`: what was tested, what is approved, and what differs.
struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline",
        abstract: "Capture, approve, compare and audit configurations.",
        discussion: """
            A baseline is the approved configuration of a phase: dependencies, tools, machine, files, and the tests that were \
            there. Wherever a configuration is asked for, a baseline such as BL-beta-2, a run such as RUN-12, or now for the \
            folder and machine at hand will do.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Look",
                subcommands: [
                    BaselineListCommand.self, BaselineShowCommand.self, BaselineDiffCommand.self,
                    BaselineAuditCommand.self, BaselineExportCommand.self,
                ]),
            CommandGroup(
                name: "Decide",
                subcommands: [
                    BaselineCaptureCommand.self, BaselineProposeCommand.self, BaselineApproveCommand.self,
                    BaselineRejectCommand.self, BaselineFreezeCommand.self, BaselineAttestCommand.self,
                    BaselineRetireCommand.self,
                ]),
        ])
}

extension BaselineReference: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

struct BaselineListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List baselines, by phase and number.",
        discussion: """
            EXAMPLES
              exitgate baseline list
              exitgate baseline list beta --format json
            """)

    @Argument(help: "Only this phase.")
    var phase: String?
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            narrowed: FilterNames(phase: phase), { phase }, { try $0.baselines().list(phase: $1) },
            text: { BaselineText.list($0, width: Terminal.width, palette: options.output.palette) },
            json: BaselineText.listJSON)
    }
}

/// A baseline as an argument.
struct BaselineArgument: ParsableArguments {
    @Argument(help: "Such as BL-beta-2.")
    var baseline: BaselineReference

    /// - Throws: `ValidationError` for anything but a baseline.
    func name() throws -> (phase: String, number: Int) {
        guard case .baseline(let phase, let number) = baseline else {
            throw ValidationError("expected a baseline such as BL-beta-2, got \(baseline.text)")
        }
        return (phase, number)
    }
}

struct BaselineShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a baseline: what it holds, and who approved it.",
        discussion: """
            EXAMPLES
              exitgate baseline show BL-beta-2
              exitgate baseline show BL-beta-2 --format json
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var options: ReportOptions

    func run() throws {
        try options.report(
            { try baseline.name() }, { try $0.baselines().show(phase: $1.phase, number: $1.number) },
            text: {
                BaselineText.page(
                    $0.baseline, items: $0.snapshot.items, events: $0.events, suites: $0.suites, tests: $0.tests,
                    failures: $0.failures, palette: options.output.palette)
            },
            json: {
                BaselineText.pageJSON(
                    $0.baseline, items: $0.snapshot.items, events: $0.events, suites: $0.suites, tests: $0.tests,
                    failures: $0.failures)
            })
    }
}

struct BaselineDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say what differs between two configurations, item by item.",
        discussion: """
            With a third one, what differs is shown from the first to each of the others: approved, candidate, observed.

            EXAMPLES
              exitgate baseline diff BL-beta-1 BL-beta-2
              exitgate baseline diff RUN-12 RUN-15 --format markdown
              exitgate baseline diff BL-beta-2 RUN-15 now
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, markdown, json
    }

    @Argument(help: ArgumentHelp("What to start from.", valueName: "from"))
    var before: BaselineReference
    @Argument(help: ArgumentHelp("What to compare it with.", valueName: "to"))
    var after: BaselineReference
    @Argument(help: ArgumentHelp("What else to compare it with.", valueName: "observed"))
    var observed: BaselineReference?
    @Option(help: "How to print: text, markdown or json.")
    var format = Format.text
    @OptionGroup var options: ReadingOptions

    func run() throws {
        let others = [after] + (observed.map { [$0] } ?? [])
        let all = [before] + others
        let now = try all.contains(.now) ? ProjectCapture.now(options, phase: all.lazy.compactMap(\.phase).first) : nil
        try options.read(
            {},
            { reading, _ in
                let baselines = reading.baselines(now: now)
                return (try others.map { try baselines.diff(before, $0) }, try baselines.mixed(all))
            },
            print: { diffs, mixed in
                options.output.note(mixed)
                if format == .json {
                    return DiffText.json(zip(diffs, others).map { ($0, $1.text) }, from: before.text, mixed: mixed)
                }
                return zip(diffs, others).map { diff, other in
                    format == .text
                        ? DiffText.text(
                            diff, from: before.text, to: other.text, mixed: mixed, palette: options.output.palette)
                        : DiffText.markdown(diff, from: before.text, to: other.text, mixed: mixed)
                }.joined(separator: "\n\n")
            })
    }
}

struct BaselineAuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Hold what is tested against the approved baseline of a phase.",
        discussion: """
            Physical: is what the latest runs were made with what was approved? Functional: did the required suites pass on \
            exactly this configuration? Records: which change asked for what differs? Drift makes a frozen baseline suspect, \
            and opens an incident of kind configuration for each configuration class; an audit without it restores that. \
            A baseline of requirements or design is held against the documents of the working tree. The exit code is 0 when it is clean, 3 for drift, 4 when evidence is missing.

            EXAMPLES
              exitgate baseline audit beta
              exitgate baseline audit beta --format json
            """)

    @Argument(help: "The phase.")
    var phase: String
    @Flag(help: "Say what would change, and change nothing.")
    var dryRun = false
    @Option(help: "How to print: text or json.")
    var format = ReportFormat.text
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            guard loaded.settings.phases.contains(phase) else {
                throw ValidationError("there is no phase \(SafeText.quoted(phase))")
            }
            let driver = try StoreOptions.openForWriting(loaded, isDryRun: dryRun)
            let isOfDocuments = Baseline.Kind(phase: phase).isOfDocuments && ProjectRoot.folder(loaded) != nil
            let documents =
                try isOfDocuments ? ProjectCapture.capture(loaded, phase: phase, output: output) : nil
            let audit = try AuditBaseline(
                driver, supportEnds: SupportEnds.read(loaded.settings), viewpoint: GitHistory.viewpoint(loaded),
                documents: documents
            ).perform(phase: phase, now: Clock.now, isDryRun: dryRun)
            Terminal.print(format == .json ? AuditText.json(audit) : AuditText.text(audit, palette: output.palette))
            switch audit.verdict {
            case .clean: break
            case .drift: throw ExitCode.noGo
            case .undecided: throw ExitCode.undecided
            }
        }
    }
}

struct BaselineExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a configuration as CycloneDX, or as the canonical JSON of its digest.",
        discussion: """
            EXAMPLES
              exitgate baseline export BL-beta-2 > beta.cdx.json
              exitgate baseline export now --as canonical | sha256sum
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case cyclonedx, canonical
        /// A statement to sign, with the bill of materials as its predicate.
        case inToto = "in-toto"
    }

    @Argument(help: ArgumentHelp("Such as BL-beta-2, RUN-12 or now.", valueName: "configuration"))
    var reference: BaselineReference
    @Option(name: .customLong("as"), help: "cyclonedx (1.6, JSON), canonical, or in-toto: a statement to sign.")
    var form = Form.cyclonedx
    @OptionGroup var options: ReadingOptions

    func run() throws {
        try reporting(options.output) {
            let loaded = try options.store.loadSettings()
            let now = try reference == .now ? ProjectCapture.now(options) : nil
            let snapshot = try now ?? StoreOptions.evidence(loaded).baselines().snapshot(reference)
            let mixed = try now == nil ? StoreOptions.evidence(loaded).baselines().mixed([reference]) : []
            options.output.note(mixed)
            switch form {
            // Not a byte more than its digest is made of.
            case .canonical: Terminal.print(snapshot.canonicalJSON, terminator: "")
            case .cyclonedx: Terminal.print(try CycloneDXText.text(snapshot, of: subject(snapshot, mixed, loaded)))
            case .inToto: Terminal.print(try BaselineStatement.text(snapshot, of: subject(snapshot, mixed, loaded)))
            }
        }
    }

    private func subject(
        _ snapshot: ConfigurationSnapshot, _ mixed: [MixedRun], _ loaded: LoadedSettings
    ) throws -> CycloneDXText.Subject {
        var isSelfApproved = false
        if case .baseline(let phase, let number) = reference {
            let baselines = try StoreOptions.evidence(loaded).baselines().list(phase: phase)
            isSelfApproved = baselines.first { $0.number == number }?.isSelfApproved ?? false
        }
        return ProjectCapture.subject(
            snapshot, named: reference.text, project: loaded.settings.project, isSelfApproved: isSelfApproved,
            mixed: mixed.flatMap { $0.items + ($0.isPartlyKnown ? [$0.unknown] : []) })
    }
}

extension OutputOptions {
    /// Warns of runs that are spoken of by the configuration of one of their parts.
    func note(_ mixed: [MixedRun]) {
        for run in mixed {
            let warning = run.warning(
                hint: "what is shown here is the configuration of one part; the others differ in these")
            Terminal.note(warning, palette: errorPalette)
        }
    }
}
