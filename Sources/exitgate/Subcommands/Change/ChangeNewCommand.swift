// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Renderers
import TestPhase
import Workflow

struct ChangeNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a change request, as a draft.",
        discussion: """
            Say what it changes (--path, --item, --component, --commit) and what it is to achieve (--fixes, or --metric with \
            --direction). --from reads all of it from YAML or JSON, as change show --format json prints it. --between writes \
            down, as drafts, what changed between two runs or baselines and nobody had asked for; --kind, --reason and \
            --back-out add to it.

            EXAMPLES
              exitgate change new --title 'round in cents' -m 'sums are off' --path 'src/pay/**' --fixes ISS-3
              exitgate change new --title 'alpha 2.0' -m 'end of support' --item pkg:npm/alpha --back-out 'pin 1.2.0 again'
              exitgate change new --title 'faster suite' -m 'slow runs' --path 'tests/**' --metric duration
              exitgate change new --from change.yml
              exitgate change new --between BL-beta-1 RUN-12 --back-out 'pin the old versions'
            """)

    @Option(help: "What changes, in a few words.")
    var title: String?
    @Option(name: [.customShort("m"), .long], help: ArgumentHelp("Why; kept for good.", valueName: "text"))
    var reason: String?
    @Option(help: "standard, normal or emergency; otherwise normal.")
    var kind: ChangeRequest.Kind?
    @Option(
        help: ArgumentHelp("Files that it changes, from the folder of the project; may be repeated.", valueName: "glob")
    )
    var path: [String] = []
    @Option(
        help: ArgumentHelp(
            "Configuration item that it changes, * for any part, such as pkg:npm/alpha; may be repeated.",
            valueName: "key"))
    var item: [String] = []
    @Option(help: ArgumentHelp("Component that it changes; may be repeated.", valueName: "name"))
    var component: [String] = []
    @Option(
        help: ArgumentHelp(
            "Commit that carries it: a hash, or a branch or tag of the checkout; may be repeated.", valueName: "commit")
    )
    var commit: [String] = []
    @Option(help: ArgumentHelp("Issue that it is to fix, such as ISS-3.", valueName: "issue"))
    var fixes: Identifier?
    @Option(help: "What it is to improve: failure-rate, flaky-rate or duration, of the tests in scope.")
    var metric: ChangeRequest.Metric?
    @Option(help: "Where the metric is to go: down, which it is otherwise, or up.")
    var direction: ChangeRequest.Direction?
    @Option(help: ArgumentHelp("How it is taken back.", valueName: "text"))
    var backOut: String?
    @Option(help: ArgumentHelp("Runs before and after that are compared; otherwise 20.", valueName: "runs"))
    var windowRuns: Int?
    @Option(help: ArgumentHelp("Days that the runs before it may lie back; otherwise 14.", valueName: "days"))
    var windowDays: Int?
    @Option(help: ArgumentHelp("Read the request from YAML or JSON; - is the standard input.", valueName: "file"))
    var from: String?
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Two of BL-beta-1, RUN-12 and now: write down what changed between them.", valueName: "configuration"))
    var between: [BaselineReference] = []
    @OptionGroup var who: ActingOptions

    func validate() throws {
        let ways = [title != nil, from != nil, !between.isEmpty].count(where: \.self)
        if ways != 1 { throw ValidationError("say one of --title, --from and --between") }
        if title != nil, reason == nil { throw ValidationError("a change needs a reason: say why with --reason") }
        if !between.isEmpty, between.count != 2 { throw ValidationError("--between takes two configurations") }
        if fixes != nil, metric != nil { throw ValidationError("--fixes and --metric exclude each other") }
        if from != nil { try refuse(content + additions, beside: "--from reads the whole request") }
        if !between.isEmpty { try refuse(content, beside: "--between finds out what changed") }
        if direction != nil, metric == nil { throw ValidationError("--direction says where a --metric is to go") }
    }

    /// Flags that say what changes and what it is to achieve, and whether they are given.
    private var content: [(flag: String, isGiven: Bool)] {
        [
            ("--path", !path.isEmpty), ("--item", !item.isEmpty), ("--component", !component.isEmpty),
            ("--commit", !commit.isEmpty), ("--fixes", fixes != nil), ("--metric", metric != nil),
            ("--direction", direction != nil), ("--window-runs", windowRuns != nil),
            ("--window-days", windowDays != nil),
        ]
    }

    /// Flags that --between takes as well.
    private var additions: [(flag: String, isGiven: Bool)] {
        [("--kind", kind != nil), ("--reason", reason != nil), ("--back-out", backOut != nil)]
    }

    private func refuse(_ flags: [(flag: String, isGiven: Bool)], beside way: String) throws {
        let given = flags.filter(\.isGiven).map(\.flag)
        if !given.isEmpty { throw ValidationError("\(way): leave out \(given.joined(separator: ", "))") }
    }

    func run() throws {
        try reporting(who.output) {
            let loaded = try who.store.loadSettings()
            if between.count == 2 { return try draft(loaded) }
            let request = try from.map(read) ?? flags()
            let keep = try who.keep(loaded)
            who.show([try keep.create(request, who.request(reason: request.reason, loaded))])
        }
    }

    private func draft(_ loaded: LoadedSettings) throws {
        var options = ReadingOptions()
        (options.store, options.output) = (who.store, who.output)
        let now =
            try between.contains(.now)
            ? ProjectCapture.now(options, phase: between.lazy.compactMap(\.phase).first) : nil
        if !loaded.isStoreMissing { who.output.note(try StoreOptions.evidence(loaded).baselines().mixed(between)) }
        var said = KeepChanges.Addition()
        (said.kind, said.reason, said.backOut) = (kind ?? .normal, reason, backOut)
        let outcomes = try who.keep(loaded).draft(
            from: between[0], to: between[1], now: now, said: said,
            who.request(reason: reason ?? "written down", loaded))
        who.show(outcomes)
    }

    private func flags() throws -> ChangeRequest {
        var request = ChangeRequest(title: title ?? "", reason: reason ?? "", requester: who.actor)
        request.kind = kind ?? .normal
        request.scope = ChangeRequest.Scope(paths: path, items: item, components: component)
        if let fixes {
            request.effect = .issue(try fixes.number(of: "ISS"))
        } else if let metric {
            request.effect = .metric(metric, direction ?? .down)
        }
        request.backOut = backOut
        request.window.runs = windowRuns ?? ChangeRequest.Window.defaultRuns
        request.window.days = windowDays ?? ChangeRequest.Window.defaultDays
        request.commits = try commit.map(NamedCommit.hash(of:))
        return request
    }

    private func read(_ file: String) throws -> ChangeRequest {
        let data = try InputFile.read(file, wanted: "a change as YAML or JSON", takesInput: true)
        do {
            return try ChangeDocument.read(
                String(decoding: data, as: UTF8.self), file: file, requester: who.actor)
        } catch {
            Terminal.note(error.diagnostic, palette: who.output.errorPalette)
            throw ExitCode.badInput
        }
    }
}

extension ActingOptions {
    /// What keeps changes, with the models of the settings.
    func keep(_ loaded: LoadedSettings) throws -> KeepChanges {
        KeepChanges(
            try StoreOptions.openForWriting(loaded, isDryRun: dryRun), viewpoint: GitHistory.viewpoint(loaded),
            models: loaded.settings.changeModels.compactMap(ChangeModel.init))
    }

    func request(reason: String, _ loaded: LoadedSettings) -> KeepChanges.Request {
        var request = KeepChanges.Request(now: Clock.now, actor: actor, reason: reason)
        (request.isSolo, request.isDryRun) = (loaded.settings.solo, dryRun)
        return request
    }

    func show(_ outcomes: [KeepChanges.Outcome]) {
        for outcome in outcomes {
            if format == .json {
                Terminal.print(
                    ChangeJSON.outcome(
                        number: outcome.number, request: outcome.request, before: outcome.before, life: outcome.life,
                        missing: outcome.missing))
            } else if !output.quiet {
                Terminal.print(
                    ChangeText.outcome(
                        number: outcome.number, request: outcome.request, before: outcome.before, life: outcome.life,
                        missing: outcome.missing, isDryRun: dryRun))
            }
        }
    }
}
