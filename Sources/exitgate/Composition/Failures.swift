// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Storage
import TestPhase
import Workflow

/// Runs the body of a command, and turns what it throws into one clear line and an exit code.
func reporting(_ output: OutputOptions, _ body: () throws -> Void) throws {
    Terminal.ignoreSignals()
    do {
        try body()
    } catch let error as StorageError {
        fail(error.message, error.hint, output)
        throw error.kind == .unexpected && error.sql != nil ? ExitCode.unexpected : ExitCode.storeUnavailable
    } catch let error as SettingsError {
        for problem in error.problems { Terminal.note(problem, palette: output.errorPalette) }
        throw ExitCode.badSettings
    } catch let error as IngestRun.Conflict {
        fail(error.message, error.hint, output)
        throw ExitCode.badInput
    } catch let error as Refusal {
        fail(error.message, error.hint, output)
        throw ExitCode.badInput
    } catch let error as ValidationError {
        fail(error.message, "--help tells what the command takes", output)
        throw ExitCode.usage
    } catch let error as ReadEvidence.Unknown {
        fail(error.message, error.hint, output)
        throw ExitCode.usage
    }
}

private func fail(_ message: String, _ hint: String?, _ output: OutputOptions) {
    let palette = output.errorPalette
    Terminal.note("\(palette.paint("error:", .bad)) \(SafeText.line(message, limit: 400))")
    if let hint { Terminal.note("hint: \(SafeText.line(hint, limit: 400))") }
}

/// An identifier such as `INC-12`, or just `12`.
struct Identifier: ExpressibleByArgument {
    let number: Int64
    private let prefix: String?

    init?(argument: String) {
        let parts = argument.split(separator: "-", maxSplits: 1)
        guard let last = parts.last, let number = Int64(last), number > 0 else { return nil }
        self.number = number
        prefix = parts.count > 1 ? parts[0].uppercased() : nil
    }

    /// The number, when the identifier has this prefix or none.
    func number(of expected: String) throws -> Int64 {
        guard prefix == nil || prefix == expected else {
            throw ValidationError("expected \(expected)-NUMBER, got \(prefix ?? "")-\(number)")
        }
        return number
    }
}
