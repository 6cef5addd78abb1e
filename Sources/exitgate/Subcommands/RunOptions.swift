// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Readers
import Renderers
import TestPhase
import Workflow

/// What `ingest` takes to describe a run; the pipeline and the settings fill what is not given.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Life-cycle stage, such as integration, alpha or beta.", valueName: "name"))
    var phase: String?

    @Option(help: ArgumentHelp("Version under test.", valueName: "version"))
    var release: String?

    @Option(help: ArgumentHelp("Where the tests ran, such as a runner pool or a device lab.", valueName: "name"))
    var environment: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A setting of the tested configuration; repeated for each. A comma in a value is written \\,",
            valueName: "key=value"))
    var settings: [String] = []

    @Option(help: ArgumentHelp("Names the run; equal for all its uploads.", valueName: "text"))
    var runKey: String?

    @Option(help: ArgumentHelp("Part of the run, such as 3/8.", valueName: "part/parts"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "Repetition of the pipeline job, from 1; a later one decides test by test, and a pass after a failure is flaky.",
            valueName: "number"))
    var attempt: Int?

    @Option(help: ArgumentHelp("Commit under test; in its checkout a branch or tag goes too.", valueName: "hash"))
    var commit: String?

    @Option(help: ArgumentHelp("Branch under test.", valueName: "name"))
    var branch: String?

    @Option(help: ArgumentHelp("Page of the pipeline run.", valueName: "url"))
    var buildURL: String?

    @Option(help: ArgumentHelp("When the run started, ISO 8601.", valueName: "time"))
    var started: String?

    @Option(
        help: ArgumentHelp(
            "When the job was put into the queue, ISO 8601; otherwise EXITGATE_QUEUED_AT.", valueName: "time"))
    var queuedAt: String?

    /// The request of these options and the layers below them.
    ///
    /// - Throws: `ValidationError` for an option that is not understood.
    func request(paths: [String], loaded: LoadedSettings, isDryRun: Bool) throws -> IngestRun.Request {
        let configured = loaded.settings
        guard let phase = configured.phase else {
            throw ValidationError(
                "which phase? give --phase, or set 'phase' in exitgate.yml (one of \(configured.phases.joined(separator: ", ")))"
            )
        }
        guard configured.phases.contains(phase) else {
            throw ValidationError(
                "there is no phase \(SafeText.quoted(phase)); the settings know \(configured.phases.joined(separator: ", "))"
            )
        }
        let pipeline = PipelineContext.detect(environment: ProcessInfo.processInfo.environment)
        var request = IngestRun.Request(paths: paths, phase: phase, now: Clock.now, seed: .random(in: .min ... .max))
        request.limits = configured.limits.reader
        request.limits.now = request.now
        request.archiveLimits = configured.limits.archive
        request.followsLinks = configured.ingest.followLinks
        request.masksSecrets = configured.ingest.maskSecrets
        request.isDryRun = isDryRun
        request.release = configured.release
        request.environment = configured.ingest.environment
        request.configuration = ConfigurationClass(try configuration(configured))
        request.runKey = try givenKey() ?? pipeline?.runKey
        // A variable that a pipeline left empty says nothing.
        request.commit = try commit.flatMap(Self.said).map(NamedCommit.tested) ?? pipeline?.commit
        request.branch = branch.flatMap(Self.said) ?? pipeline?.branch
        request.buildURL = buildURL ?? pipeline?.buildURL
        request.started = try startedAt(request.now) ?? pipelineStart(pipeline, request.now)
        request.queuedAt = try queueMoment(request)
        request.shard = try shardNumbers() ?? pipeline?.shard.map { ($0.index, $0.total) }
        request.attempt = try attemptNumber(pipeline)
        return request
    }

    private static func said(_ text: String) -> String? { text.allSatisfy(\.isWhitespace) ? nil : text }

    private func configuration(_ configured: Settings) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for setting in settings {
            guard let split = setting.firstIndex(of: "="), split != setting.startIndex else {
                throw ValidationError("--set takes key=value, got \(SafeText.quoted(setting))")
            }
            let (key, value) = (setting[..<split], setting[setting.index(after: split)...])
            if let next = Self.second(in: value) {
                throw ValidationError(
                    "--set takes one key=value, got \(SafeText.quoted(setting)); repeat it: --set \(SafeText.line(String(key), limit: 40))=… --set \(SafeText.line(next, limit: 40))=…, or write \\, for a comma of the value"
                )
            }
            let plain = String(value).replacing("\\,", with: "")
            guard !plain.contains(",") else {
                throw ValidationError(
                    "--set takes one key=value, got \(SafeText.quoted(setting)); write \\, for a comma of the value")
            }
            pairs[String(key)] = String(value).replacing("\\,", with: ",")
        }
        if let environment = configured.ingest.environment { pairs["environment"] = environment }
        let keys = configured.configuration.keys
        return keys.contains("*") ? pairs : pairs.filter { keys.contains($0.key) }
    }

    /// The key of a second setting behind a comma of a value, as lists of settings are written elsewhere.
    private static func second(in value: Substring) -> String? {
        let parts = String(value).replacing("\\,", with: "").split(separator: ",", omittingEmptySubsequences: false)
            .dropFirst()
        return parts.lazy.compactMap { part -> String? in
            guard let split = part.firstIndex(of: "=") else { return nil }
            let key = part[..<split].drop { $0 == " " }
            return !key.isEmpty && key.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
                ? String(key) : nil
        }.first
    }

    private func startedAt(_ now: Int64) throws -> (at: Int64, from: Run.StartSource)? {
        try started.map { (try Self.moment($0, of: "--started", now), .given) }
    }

    /// - Throws: `ValidationError` for what is no time, lies in the future, or cannot be with the start that was given.
    private func queueMoment(_ request: IngestRun.Request) throws -> Int64? {
        let variable = "EXITGATE_QUEUED_AT"
        let name = queuedAt == nil ? variable : "--queued-at"
        guard let text = (queuedAt ?? ProcessInfo.processInfo.environment[variable]).flatMap(Self.said) else {
            return nil
        }
        let queued = try Self.moment(text, of: name, request.now)
        if let start = request.started, start.from == .given,
            let fault = QueueTime.fault(queuedAt: queued, startedAt: start.at)
        {
            throw ValidationError("\(name) does not fit --started: \(fault)")
        }
        return queued
    }

    /// A time in one of the forms of reports, at most ten minutes ahead.
    private static func moment(_ text: String, of name: String, _ now: Int64) throws -> Int64 {
        guard let reading = JUnitTimestamp.read(text) else {
            throw ValidationError("\(name) takes a time such as 2026-11-25T09:30:00Z, got \(SafeText.quoted(text))")
        }
        guard reading.milliseconds <= now + 600_000 else {
            throw ValidationError("\(name) lies in the future: \(SafeText.quoted(text))")
        }
        return reading.milliseconds
    }

    /// The start that the pipeline states, when it can be read and is not in the future.
    private func pipelineStart(_ pipeline: PipelineContext?, _ now: Int64) -> (at: Int64, from: Run.StartSource)? {
        guard let reading = pipeline?.startedAt.flatMap(JUnitTimestamp.read), reading.milliseconds <= now + 600_000
        else {
            return nil
        }
        return (reading.milliseconds, .pipeline)
    }

    /// An unset variable of a script must not make one run of all.
    private func givenKey() throws -> String? {
        guard let runKey else { return nil }
        guard runKey.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError("--run-key is empty; leave it out, or name the run")
        }
        guard runKey.utf8.count <= 1_000 else {
            throw ValidationError("--run-key is longer than 1,000 bytes; a name of the pipeline and its number will do")
        }
        return runKey
    }

    private func shardNumbers() throws -> (index: Int, total: Int)? {
        guard let shard else { return nil }
        let parts = shard.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let index = parts[0], let total = parts[1], (1...max(total, 1)).contains(index),
            total <= 10_000
        else {
            throw ValidationError(
                "--shard takes a part and the number of parts, such as 3/8, got \(SafeText.quoted(shard))")
        }
        return (index, total)
    }

    private func attemptNumber(_ pipeline: PipelineContext?) throws -> Int {
        let number = attempt ?? pipeline?.attempt ?? 1
        guard (1...1_000_000).contains(number) else { throw ValidationError("--attempt takes a number from 1") }
        return number
    }
}

extension Settings.Limits {
    /// The limits of one report.
    var reader: ReaderLimits {
        var limits = ReaderLimits()
        limits.fileBytes = fileBytes
        limits.depth = depth
        limits.attributes = attributes
        limits.nameBytes = nameBytes
        limits.rawValueBytes = rawValueBytes
        limits.valueBytes = valueBytes
        limits.messageBytes = messageBytes
        limits.detailsBytes = detailsBytes
        limits.outputBytes = outputBytes
        limits.results = results
        limits.properties = properties
        limits.clockSkewSeconds = clockSkewSeconds
        return limits
    }

    /// The limits of one archive.
    var archive: ArchiveLimits {
        var limits = ArchiveLimits()
        limits.bytes = archiveBytes
        limits.ratio = archiveRatio
        return limits
    }
}
