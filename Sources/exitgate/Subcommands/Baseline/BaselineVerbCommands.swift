// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Readers
import Renderers
import Storage
import StorageSQLite
import TestPhase
import Workflow

extension ActingOptions {
    /// Makes a decision, and says what it did.
    ///
    /// - Parameters:
    ///   - makesStore: Whether it may be the first thing that a store is made for.
    ///   - prepare: What can be refused before a store is looked at.
    func decide<Prepared>(
        reason: String, makesStore: Bool = false, prepare: (LoadedSettings) throws -> Prepared,
        _ body: (KeepBaselines, LoadedSettings, KeepBaselines.Request, Prepared) throws -> KeepBaselines.Outcome
    ) throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            let prepared = try prepare(loaded)
            var request = KeepBaselines.Request(
                now: Clock.now, actor: actor, reason: reason, isSolo: loaded.settings.solo)
            request.isDryRun = dryRun
            let driver = try makesStore ? open(loaded) : StoreOptions.openForWriting(loaded, isDryRun: dryRun)
            let outcome = try body(
                KeepBaselines(driver, viewpoint: GitHistory.viewpoint(loaded)), loaded, request, prepared)
            if format == .json {
                Terminal.print(BaselineText.listJSON([outcome.baseline]))
            } else if !output.quiet {
                Terminal.print(
                    BaselineText.outcome(
                        outcome.baseline, before: outcome.before, superseded: outcome.superseded,
                        tests: outcome.tests, failures: outcome.failures, isDryRun: dryRun))
            }
        }
    }
}

extension ActingOptions {
    /// A store that is there, or a new one, ready to tell secrets apart; a dry run makes none.
    private func open(_ loaded: LoadedSettings) throws -> any StoreDriver {
        let isNew = loaded.isStoreMissing
        if dryRun {
            return try isNew
                ? SQLiteDriver(inMemory: "dry-run") : StoreOptions.openForWriting(loaded, isDryRun: true)
        }
        let driver = try StoreOpening.open(loaded, .writing)
        try CaptureMemory(driver, now: Clock.now).prepare(seed: .random(in: .min ... .max))
        return driver
    }
}

struct BaselineCaptureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture", abstract: "Capture the configuration of a phase as a new baseline.",
        discussion: """
            What is here now is captured: the checkout, lock files, tools, the machine, and what the settings name. With --run \
            it is what a run was made with, with --configuration what a file says. The tests of the latest runs of the phase \
            become its inventory, and what fails there now its known failures.

            EXAMPLES
              exitgate baseline capture beta
              exitgate baseline capture beta --run RUN-15 --suite api --suite web
              exitgate baseline capture beta --configuration bom.cdx.json
            """)

    @Argument(help: "The phase.")
    var phase: String
    @Option(name: .customLong("run"), help: ArgumentHelp("Take what this run was made with.", valueName: "run"))
    var source: Identifier?
    @Option(
        help: ArgumentHelp(
            "Take what a file says: CycloneDX or SPDX 2.3 as JSON, or baseline export --as canonical.",
            valueName: "file"))
    var configuration: String?
    @Option(
        help: ArgumentHelp(
            "A suite that must have run; may be repeated. Otherwise all of the latest runs.", valueName: "name"))
    var suite: [String] = []
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason = "captured"
    @OptionGroup var who: ActingOptions

    func validate() throws {
        if source != nil, configuration != nil { throw ValidationError("--run and --configuration exclude each other") }
    }

    func run() throws {
        try who.decide(reason: reason, makesStore: source == nil) { loaded in
            _ = try loaded.checked(phase: phase)
            return try given()
        } _: { keep, loaded, request, given in
            let source = try given ?? .snapshot(ProjectCapture.capture(loaded, phase: phase, output: who.output))
            return try keep.capture(phase: phase, source, suites: suite, request)
        }
    }
}

extension BaselineCaptureCommand {
    /// What the options name; nil for what is here now.
    private func given() throws -> KeepBaselines.Source? {
        if let source { return .run(try source.number(of: "RUN")) }
        return try configuration.map { .snapshot(try ProjectCapture.read($0, palette: who.output.errorPalette)) }
    }
}

struct BaselineProposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Ask for the approval of a captured baseline.",
        discussion: """
            EXAMPLES
              exitgate baseline propose BL-beta-2 -m 'candidate 2 is complete'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.move(baseline, .propose) }
}

struct BaselineApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a proposed baseline; the one before it is superseded.",
        discussion: """
            Neither its author nor who proposed it can approve it alone, unless the settings say solo: true; every report \
            then says self-approved. Where the one before it is frozen, an approved change must speak of all that differs.

            EXAMPLES
              exitgate baseline approve BL-beta-2 --by ben -m 'reviewed with the team'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.move(baseline, .approve) }
}

struct BaselineRejectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Reject a proposed baseline.",
        discussion: """
            EXAMPLES
              exitgate baseline reject BL-beta-2 -m 'openssl is not the agreed one'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.move(baseline, .reject) }
}

struct BaselineFreezeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "freeze", abstract: "Freeze an approved baseline: only an approved change may move it.",
        discussion: """
            EXAMPLES
              exitgate baseline freeze BL-beta-2 -m 'the beta begins'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.move(baseline, .freeze) }
}

struct BaselineAttestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attest", abstract: "Note that somebody signed a statement about an approved baseline.",
        discussion: """
            The file is an envelope of DSSE around a statement of in-toto that names the digest of the baseline. Its own digest is \
            kept. Whether the signature holds is for whoever knows the keys.

            EXAMPLES
              exitgate baseline export BL-release-1 --as in-toto > statement.json
              exitgate baseline attest BL-release-1 --envelope statement.dsse.json -m 'signed by the release key'
            """)

    @OptionGroup var baseline: BaselineArgument
    @Option(help: ArgumentHelp("The signed statement.", valueName: "file"))
    var envelope: String
    @OptionGroup var decision: DecisionOptions

    func run() throws {
        try decision.who.decide(reason: decision.reason) { _ in
            let data = try InputFile.read(envelope, wanted: "the signed statement, as a DSSE envelope")
            do {
                return (try baseline.name(), try SignedStatement([UInt8](data)), GateDocuments.digest(of: data))
            } catch let fault as SignedStatement.Fault {
                throw Refusal(
                    message: "\(envelope): \(fault.message)",
                    hint: "exitgate baseline export --as in-toto writes a statement; a signer wraps it")
            }
        } _: { keep, _, request, given in
            let (name, statement, digest) = given
            return try keep.attest(
                phase: name.phase, number: name.number, statement, envelope: digest, request)
        }
    }
}

struct BaselineRetireCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Retire a baseline that is of no more use.",
        discussion: """
            EXAMPLES
              exitgate baseline retire BL-beta-1 -m 'superseded long ago'
            """)

    @OptionGroup var baseline: BaselineArgument
    @OptionGroup var decision: DecisionOptions

    func run() throws { try decision.move(baseline, .retire) }
}

extension DecisionOptions {
    fileprivate func move(_ baseline: BaselineArgument, _ verb: BaselineVerb) throws {
        try who.decide(reason: reason) { _ in
            try baseline.name()
        } _: { keep, loaded, request, name in
            var request = request
            // An approval holds for the policy that is in force, so that nobody can loosen it unseen.
            request.policyDigest = try GateDocuments.digest(of: loaded.policy(of: name.phase), at: request.now)
            return try keep.move(phase: name.phase, number: name.number, verb, request)
        }
    }
}
