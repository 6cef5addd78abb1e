// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Readers
import Renderers
import Storage
import TestPhase
import Workflow

/// Captures the configuration of the project that the command runs in.
enum ProjectCapture {
    /// What is here now, with what was found out; nil outside a project.
    ///
    /// - Parameters:
    ///   - phase: nil for none; early ones have documents only.
    ///   - driver: Where readings of earlier captures are; nil for none.
    static func outcome(
        _ loaded: LoadedSettings, phase: String?, driver: (any StoreDriver)?
    ) throws -> ConfigurationCapture.Outcome? {
        guard let root = ProjectRoot.folder(loaded) else { return nil }
        var plan = CapturePlan(root: root)
        let capture = loaded.settings.capture
        (plan.variables, plan.files, plan.documents) = (capture.variables, capture.files, capture.documents)
        (plan.data, plan.tools) = (capture.data, capture.tools)
        plan.dataVersion = capture.dataVersion
        for flag in capture.flags {
            // A sign at the front leaves no name before it, and so is part of one.
            let name = flag.first == "=" ? flag[...] : flag.prefix { $0 != "=" }
            plan.flags[String(name)] =
                name.endIndex == flag.endIndex ? "on" : String(flag[name.endIndex...].dropFirst())
        }
        plan.isEarlyPhase = phase.map { Baseline.Kind(phase: $0).isOfDocuments } ?? false
        let memory = CaptureMemory(driver, now: Clock.now)
        plan.secretKey = try memory.secretKey()
        // A capture of documents asks git nothing.
        let environment = ProcessInfo.processInfo.environment
        let early = plan.isEarlyPhase ? nil : EarlyAnswers(in: root, environment: environment)
        return ConfigurationCapture(
            plan, environment: environment, run: { early?.run($0, $1) },
            known: { evidence, key in try? memory.items(of: evidence, key: key) }
        ).capture()
    }

    /// Findings are told, and nothing captured is an empty configuration.
    static func capture(
        _ loaded: LoadedSettings, phase: String?, output: OutputOptions
    ) throws -> ConfigurationSnapshot {
        let driver = try? StoreOpening.open(loaded, .reading)
        guard let found = try outcome(loaded, phase: phase, driver: driver) else { return ConfigurationSnapshot([]) }
        if !output.quiet {
            for diagnostic in found.diagnostics { Terminal.note(diagnostic, palette: output.errorPalette) }
        }
        return found.snapshot.masked
    }

    /// For a question that names what is here now.
    ///
    /// - Parameter phase: Of what it is held against; nil for none.
    static func now(_ options: some StoreReading, phase: String? = nil) throws -> ConfigurationSnapshot {
        try capture(options.store.loadSettings(), phase: phase, output: options.output)
    }

    /// What a file says.
    ///
    /// - Throws: `ExitCode` where there is no such file, `Refusal` where it says nothing.
    static func read(_ file: String, palette: Palette) throws -> ConfigurationSnapshot {
        let data = try InputFile.read(
            file, wanted: "a CycloneDX or SPDX 2.3 document, or the canonical JSON of baseline export")
        let bill = BillOfMaterials.read([UInt8](data), path: file)
        for diagnostic in bill.diagnostics { Terminal.note(diagnostic, palette: palette) }
        guard !bill.items.isEmpty else {
            throw Refusal(
                message: "\(file) holds no configuration",
                hint: "it may be CycloneDX or SPDX 2.3 as JSON, or what baseline export --as canonical wrote")
        }
        return ConfigurationSnapshot(bill.items).masked
    }

    /// What a bill of materials of a configuration is about.
    static func subject(
        _ snapshot: ConfigurationSnapshot, named name: String, project: String, isSelfApproved: Bool,
        mixed: [String] = []
    ) -> CycloneDXText.Subject {
        CycloneDXText.Subject(
            project: project, baseline: name, digest: snapshot.digest, writtenAt: Clock.now,
            isSelfApproved: isSelfApproved, mixed: mixed)
    }
}

extension ProjectCapture {
    /// Gives an upload what its run was made with: what a file says, or what is here, if this is what was tested.
    static func add(
        to request: inout IngestRun.Request, _ loaded: LoadedSettings, _ driver: any StoreDriver, file: String?,
        isOff: Bool, output: OutputOptions
    ) throws {
        if !isOff {
            request.history = { commit, known in
                guard let window = GitHistory.window(of: commit) else { return CommitHistory() }
                return CommitHistory(
                    notes: window.notes(besides: known) ?? GitHistory.notes(of: commit, besides: known),
                    lineage: window.lineage)
            }
        }
        if let file {
            request.snapshot = try read(file, palette: output.errorPalette)
            return
        }
        guard !isOff, loaded.settings.capture.onIngest, let root = ProjectRoot.folder(loaded) else { return }
        if !request.isDryRun { try CaptureMemory(driver, now: request.now).prepare(seed: request.seed) }
        guard let found = try outcome(loaded, phase: request.phase, driver: driver)
        else { return }
        func source(_ key: String) -> String? {
            found.snapshot.items.first { $0.kind == .source && $0.key == key }?.value
        }
        // Results of another commit were not made with what is here.
        let head = source("commit") ?? head(in: root)
        if let given = request.commit?.lowercased(), let head, !head.hasPrefix(given), !given.hasPrefix(head) { return }
        request.checkout = (head, source("branch"))
        (request.snapshot, request.readings) = (found.snapshot.masked, found.readings.map(\.masked))
        if !output.quiet {
            for diagnostic in found.diagnostics { Terminal.note(diagnostic, palette: output.errorPalette) }
        }
    }

    private static func head(in folder: String) -> String? {
        let ended = ChildCommand.run(["git", "rev-parse", "--verify", "--quiet", "HEAD"], in: folder)
        return ended.flatMap { $0.code == 0 ? String(decoding: $0.output.prefix { $0 != 0x0A }, as: UTF8.self) : nil }
    }
}
