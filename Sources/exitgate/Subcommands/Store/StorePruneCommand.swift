// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Storage
import StorageSQLite
import Workflow

/// `exitgate store prune`: room for what is new.
struct StorePruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Take long texts of old failures out of the store; nothing that is counted changes.",
        discussion: """
            Stack traces and outputs of runs that are older go. What stays: every result, message, digest and decision, the text \
            that stands for each kind of failure, and what each incident shows. A text that comes again is there again.

            EXAMPLES
              exitgate store prune --older-than 180d --dry-run
              exitgate store prune --older-than 180d
            """)

    @Option(help: ArgumentHelp("How old at least, in days: 180d.", valueName: "age"))
    var olderThan: Age
    @Flag(help: "Say what would go, and change nothing.")
    var dryRun = false
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let driver = try store.openForWriting(isDryRun: dryRun)
            let amount = try PruneStore(driver).perform(
                before: Clock.now - olderThan.milliseconds, now: Clock.now, isDryRun: dryRun)
            if !dryRun, amount.texts > 0 { try (driver as? SQLiteDriver)?.compact() }
            if !output.quiet {
                Terminal.print(
                    "\(dryRun ? "dry run  " : "")\(Plural.count(amount.texts, "text")) of \(Plural.count(amount.bytes, "character")) \(dryRun ? "would go" : "taken out")"
                )
            }
        }
    }

    /// `180d`, at least a day.
    struct Age: ExpressibleByArgument {
        let milliseconds: Int64

        init?(argument: String) {
            let digits = argument.last == "d" ? argument.dropLast() : argument[...]
            guard let days = Int64(digits), (1...36_500).contains(days) else { return nil }
            milliseconds = days * 86_400_000
        }
    }
}
