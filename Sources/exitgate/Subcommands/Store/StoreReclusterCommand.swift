// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Renderers
import Workflow

/// `exitgate store recluster`: from the rules that the clusters of a store were made by to the newest.
struct StoreReclusterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recluster",
        abstract: "Show what the newest rules of clustering would change; take them over with --accept.",
        discussion: """
            A store goes on with the rules that its clusters were made by, whatever program writes to it. Without --accept \
            this changes nothing. With it, every signature is grouped again, and incidents and issues are folded \
            anew; decisions of people hold. That cannot be undone: back up the store before.

            EXAMPLES
              exitgate store recluster
              exitgate store backup before.sqlite && exitgate store recluster --accept
            """)

    @Flag(help: "Take over what changes.")
    var accept = false

    @OptionGroup var store: StoreOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try reporting(output) {
            let outcome = try ReclusterStore(store.openForWriting(isDryRun: !accept)).perform(accepts: accept)
            guard !output.quiet else { return }
            guard outcome.from != outcome.to else {
                return Terminal.print("clusters are made by \(outcome.to), the newest rules")
            }
            Terminal.print("rules      \(outcome.from) -> \(outcome.to)")
            Terminal.print("moved      \(outcome.moved) of \(Plural.count(outcome.signatures, "signature"))")
            Terminal.print("merged     \(Plural.count(outcome.merged, "cluster"))")
            Terminal.print("split      \(Plural.count(outcome.split, "cluster"))")
            Terminal.print("incidents  \(outcome.liveBefore) live -> \(outcome.liveAfter)")
            Terminal.print(accept ? "taken over" : "nothing was changed; --accept takes it over")
        }
    }
}
