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

/// `exitgate ingest`: the main job of a pipeline, right after its tests.
struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Store test results, and open or restore incidents.",
        discussion: """
            Reads JUnit XML of any producer, and event streams of Swift Testing (.jsonl). Repeating an upload changes nothing and answers the same. Commit, branch, build \
            and the key of the run come from the pipeline's variables when they are not given. In the folder of a project, what \
            the run was made with is captured: the checkout, lock files, tools and the machine.

            EXAMPLES
              exitgate ingest out --phase beta --release 2.4
              exitgate ingest 'build/**/TEST-*.xml' --phase integration --set os=linux --set db=pg16
              exitgate ingest results.zip --phase alpha --shard 3/8 --run-key nightly-1042
              exitgate ingest out --phase beta --dry-run --format json

            EXIT CODES
              0 stored, or known already · 65 something could not be read (the rest is stored) · 66 no file matched
              69 store unavailable · 78 settings wrong
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, github
    }

    @Argument(help: "Files, folders, globs, archives (.zip, .tar.gz), or -; otherwise ingest.paths of the settings.")
    var paths: [String] = []

    @OptionGroup(title: "Run") var options: RunOptions

    @Flag(help: "Read and decide, but store nothing.")
    var dryRun = false

    @Flag(help: "Store texts as they are; recorded with the upload.")
    var noMask = false

    @Flag(help: "Follow symbolic links.")
    var followLinks = false

    @Option(
        help: ArgumentHelp(
            "What the run was made with, for results of another machine: CycloneDX, SPDX 2.3, or baseline export --as canonical, as JSON.",
            valueName: "file"))
    var configuration: String?

    @Flag(help: "Do not capture the configuration of the project.")
    var noCapture = false

    @Option(help: "How to print: text, json, or github for the log and summary of a job of GitHub Actions.")
    var format = Format.text

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let loaded = try store.loadSettings(flags: flags)
            try checkInputs(loaded)
            var request = try options.request(paths: inputs(loaded), loaded: loaded, isDryRun: dryRun)
            let driver = try openStore(loaded)
            try ProjectCapture.add(
                to: &request, loaded, driver, file: configuration, isOff: noCapture, output: output)
            let progress = ProgressLine(isOn: !output.quiet && format == .text)
            let outcome = try IngestRun(driver).perform(request) { progress.show($1, of: $2, name: $0) }
            progress.clear()
            try conclude(outcome, format == .github ? findings(outcome, loaded, driver) : nil)
        }
    }

    /// Where the incidents of the phase show in the source.
    private func findings(
        _ outcome: IngestOutcome, _ loaded: LoadedSettings, _ driver: any StoreDriver
    ) throws -> FindingReport? {
        guard let run = outcome.run, !dryRun else { return nil }
        return try ReadFindings(driver, viewpoint: GitHistory.viewpoint(loaded)).perform(phase: run.run.phase)
    }

    /// A dry run makes no store, and neither does one that finds nothing to store.
    private func openStore(_ loaded: LoadedSettings) throws -> any StoreDriver {
        if loaded.isStoreMissing, dryRun || find(loaded).inputs.isEmpty {
            return try SQLiteDriver(inMemory: "dry-run")
        }
        return try StoreOpening.open(loaded, dryRun ? .rehearsing : .writing)
    }

    private func find(_ loaded: LoadedSettings) -> InputFinder.Found {
        var finder = InputFinder(
            followsLinks: loaded.settings.ingest.followLinks, limits: loaded.settings.limits.archive)
        return finder.find(inputs(loaded))
    }

    private var flags: [SettingsFlag] {
        var flags: [SettingsFlag] = []
        if let phase = options.phase { flags.append(SettingsFlag("--phase", key: "phase", [phase])) }
        if let release = options.release { flags.append(SettingsFlag("--release", key: "release", [release])) }
        if let environment = options.environment {
            flags.append(SettingsFlag("--environment", key: "ingest.environment", [environment]))
        }
        if noMask { flags.append(SettingsFlag("--no-mask", key: "ingest.mask_secrets", ["false"])) }
        if followLinks { flags.append(SettingsFlag("--follow-links", key: "ingest.follow_links", ["true"])) }
        return flags
    }

    /// The arguments, else the globs of the settings, which count from the settings file.
    private func inputs(_ loaded: LoadedSettings) -> [String] {
        guard paths.isEmpty else { return paths }
        guard let file = loaded.file else { return loaded.settings.ingest.paths }
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
        return loaded.settings.ingest.paths.map { folder.isEmpty || $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
    }

    /// Where no phase is said, that there is nothing to ingest is told first: whoever names one next should know.
    private func checkInputs(_ loaded: LoadedSettings) throws {
        guard loaded.settings.phase == nil else { return }
        let found = find(loaded)
        guard found.inputs.isEmpty, found.diagnostics.isEmpty else { return }
        tellUnmatched(found.unmatched)
        throw nothingToIngest()
    }

    private func tellUnmatched(_ arguments: [String]) {
        for argument in arguments where !paths.isEmpty {
            Terminal.note("error: no file matches \(SafeText.quoted(argument))")
        }
    }

    private func nothingToIngest() -> ExitCode {
        if paths.isEmpty { Terminal.note("error: there is nothing to ingest") }
        Terminal.note("hint: name files, folders or globs, or set ingest.paths in exitgate.yml")
        return .noInput
    }

    private func conclude(_ outcome: IngestOutcome, _ findings: FindingReport?) throws {
        let report = IngestReport(outcome, isDryRun: dryRun)
        switch format {
        case .text:
            Terminal.print(
                IngestText.text(report, isQuiet: output.quiet, width: Terminal.width, palette: output.palette))
            for diagnostic in outcome.diagnostics where !output.quiet || diagnostic.severity == .error {
                Terminal.note(diagnostic, palette: output.errorPalette)
            }
        case .json: Terminal.print(IngestJSON.text(report))
        case .github:
            Terminal.print(GitHubText.ingest(report, findings, isQuiet: output.quiet))
            StepSummary.append(IngestMarkdown.text(report))
            for diagnostic in outcome.diagnostics { Terminal.note(diagnostic, palette: output.errorPalette) }
        }
        tellUnmatched(outcome.unmatched)
        let hasErrors = outcome.diagnostics.contains { $0.severity == .error }
        if outcome.reports.isEmpty, !hasErrors {
            throw nothingToIngest()
        }
        if hasErrors { throw ExitCode.badInput }
        if !outcome.unmatched.isEmpty, !paths.isEmpty { throw ExitCode.noInput }
    }
}
