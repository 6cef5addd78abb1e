// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Readers
import Renderers
import TestPhase
import Workflow

extension ActingOptions {
    /// Does something with one change, and says what it did.
    func perform(
        _ change: Identifier, reason: String, _ act: (LoadedSettings) throws -> KeepChanges.Act
    ) throws {
        try reporting(output) {
            let loaded = try store.loadSettings()
            let number = try change.number(of: "CR")
            let act = try act(loaded)
            show([try keep(loaded).perform(number, act, request(reason: reason, loaded))])
        }
    }
}

struct ChangeSubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit", abstract: "Ask for approval; an emergency change may begin at once.",
        discussion: """
            EXAMPLES
              exitgate change submit CR-7
            """)

    @Argument(help: "Such as CR-7.")
    var change: Identifier
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("Why now; kept for good.", valueName: "text"))
    var reason = "ready to be judged"
    @OptionGroup var who: ActingOptions

    func run() throws { try who.perform(change, reason: reason) { _ in .submit } }
}

struct ChangeAssessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assess", abstract: "Say what a change will touch, and how likely it does harm.",
        discussion: """
            The configuration with the change is that of the folder at hand, or what --configuration names; it is compared with \
            what was tested last. The forecast is kept, and change list says later how good forecasts were. --back-out adds how \
            the change is taken back where the request did not say.

            EXAMPLES
              exitgate change assess CR-7
              exitgate change assess CR-7 --configuration BL-beta-2 --coverage build/lcov.info
              exitgate change assess CR-7 --back-out 'revert the commit'
            """)

    @Argument(help: "Such as CR-7.")
    var change: Identifier
    @Option(
        help: ArgumentHelp("The configuration with the change: BL-beta-2, RUN-12 or now.", valueName: "configuration"))
    var configuration: BaselineReference = .now
    @Option(help: ArgumentHelp("Which files tests run through, as lcov or Cobertura wrote it.", valueName: "file"))
    var coverage: String?
    @Option(help: ArgumentHelp("How it is taken back, where the request did not say.", valueName: "text"))
    var backOut: String?
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("A remark; kept for good.", valueName: "text"))
    var reason = "assessed from evidence"
    @OptionGroup var who: ActingOptions

    func run() throws {
        try who.perform(change, reason: reason) { loaded in
            var evidence = AssessChange.Evidence()
            var options = ReadingOptions()
            (options.store, options.output) = (who.store, who.output)
            let snapshot =
                try configuration == .now
                ? ProjectCapture.now(options)
                : StoreOptions.evidence(loaded).baselines().snapshot(configuration)
            evidence.configuration = snapshot.items.isEmpty ? nil : snapshot
            evidence.coverage = try coverage.map(read)
            evidence.backOut = backOut
            return .assess(evidence)
        }
    }

    private func read(_ file: String) throws -> CoverageFile {
        let data = try InputFile.read(file, wanted: "a coverage file, as lcov or Cobertura")
        guard let coverage = CoverageFile([UInt8](data)) else {
            throw Refusal(
                message: "\(file) tells of no line that was run through", hint: "it may be lcov or Cobertura")
        }
        return coverage
    }
}

struct ChangeApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Approve a change, for a component or as a whole.",
        discussion: """
            Below a risk of 25 one person approves who is not the requester; up to 60 an owner of each touched component, and of \
            each touched file outside of them; above that two people, with the way back tried out. Above 25 somebody says how \
            it is taken back (change new or assess, --back-out). Emergency changes are approved within two working days.

            EXAMPLES
              exitgate change approve CR-7 -m 'small and covered'
              exitgate change approve CR-7 --for pay -m 'the payment team agrees'
              exitgate change approve CR-7 --rehearsed -m 'rolled back once on staging'
            """)

    @Argument(help: "Such as CR-7.")
    var change: Identifier
    @Option(name: .customLong("for"), help: ArgumentHelp("Component or team that it speaks for.", valueName: "name"))
    var authority: String?
    @Flag(help: "The way back was tried out.")
    var rehearsed = false
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason: String
    @OptionGroup var who: ActingOptions

    func run() throws {
        try who.perform(change, reason: reason) { _ in .approve(authority: authority, isRehearsed: rehearsed) }
    }
}

struct ChangeRejectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Say that a change is not to be.",
        discussion: """
            EXAMPLES
              exitgate change reject CR-7 -m 'not before the release'
            """)

    @Argument(help: "Such as CR-7.")
    var change: Identifier
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason: String
    @OptionGroup var who: ActingOptions

    func run() throws { try who.perform(change, reason: reason) { _ in .reject } }
}

struct ChangeImplementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "implement", abstract: "Say which commits carry a change.",
        discussion: """
            That it is implemented is not said but seen: when a run tests a configuration that holds it. Commits with the trailer \
            "Change: CR-7" are found by themselves.

            EXAMPLES
              exitgate change implement CR-7 --commit 4f2a91c
              exitgate change implement CR-7 --commit HEAD
            """)

    @Argument(help: "Such as CR-7.")
    var change: Identifier
    @Option(
        help: ArgumentHelp(
            "Commit that carries it: a hash, or a branch or tag of the checkout; may be repeated.", valueName: "commit")
    )
    var commit: [String]
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("A remark; kept for good.", valueName: "text"))
    var reason = "these commits carry it"
    @OptionGroup var who: ActingOptions

    func run() throws {
        try who.perform(change, reason: reason) { _ in .implement(commits: try commit.map(NamedCommit.hash(of:))) }
    }
}

struct ChangeReviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Record the review after implementation: agree with what runs say, or overrule it.",
        discussion: """
            The reviewer and the reason are kept. While runs are watched only backed_out can be said.

            EXAMPLES
              exitgate change review CR-7 achieved -m 'no complaint in two weeks'
              exitgate change review CR-7 not_achieved -m 'it only became rarer'
              exitgate change review CR-7 backed_out -m 'reverted by hand'
            """)

    /// What a review may end with.
    enum Verdict: String, ExpressibleByArgument, CaseIterable {
        case achieved, notAchieved = "not_achieved", inconclusive, backedOut = "backed_out"

        var state: ChangeState { ChangeState(rawValue: rawValue) ?? .inconclusive }
    }

    @Argument(help: "Such as CR-7.")
    var change: Identifier
    @Argument(help: "achieved, not_achieved, inconclusive or backed_out.")
    var verdict: Verdict
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason: String
    @OptionGroup var who: ActingOptions

    func run() throws { try who.perform(change, reason: reason) { _ in .review(verdict.state) } }
}

struct ChangeCancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Take a change back before it is implemented.",
        discussion: """
            EXAMPLES
              exitgate change cancel CR-7 -m 'no longer needed'
            """)

    @Argument(help: "Such as CR-7.")
    var change: Identifier
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason: String
    @OptionGroup var who: ActingOptions

    func run() throws { try who.perform(change, reason: reason) { _ in .cancel } }
}
